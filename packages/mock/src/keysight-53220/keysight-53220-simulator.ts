import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addInputCommands, addMeasureCommands, addTriggerCommands } from './counter-commands.ts';
import { addDataCommands, addStatus } from './counter-data-commands.ts';
import type { CounterFormat } from './counter-format.ts';
import { CounterModel } from './counter-model.ts';
import type { CounterSignal } from './counter-signal.ts';

/** What the simulated counter may be told. */
export interface Keysight53220SimulatorOptions extends SimulatorOptions {
  /** `53220A` unless given. */
  readonly model?: '53220A' | '53230A';
  readonly serialNumber?: string;
  /** What comes to its inputs; 10 MHz and 1 MHz unless given. */
  readonly signals?: readonly [CounterSignal, CounterSignal];
}

/**
 * A simulated Keysight 53220A or 53230A frequency counter without its third input, time stamps and totals (sheet
 * counter-keysight-53220.md).
 */
export class Keysight53220Simulator implements Simulator {
  readonly name = 'keysight-53220';
  /** Signals, settings, readings. */
  readonly model: CounterModel;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: Keysight53220SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = '53220A', serialNumber = 'MY50000123' } = options;
    this.model = new CounterModel(clock, random);
    if (options.signals !== undefined) this.model.signals.splice(0, 2, ...options.signals);
    const identity = `Keysight Technologies,${model},${serialNumber},02.05-1519.666-1.19-4.15-127-155-35`;
    this.instrument = new ScpiInstrument(identity, { plusInErrors: true });
    const format: CounterFormat = { real: false, swapped: false };
    addMeasureCommands(this.instrument, this.model, format);
    addInputCommands(this.instrument, this.model);
    addTriggerCommands(this.instrument, this.model);
    addDataCommands(this.instrument, this.model, format);
    addStatus(this.instrument, this.model);
    this.instrument.reset = () => {
      this.model.reset();
      Object.assign(format, { real: false, swapped: false });
    };
    const connected = [...this.model.signals];
    this.faults = {
      ...this.instrument.faults.switches,
      'no-contact': (active) => {
        const off = (signal: CounterSignal): CounterSignal => ({ ...signal, frequency: 0 });
        this.model.signals.splice(0, 2, ...connected.map((signal) => (active ? off(signal) : signal)));
      },
    };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }
}

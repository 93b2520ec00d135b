import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { ScpiServiceOptions } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import {
  addReadingCommands,
  addSenseCommands,
  addSourceCommands,
  usualFields,
} from './electrometer-commands.ts';
import { ElectrometerModel } from './electrometer-model.ts';
import type { ElectrometerSignals } from './electrometer-model.ts';

/** What the simulated electrometer may be told. */
export interface Keithley6517SimulatorOptions extends SimulatorOptions {
  readonly serialNumber?: string;
  /** What is at the input while the source is not connected to it; 1 V, 1 nA and 1 nC unless given. */
  readonly signals?: Partial<ElectrometerSignals>;
  /** What is between source and input; 1 kΩ unless given. */
  readonly load?: DeviceUnderTest;
  /** What ends a reply on the serial line; a line feed unless given. */
  readonly terminator?: NonNullable<ScpiServiceOptions['lineEnd']>;
}

/** A simulated Keithley 6517B electrometer, without its test sequences (sheet electrometer-keithley-6517.md). */
export class Keithley6517Simulator implements Simulator {
  readonly name = 'keithley-6517';
  /** Settings, readings, physics and faults. */
  readonly model: ElectrometerModel;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: Keithley6517SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { serialNumber = '1234567', terminator = '\n' } = options;
    const signals = { voltage: 1, current: 1e-9, charge: 1e-9, ...options.signals };
    this.model = new ElectrometerModel(clock, random, { load: options.load, signals });
    const identity = `KEITHLEY INSTRUMENTS INC.,MODEL 6517B,${serialNumber},A13/700x`;
    this.instrument = new ScpiInstrument(identity, { errorDepth: 10, version: '1996.0' });
    const format = { fields: usualFields };
    addSenseCommands(this.instrument, this.model);
    addSourceCommands(this.instrument, this.model);
    addReadingCommands(this.instrument, this.model, format);
    this.instrument.reset = () => {
      this.model.reset();
      format.fields = usualFields;
    };
    this.faults = {
      ...this.instrument.faults.switches,
      'no-contact': (active) => {
        this.model.port.connected = !active;
      },
      'interlock-open': (active) => {
        this.model.interlockOpen = active;
      },
    };
    this.services = { scpi: scpiService(this.instrument, { lineEnd: terminator, carriageReturns: true }) };
    this.messages = scpiMessageService(this.instrument);
  }
}

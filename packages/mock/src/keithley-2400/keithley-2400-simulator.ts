import type { ByteService } from '@fourwire/core';
import { SourcePort } from '../electrical/source-port.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { ScpiServiceOptions } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addDataCommands, addStatus, addSystemCommands } from './data-commands.ts';
import { addSenseCommands } from './sense-commands.ts';
import { addSourceCommands } from './source-commands.ts';
import { SourceMeterModel } from './sourcemeter-model.ts';
import { sourceMeterModels } from './sourcemeter-models.ts';
import type { SourceMeterModel as Model } from './sourcemeter-model.ts';
import { usualFormat } from './sourcemeter-reading.ts';
import { addTriggerCommands } from './trigger-commands.ts';

/** What the simulated SourceMeter may be told. */
export interface Keithley2400SimulatorOptions extends SimulatorOptions {
  /** `2400` unless given. */
  readonly model?: keyof typeof sourceMeterModels;
  readonly serialNumber?: string;
  /** What hangs at the terminals; 1 kΩ with leads of 0.1 Ω each unless given. */
  readonly load?: DeviceUnderTest;
  /** What ends a reply on the serial line; the factory's carriage return unless given. */
  readonly terminator?: NonNullable<ScpiServiceOptions['lineEnd']>;
}

/** A simulated Keithley Series 2400 SourceMeter (sheet smu-keithley-2400.md). */
export class Keithley2400Simulator implements Simulator {
  readonly name = 'keithley-2400';
  /** Settings, readings, physics and faults. */
  readonly model: Model;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: Keithley2400SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = '2400', serialNumber = '1234567', terminator = '\r' } = options;
    const port = new SourcePort(options.load);
    this.model = new SourceMeterModel(clock, random, { traits: sourceMeterModels[model], port });
    const identity = `KEITHLEY INSTRUMENTS INC.,MODEL ${model},${serialNumber},C30   Mar 17 2006 09:29:29/A02  /K/J`;
    this.instrument = new ScpiInstrument(identity, { errorDepth: 10, version: '1996.0' });
    const format = usualFormat();
    addSourceCommands(this.instrument, this.model);
    addSenseCommands(this.instrument, this.model);
    addTriggerCommands(this.instrument, this.model);
    addDataCommands(this.instrument, this.model, format);
    addStatus(this.instrument, this.model);
    addSystemCommands(this.instrument, this.model);
    this.instrument.reset = () => {
      this.model.reset();
      Object.assign(format, usualFormat());
    };
    this.faults = {
      ...this.instrument.faults.switches,
      'no-contact': (active) => {
        port.connected = !active;
      },
      'interlock-open': (active) => {
        this.model.interlockOpen = active;
      },
      'over-temperature': (active) => {
        this.model.tooHot = active;
      },
    };
    this.services = { scpi: scpiService(this.instrument, { lineEnd: terminator, carriageReturns: true }) };
    this.messages = scpiMessageService(this.instrument);
  }

  /** A pulse on the trigger link; ignored unless one is awaited. */
  triggerLink(): void {
    this.model.run.fire('TLIN');
  }
}

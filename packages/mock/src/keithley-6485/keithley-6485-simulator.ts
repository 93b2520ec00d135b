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
import { addSenseCommands } from './picoammeter-commands.ts';
import { PicoammeterModel } from './picoammeter-model.ts';
import type { PicoammeterName } from './picoammeter-model.ts';
import { addReadingCommands } from './picoammeter-readings.ts';
import { addVoltageSource } from './picoammeter-source.ts';

/** What the simulated picoammeter may be told. */
export interface Keithley6485SimulatorOptions extends SimulatorOptions {
  /** `6485` unless given; the `6487` has a voltage source besides. */
  readonly model?: PicoammeterName;
  readonly serialNumber?: string;
  /** A into the input while no source is on; 1 nA unless given. */
  readonly current?: number | (() => number);
  /** What is between the source of a 6487 and its input; 1 kΩ unless given. */
  readonly load?: DeviceUnderTest;
  /** What ends a reply on the serial line; a carriage return unless given. */
  readonly terminator?: NonNullable<ScpiServiceOptions['lineEnd']>;
}

/** A simulated Keithley 6485 or 6487 picoammeter (sheet electrometer-keithley-6485-6487.md). */
export class Keithley6485Simulator implements Simulator {
  readonly name = 'keithley-6485';
  /** Settings, readings, physics and faults. */
  readonly model: PicoammeterModel;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: Keithley6485SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = '6485', serialNumber = '1234567', terminator = '\r', current = 1e-9 } = options;
    this.model = new PicoammeterModel(clock, random, { name: model, current, load: options.load });
    const identity = `KEITHLEY INSTRUMENTS INC.,MODEL ${model},${serialNumber},B03   Feb 15 2008 10:12:03/A02`;
    this.instrument = new ScpiInstrument(identity, { errorDepth: 10, version: '1996.0' });
    const format = { fields: ['READ', 'UNIT', 'TIME', 'STAT'] };
    addSenseCommands(this.instrument, this.model);
    addReadingCommands(this.instrument, this.model, format);
    if (model === '6487') addVoltageSource(this.instrument, this.model);
    this.instrument.reset = () => {
      this.model.reset();
      format.fields = ['READ', 'UNIT', 'TIME', 'STAT'];
    };
    this.faults = {
      ...this.instrument.faults.switches,
      'no-contact': (active) => {
        this.model.port.connected = !active;
      },
      ...(model === '6487' && {
        'interlock-open': (active: boolean) => {
          this.model.interlockOpen = active;
        },
      }),
    };
    this.services = { scpi: scpiService(this.instrument, { lineEnd: terminator, carriageReturns: true }) };
    this.messages = scpiMessageService(this.instrument);
  }
}

import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { HmpSupply } from './hmp-model.ts';
import type { HmpModel } from './hmp-model.ts';
import { addOutputCommands } from './output-commands.ts';
import { addSourceCommands } from './source-commands.ts';

/** What the simulated supply may be told. */
export interface RsHmpSimulatorOptions extends SimulatorOptions {
  /** `HMP4040` unless given. */
  readonly model?: HmpModel;
  readonly serialNumber?: string;
  /** What hangs at the outputs, in order; 10 Ω where none is given. */
  readonly loads?: readonly DeviceUnderTest[];
}

/** A simulated Rohde & Schwarz HMP power supply (sheet psu-rs-hmp.md). */
export class RsHmpSimulator implements Simulator {
  readonly name = 'rs-hmp';
  /** Outputs with their loads, and the master switch. */
  readonly model: HmpSupply;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: RsHmpSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = 'HMP4040', serialNumber = '108000/001', loads } = options;
    this.model = new HmpSupply(clock, random, { model, ...(loads !== undefined && { loads }) });
    this.instrument = new ScpiInstrument(`ROHDE&SCHWARZ,${model},${serialNumber},HW50020003/SW2.41`);
    addSourceCommands(this.instrument, this.model);
    addOutputCommands(this.instrument, this.model);
    this.faults = { ...this.instrument.faults.switches, ...this.model.bank.faults };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }
}

import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { ScopeModel } from '../oscilloscope/scope-model.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addAcquisitionCommands } from './acquisition-commands.ts';
import { Ds1000zScope } from './ds1000z-scope.ts';
import { addMeasureCommands } from './measure-commands.ts';
import { addSetupCommands } from './setup-commands.ts';
import { addWaveformCommands } from './waveform-commands.ts';

/** What the simulated oscilloscope may be told. */
export interface RigolDs1000zSimulatorOptions extends SimulatorOptions {
  /** `DS1054Z` unless given. */
  readonly model?: 'DS1054Z' | 'DS1074Z' | 'DS1104Z';
  readonly serialNumber?: string;
}

/** A simulated Rigol DS1000Z oscilloscope (sheet scope-rigol-ds1000z.md). Give its channels a `signal` to look at. */
export class RigolDs1000zSimulator implements Simulator {
  readonly name = 'rigol-ds1000z';
  /** Inputs, trigger and records. */
  readonly model: ScopeModel;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: RigolDs1000zSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = 'DS1054Z', serialNumber = 'DS1ZA123456789' } = options;
    const scope = new Ds1000zScope(clock, random);
    this.model = scope.model;
    this.instrument = new ScpiInstrument(`RIGOL TECHNOLOGIES,${model},${serialNumber},00.04.04.SP4`);
    addSetupCommands(this.instrument, scope);
    addAcquisitionCommands(this.instrument, scope);
    addWaveformCommands(this.instrument, scope);
    addMeasureCommands(this.instrument, scope);
    this.faults = { ...this.instrument.faults.switches, ...this.model.faults };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }
}

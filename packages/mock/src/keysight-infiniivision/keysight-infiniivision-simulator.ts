import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import type { ScopeModel } from '../oscilloscope/scope-model.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addMeasureCommands, addRunCommands, addWaveformCommands } from './acquisition-commands.ts';
import { InfiniiVisionScope } from './infiniivision-scope.ts';
import { addSetupCommands } from './setup-commands.ts';

/** The oscilloscopes of the family that the simulator can be, with their inputs. */
const models = { DSOX1102G: 2, 'MSO-X 3054A': 4 } as const;

/** What the simulated oscilloscope may be told. */
export interface KeysightInfiniiVisionSimulatorOptions extends SimulatorOptions {
  /** `MSO-X 3054A` unless given. */
  readonly model?: keyof typeof models;
  readonly serialNumber?: string;
}

/**
 * A simulated Keysight InfiniiVision oscilloscope (sheet scope-keysight-infiniivision.md), without segments, mathematics
 * and digital inputs. Give its channels a `signal` to look at.
 */
export class KeysightInfiniiVisionSimulator implements Simulator {
  readonly name = 'keysight-infiniivision';
  /** Inputs, trigger and records. */
  readonly model: ScopeModel;
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: KeysightInfiniiVisionSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = 'MSO-X 3054A', serialNumber = 'MY51360000' } = options;
    const maker = model === 'DSOX1102G' ? 'KEYSIGHT TECHNOLOGIES' : 'AGILENT TECHNOLOGIES';
    const scope = new InfiniiVisionScope(clock, random, models[model]);
    this.model = scope.model;
    this.instrument = new ScpiInstrument(`${maker},${model},${serialNumber},02.35.2013061800`, {
      plusInErrors: true,
      errorDepth: 30,
    });
    addSetupCommands(this.instrument, scope);
    addRunCommands(this.instrument, scope);
    addWaveformCommands(this.instrument, scope);
    addMeasureCommands(this.instrument, scope);
    this.faults = { ...this.instrument.faults.switches, ...this.model.faults };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }
}

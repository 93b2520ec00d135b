import type { ByteService } from '@fourwire/core';
import type { TerminalLoad } from '../physics/device-terminals.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addDmmCommands, dmmFaults } from './dmm-commands.ts';
import { quietInputs, resistorLoad } from './dmm-inputs.ts';
import { DmmModel } from './dmm-model.ts';
import type { DmmPanel } from './panel-commands.ts';
import { truevoltModels } from './truevolt-models.ts';
import type { TruevoltModel } from './truevolt-models.ts';

/** What the simulated multimeter may be told. */
export interface Keysight34461SimulatorOptions extends SimulatorOptions {
  /** `34461A` unless given. */
  readonly model?: TruevoltModel;
  readonly serialNumber?: string;
  /** What hangs at the terminals; 1 kΩ with leads of 0.1 Ω each unless given. */
  readonly load?: TerminalLoad;
  /** Hz; 50 unless given. */
  readonly lineFrequency?: 50 | 60;
}

const defaultResistor = 1000;

/** A simulated Keysight Truevolt multimeter without options (sheet dmm-keysight-34460.md). */
export class Keysight34461Simulator implements Simulator {
  readonly name = 'keysight-34461';
  /** Inputs, settings, readings and faults. */
  readonly model: DmmModel;
  readonly panel: DmmPanel = { display: true, text: '', beeps: true };
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;

  constructor(options: Keysight34461SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = '34461A', serialNumber = 'MY57200123', lineFrequency = 50 } = options;
    const inputs = quietInputs(options.load ?? resistorLoad(defaultResistor));
    this.model = new DmmModel(clock, random, { traits: truevoltModels[model], lineFrequency, inputs });
    const identity = `Keysight Technologies,${model},${serialNumber},A.02.17-02.40-02.17-00.52-04-02`;
    this.instrument = new ScpiInstrument(identity, { plusInErrors: true });
    addDmmCommands(this.instrument, this.model, this.panel);
    this.faults = { ...this.instrument.faults.switches, ...dmmFaults(this.model) };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }

  /** A pulse at the external trigger input; ignored unless one is awaited. */
  externalTrigger(): void {
    this.model.acquisition.fire('EXT');
  }
}

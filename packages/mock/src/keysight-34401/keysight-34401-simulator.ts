import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { addDmmCommands, dmmFaults } from '../keysight-34461/dmm-commands.ts';
import { quietInputs, resistorLoad } from '../keysight-34461/dmm-inputs.ts';
import { DmmModel } from '../keysight-34461/dmm-model.ts';
import type { DmmPanel } from '../keysight-34461/panel-commands.ts';
import type { TerminalLoad } from '../physics/device-terminals.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addClassicCommands } from './classic-commands.ts';
import { dmm34401Models } from './dmm-34401-models.ts';
import type { Dmm34401Model } from './dmm-34401-models.ts';

/** What the simulated multimeter may be told. */
export interface Keysight34401SimulatorOptions extends SimulatorOptions {
  /** `34401A` unless given. */
  readonly model?: Dmm34401Model;
  /** Of a 34410A or 34411A; a 34401A does not tell. */
  readonly serialNumber?: string;
  /** What hangs at the terminals; 1 kΩ with leads of 0.1 Ω each unless given. */
  readonly load?: TerminalLoad;
  /** Hz; 50 unless given. */
  readonly lineFrequency?: 50 | 60;
}

/**
 * A simulated 34401A, 34410A or 34411A multimeter (sheet dmm-keysight-34460.md, "Older relatives"). A 34401A has GPIB
 * and a serial line, on which it wants `SYSTem:REMote` first; the others have a network.
 */
export class Keysight34401Simulator implements Simulator {
  readonly name = 'keysight-34401';
  /** Inputs, settings, readings and faults. */
  readonly model: DmmModel;
  readonly panel: DmmPanel = { display: true, text: '', beeps: true };
  readonly instrument: ScpiInstrument;
  readonly services: Readonly<Record<string, ByteService>>;
  readonly messages: MessageService;
  readonly faults: FaultSwitches;
  /** Whether a program on the serial line has taken over. */
  #remote = false;

  constructor(options: Keysight34401SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { model = '34401A', serialNumber = 'MY47012345', lineFrequency = 50 } = options;
    const inputs = quietInputs(options.load ?? resistorLoad(1000));
    this.model = new DmmModel(clock, random, { traits: dmm34401Models[model], lineFrequency, inputs });
    const classic = model === '34401A';
    const identity = classic
      ? 'HEWLETT-PACKARD,34401A,0,11-5-2'
      : `Agilent Technologies,${model},${serialNumber},2.35-2.35-0.09-46-09`;
    this.instrument = new ScpiInstrument(identity, { plusInErrors: true });
    const format = addDmmCommands(this.instrument, this.model, this.panel);
    if (classic) this.#makeClassic(format);
    this.faults = { ...this.instrument.faults.switches, ...dmmFaults(this.model) };
    this.services = classic
      ? { serial: scpiService(this.instrument, { refuses: (message) => this.#refusal(message) }) }
      : { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }

  /** A pulse at the external trigger input; ignored unless one is awaited. */
  externalTrigger(): void {
    this.model.acquisition.fire('EXT');
  }

  #makeClassic(format: Parameters<typeof addClassicCommands>[2]): void {
    const { instrument } = this;
    addClassicCommands(instrument, this.model, format);
    const remote = (on: boolean) => (): void => {
      this.#remote = on;
    };
    instrument.on('SYSTem:REMote', remote(true), 0);
    instrument.on('SYSTem:RWLock', remote(true), 0);
    instrument.on('SYSTem:LOCal', remote(false), 0);
    // Unconfirmed: twelve characters and no more, and the code that refuses them.
    instrument.on('DISPlay:TEXT[:DATA]', ({ need }) => {
      const text = need(0).string();
      if (text.length > longestText) throw new ScpiRefusal(-223);
      this.panel.text = text;
    });
  }

  /** Unconfirmed: the code and the text. */
  #refusal(message: string): ScpiRefusal | undefined {
    if (this.#remote || /^\s*:?SYST(?:EM)?:(?:REM(?:OTE)?|RWL(?:OCK)?)\b/i.test(message)) return undefined;
    return message.trim() === '' ? undefined : new ScpiRefusal(550, 'Command not allowed in local');
  }
}

const longestText = 12;

import type { ByteService } from '@fourwire/core';
import { TriggeredRun } from '../electrical/triggered-run.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { scpiService } from '../scpi/scpi-service.ts';
import { kept, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { addArbitraryCommands } from './arbitrary-commands.ts';
import { GeneratorChannel } from './generator-channel.ts';
import { addChannelCommands } from './generator-commands.ts';

/** Channels and highest sine in Hz (sheet awg-keysight-33500.md). */
const models = {
  '33510B': { channels: 2, sine: 20e6 },
  '33511B': { channels: 1, sine: 20e6 },
  '33512B': { channels: 2, sine: 20e6 },
  '33521B': { channels: 1, sine: 30e6 },
  '33522B': { channels: 2, sine: 30e6 },
  '33611A': { channels: 1, sine: 80e6 },
  '33612A': { channels: 2, sine: 80e6 },
  '33621A': { channels: 1, sine: 120e6 },
  '33622A': { channels: 2, sine: 120e6 },
} as const;

/** A model of the family. */
export type TrueformModel = keyof typeof models;

/** What the simulated generator may be told. */
export interface Keysight33500SimulatorOptions extends SimulatorOptions {
  /** `33522B` unless given. */
  readonly model?: TrueformModel;
  readonly serialNumber?: string;
}

/**
 * A simulated Keysight 33500B or 33600A generator, without modulation, lists and what couples two channels (sheet
 * awg-keysight-33500.md).
 */
export class Keysight33500Simulator implements Simulator {
  readonly name = 'keysight-33500';
  /** Settings, and what is at the outputs. */
  readonly channels: readonly GeneratorChannel[];
  readonly instrument: ScpiInstrument;
  readonly services: { readonly scpi: ByteService };
  readonly messages: MessageService;
  readonly faults: FaultSwitches;
  readonly #run: TriggeredRun;

  constructor(options: Keysight33500SimulatorOptions = {}) {
    const { clock } = simulatorContext(options);
    const { model = '33522B', serialNumber = 'MY52800123' } = options;
    const traits = models[model];
    this.channels = Array.from({ length: traits.channels }, () => new GeneratorChannel(traits.sine));
    const maker = model.startsWith('336') ? 'Keysight Technologies' : 'Agilent Technologies';
    this.instrument = new ScpiInstrument(`${maker},${model},${serialNumber},3.05-1.19-2.00-52-00`, {
      plusInErrors: true,
    });
    const format = { swapped: false };
    for (const [index, channel] of this.channels.entries()) {
      addChannelCommands(this.instrument, channel, index + 1);
      addArbitraryCommands(this.instrument, channel, index + 1, format);
    }
    onWord(this.instrument, 'FORMat:BORDer', ['NORMal', 'SWAPped'], {
      get: () => (format.swapped ? 'SWAP' : 'NORM'),
      set: (word) => {
        format.swapped = word === 'SWAP';
      },
    });
    onWord(this.instrument, 'UNIT:ANGLe', ['DEGree', 'RADian', 'SECond'], kept('DEG'));
    onWord(this.instrument, 'OUTPut:SYNC:SOURce', ['CH1', 'CH2'], kept('CH1'));
    this.#run = new TriggeredRun(clock);
    this.#addTrigger();
    this.instrument.reset = () => {
      this.#run.abort();
      for (const channel of this.channels) channel.reset();
      format.swapped = false;
    };
    this.faults = { ...this.instrument.faults.switches };
    this.services = { scpi: scpiService(this.instrument) };
    this.messages = scpiMessageService(this.instrument);
  }

  /** `*TRG` begins a burst or a sweep that waits for it; `*OPC?` waits for its end. */
  #addTrigger(): void {
    const { instrument } = this;
    instrument.trigger = () => {
      const waiting = this.channels.filter(
        ({ settings }) => settings.triggerSource === 'BUS' && (settings.burst || settings.sweep),
      );
      if (waiting.length === 0) throw new ScpiRefusal(-211);
      const seconds = Math.max(...waiting.map(({ runTime }) => runTime));
      this.#run.abort();
      // An endless burst never completes; nothing waits for it.
      if (seconds === Infinity) return;
      this.#run.start(async ({ wait }) => wait(seconds));
    };
    instrument.idle = async () => this.#run.idle();
    instrument.on('ABORt', () => this.#run.abort(), 0);
    instrument.interrupts = (message) => this.#run.state !== 'idle' && /^\s*:?abor/i.test(message);
  }
}

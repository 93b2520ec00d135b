import type { BytePeer, ByteService, ByteSession } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { gaugeFaults } from '../measuring/line-gauge.ts';
import type { GaugeSimulatorOptions } from '../measuring/line-gauge.ts';
import { Signal } from '../measuring/signal.ts';
import { GaugeModel } from '../physics/gauge-model.ts';
import type { GaugeParameters } from '../physics/gauge-model.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { ndCommand, ndValue } from './nd-commands.ts';
import type { NdPanel } from './nd-commands.ts';

/** What a simulated Heidenhain display may be told. */
export interface HeidenhainNdSimulatorOptions extends GaugeSimulatorOptions {
  /** Which display it is; `ND-287` unless given. */
  readonly variant?: 'ND-287' | 'ND-281B';
}

/** A length gauge of 30 mm, in steps of 0.1 µm. */
const encoder: Partial<GaugeParameters> = {
  travel: { low: -30, high: 30 },
  decimals: { mm: 4, '[in_i]': 6 },
  inchStep: 0.000005,
  repeatability: 0.00002,
};

/** So many characters of a command are kept. */
const longest = 100;

const xon = 0x11;
const xoff = 0x13;

/** A Heidenhain ND position display with one axis on a serial line (sheet heidenhain-nd.md). */
export class HeidenhainNdSimulator implements Simulator {
  readonly name = 'heidenhain-nd';
  /** Position and display. */
  readonly model: GaugeModel;
  /** The key PRINT. */
  readonly button = new Signal();
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };
  readonly #panel: NdPanel;
  readonly #nak = new FaultFlag();
  readonly #lineEnd = new LineEndFault();

  constructor(options: HeidenhainNdSimulatorOptions = {}) {
    const { random } = simulatorContext(options);
    const model = new GaugeModel({
      random: random.fork('parts'),
      parameters: { ...encoder, ...options.parameters },
    });
    this.model = model;
    this.#panel = {
      model,
      variant: options.variant ?? 'ND-287',
      reference: false,
      locked: false,
      error: '',
      keys: '',
    };
    this.faults = {
      ...gaugeFaults(model, false),
      'brown-out': (active) => {
        if (active) ndCommand(this.#panel, 'S0000');
      },
      nak: this.#nak.switch,
      'wrong-terminator': this.#lineEnd.switch,
    };
    this.services = { serial: { connect: (peer) => this.#connect(peer) } };
  }

  #connect(peer: BytePeer): ByteSession {
    let command: string | undefined;
    let paused = '';
    let sending = true;
    const send = (text: string): void => {
      const ended = text.replaceAll('\r\n', this.#lineEnd.end('\r\n'));
      if (sending) peer.send(Buffer.from(ended, 'latin1'));
      // Whoever pauses for ever loses the rest.
      else paused = (paused + ended).slice(0, longest);
    };
    const stopKey = this.button.listen(() => send(ndValue(this.#panel)));
    const control = (byte: number): void => {
      if (byte === 0x02) send(ndValue(this.#panel));
      else if (byte === 0x05)
        send(`\u0002${(this.#panel.error === '' ? '' : this.#panel.error).padEnd(13)}\r\n`);
      else if (byte === xoff) sending = false;
      else if (byte === xon) {
        sending = true;
        const rest = paused;
        paused = '';
        if (rest !== '') send(rest);
      } else if (byte === 0x1b) command = '';
    };
    const receive = (byte: number): void => {
      if (command === undefined || byte === 0x1b) return control(byte);
      if (byte !== 0x0d) {
        command = command.length < longest ? command + String.fromCharCode(byte) : command;
        return;
      }
      const complete = command;
      command = undefined;
      send(this.#nak.active ? '\u0015' : ndCommand(this.#panel, complete));
    };
    return {
      receive: (bytes) => {
        for (const byte of bytes) receive(byte);
      },
      closed: () => {
        stopKey();
      },
    };
  }
}

import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { lineInstrument } from '../measuring/line-instrument.ts';
import type { LineClient, LineConversation } from '../measuring/line-instrument.ts';
import { Signal } from '../measuring/signal.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { ix85Command, ix85Errors, ix85Query, Ix85Refusal } from './ix85-commands.ts';
import type { FocusMove } from './ix85-commands.ts';
import { Ix85Microscope } from './ix85-microscope.ts';

/** What a simulated IX85 may be told. */
export interface EvidentIx85SimulatorOptions extends SimulatorOptions {
  /** When it answers a move of the focus; `arrived` unless given. Unconfirmed: which of them a stand does. */
  readonly answersMoves?: 'accepted' | 'arrived';
}

/** The longest command, its end included. */
const longestCommand = 128;

/** How often it tells where a moving focus is, in ms. */
const notifyMs = 100;

/** An Evident IX85 microscope on its virtual serial port (sheet microscope-stages-focus.md). */
export class EvidentIx85Simulator implements Simulator {
  readonly name = 'evident-ix85';
  /** The stand. */
  readonly model: Ix85Microscope;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService; readonly tcp: ByteService };
  readonly #answersMoves: 'accepted' | 'arrived';
  readonly #error = new FaultFlag();
  readonly #busy = new FaultFlag();

  constructor(options: EvidentIx85SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new Ix85Microscope(clock, random);
    this.model = model;
    this.#answersMoves = options.answersMoves ?? 'arrived';
    const lineEndFault = new LineEndFault();
    const power = new Signal();
    this.faults = {
      'sensor-stuck': (active) => {
        model.focus.stuck = active;
      },
      'sensor-open': (active) => {
        model.focusKnown = !active;
      },
      'brown-out': (active) => {
        if (!active) return;
        model.restart();
        power.fire();
      },
      'error-reply': this.#error.switch,
      busy: this.#busy.switch,
      'wrong-terminator': lineEndFault.switch,
    };
    const serial = lineInstrument(
      { clock, lineEnd: '\r\n', lineEndFault, power, maxLineBytes: 8 * longestCommand },
      (client) => this.#open(client),
    );
    this.services = { serial, tcp: serial };
  }

  #open(client: LineClient): LineConversation {
    const { model } = this;
    const notify = (): void => {
      client.reply(`NFP ${model.steps}`);
      if (!model.focus.moving) client.repeat.stop();
    };
    let notifying = false;
    const carryOut = (tag: string, given: readonly string[]): void => {
      if (tag === 'NFP') {
        notifying = given[0] === '1';
        return client.reply('NFP +');
      }
      if (this.#busy.active) throw new Ix85Refusal('busy');
      const outcome = ix85Command(model, tag, given);
      if (typeof outcome !== 'object') return client.reply(`${tag} ${outcome ?? '+'}`);
      if (notifying) client.repeat.start(notifyMs, notify);
      this.#drive(client, tag, outcome);
    };
    return {
      line: (text) => {
        if (text === '') return;
        const [, tag = '', query, rest = ''] = /^([A-Z]+\d?)(\?)?(?: (.*))?$/.exec(text) ?? [];
        if (tag === '' || text.length > longestCommand - 2 || this.#error.active)
          return client.reply(`${tag} !,${ix85Errors.command}`.trim());
        if (query !== undefined && tag !== 'V') return client.reply(`${tag} ${ix85Query(model, tag) ?? 'X'}`);
        try {
          carryOut(tag, rest === '' ? [] : rest.split(','));
        } catch (error) {
          if (!(error instanceof Ix85Refusal)) throw error;
          client.reply(`${tag} !,${error.code}`);
        }
      },
      poweredOn: () => {
        notifying = false;
      },
    };
  }

  /** Unconfirmed: that a move which was stopped ends with `+` too. */
  #drive(client: LineClient, tag: string, { target }: FocusMove): void {
    this.model.drive(target);
    if (this.#answersMoves === 'accepted') return client.reply(`${tag} +`);
    const stop = this.model.focus.arrived.listen(() => {
      stop();
      client.reply(`${tag} +`);
    });
  }
}

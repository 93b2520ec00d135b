import type { Clock } from '@fourwire/core';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { addThermoStreamCommands } from './thermo-stream-commands.ts';
import type { ThermoStreamModel } from './thermo-stream-model.ts';

/** How long it is deaf after a reset, in ms (sheet section 2). */
const resetTime = 4000;

/** Bits of the status byte (sheet section 3). */
const summaries = { errors: 0x04, temperature: 0x08, ready: 0x80 } as const;

/**
 * The language of a ThermoStream: the common commands of IEEE 488.2, mnemonics of its own, and the prefixes `%RM`, `%LL`,
 * `%GL` and `%S?`. Unconfirmed: that commands within 4 s of a reset are lost.
 */
export class ThermoStreamInstrument extends ScpiInstrument {
  /** Whether the panel is locked. */
  panel: 'local' | 'remote' | 'locked-out' = 'local';
  readonly #model: ThermoStreamModel;
  readonly #clock: Clock;
  #readyAt = 0;

  constructor(identity: string, model: ThermoStreamModel, clock: Clock) {
    super(identity, { commonOnly: true });
    this.#model = model;
    this.#clock = clock.wire;
    addThermoStreamCommands(this, model);
    const restart = (screen: 'start' | 'operator'): void => {
      model.restart(screen);
      this.panel = 'local';
      this.#readyAt = this.#clock.monotonic() + resetTime;
    };
    this.reset = () => restart('operator');
    this.on('RSTO', () => restart('operator'), 0);
    this.status.ownBits = () =>
      (model.errors === 0 ? 0 : summaries.errors) |
      (model.hasEvents ? summaries.temperature : 0) |
      summaries.ready;
  }

  override async execute(message: string): Promise<string | undefined> {
    if (this.#clock.monotonic() < this.#readyAt) return undefined;
    this.#model.advance();
    const units = message.split(';');
    if (!units.some((unit) => unit.trim().startsWith('%'))) return super.execute(message);
    const answers: string[] = [];
    for (const unit of units) {
      const word = unit.trim();
      const answer = word.startsWith('%') ? this.#prefix(word) : await super.execute(unit);
      if (answer !== undefined) answers.push(answer);
    }
    return answers.length === 0 ? undefined : answers.join(';');
  }

  #prefix(word: string): string | undefined {
    if (word === '%RM') this.panel = 'remote';
    else if (word === '%LL') this.panel = 'locked-out';
    else if (word === '%GL') this.panel = 'local';
    return word === '%S?' ? String(this.status.statusByte(false)) : undefined;
  }
}

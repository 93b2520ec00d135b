import type { Call } from '@fourwire/core';
import type { ScpiCommand } from '../codec/command.ts';
import type { Asker } from './settings.ts';

/**
 * Single readings of an instrument that may still measure, or be set to several, for a call that failed or for whoever was
 * here before: it would answer with many readings, or not at all.
 */
export class SingleReadings {
  readonly #settle: readonly ScpiCommand[];
  #unsettled = true;

  /** @param settle - the commands that end a measurement and set the instrument to one reading */
  constructor(settle: readonly ScpiCommand[]) {
    this.#settle = settle;
  }

  /** Says that nobody knows what the instrument is at. */
  unsettle(): void {
    this.#unsettled = true;
  }

  /** Brings it into step, if need be. */
  async settle(on: Asker, call: Call): Promise<void> {
    if (!this.#unsettled) return;
    for (const command of this.#settle) await on.send(command, call);
    this.#unsettled = false;
  }

  /** Takes a reading in step; after one that fails it is settled before the next. */
  async take<T>(on: Asker, call: Call, read: () => Promise<T>): Promise<T> {
    await this.settle(on, call);
    this.#unsettled = true;
    const reading = await read();
    this.#unsettled = false;
    return reading;
  }
}

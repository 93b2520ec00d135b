import { FourwireError } from '@fourwire/core';
import type { Decimal } from './decimal.ts';
import { lengthOf } from './length.ts';
import type { Judgement, LengthReading, LengthUnit } from './length.ts';

/**
 * Watches over a gauge that does not say its unit. Whoever switches it between mm and inch also changes how many
 * decimals it sends, so a change of decimals puts the unit in doubt, and a value in doubt is none.
 */
export class UnitGuard {
  readonly #unit: LengthUnit;
  #decimals: number | undefined;

  /** @param unit - the one that the gauge shows, as the user says */
  constructor(unit: LengthUnit) {
    this.#unit = unit;
  }

  /** Takes the next value for the measure of all others: the device was opened, or came back. */
  reset(): void {
    this.#decimals = undefined;
  }

  /** @throws FourwireError of kind `device`, code `unit-suspect`, after the number of decimals has changed */
  check(shown: Decimal, judgement?: Judgement): LengthReading {
    this.#decimals ??= shown.decimals;
    if (shown.decimals !== this.#decimals) {
      throw new FourwireError(
        'device',
        'unit-suspect',
        `The gauge sends ${shown.decimals} decimals and sent ${this.#decimals} before: it was switched to another unit or resolution. Set it back, or open it again with its present unit.`,
      );
    }
    return lengthOf(shown, this.#unit, judgement);
  }
}

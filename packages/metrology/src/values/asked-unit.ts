import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import type { Decimal } from './decimal.ts';
import { lengthOf } from './length.ts';
import type { Judgement, LengthReading, LengthUnit } from './length.ts';

/** How often a value is taken again when somebody switches the unit meanwhile. */
const tries = 3;

/** A value in the unit of the display, which its line does not name. */
export interface ShownLength {
  readonly shown: Decimal;
  readonly judgement: Judgement | undefined;
}

/**
 * The unit of a gauge whose values do not name it, but which can be asked. It is asked after every value, and a value
 * between whose neighbours somebody switched it is taken again.
 */
export class AskedUnit<U extends LengthUnit> {
  readonly #ask: (call: Call) => Promise<U>;
  #last: U | undefined;

  constructor(ask: (call: Call) => Promise<U>) {
    this.#ask = ask;
  }

  /** The unit now. */
  async now(call: Call): Promise<U> {
    this.#last = await this.#ask(call);
    return this.#last;
  }

  /**
   * A value of which the unit is sure.
   *
   * @throws FourwireError of kind `device`, code `unit-suspect`, while somebody goes on switching
   */
  async take(read: (call: Call) => Promise<ShownLength>, call: Call): Promise<LengthReading> {
    for (let count = 0; count < tries; count++) {
      const before = this.#last;
      const { shown, judgement } = await read(call);
      const unit = await this.now(call);
      if (unit === before) return lengthOf(shown, unit, judgement);
    }
    throw new FourwireError(
      'device',
      'unit-suspect',
      'The unit of the gauge is being switched; leave it alone.',
      { retry: 'later' },
    );
  }

  /** A value that came by itself; `undefined` where the unit was switched since the last one: nobody knows when. */
  async confirm({ shown, judgement }: ShownLength): Promise<LengthReading | undefined> {
    const before = this.#last;
    const unit = await this.now({});
    return unit === before ? lengthOf(shown, unit, judgement) : undefined;
  }
}

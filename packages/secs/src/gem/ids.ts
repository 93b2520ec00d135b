import { FourwireError } from '@fourwire/core';
import type { Id } from '../secs-ii/access.ts';
import { A, I1, I2, I4, I8, U1, U2, U4, U8 } from '../secs-ii/constructors.ts';
import type { BigIntFormat, IntegerFormat } from '../secs-ii/format.ts';
import type { Item } from '../secs-ii/item.ts';

/** Formats in which equipment takes the numbers that name things. */
export type IdFormat = IntegerFormat | BigIntFormat;

/** Kinds of ids, each of which a tool may want in a format of its own. */
export type IdKind = 'variable' | 'constant' | 'event' | 'report' | 'alarm' | 'data' | 'trace';

/**
 * The formats in which a tool wants its ids: many take only the one in which they declared them. `U4` for all unless
 * given.
 */
export type IdFormats = IdFormat | { readonly [K in IdKind]?: IdFormat };

const makers: Readonly<Record<IdFormat, (...ids: readonly (number | bigint)[]) => Item>> = {
  I1: (...ids) => I1(ids.map(Number)),
  I2: (...ids) => I2(ids.map(Number)),
  I4: (...ids) => I4(ids.map(Number)),
  I8: (...ids) => I8(ids),
  U1: (...ids) => U1(ids.map(Number)),
  U2: (...ids) => U2(ids.map(Number)),
  U4: (...ids) => U4(ids.map(Number)),
  U8: (...ids) => U8(ids),
};

/** Makes the items of ids in the formats that a tool wants. */
export class IdItems {
  readonly #formats: IdFormats;

  constructor(formats: IdFormats = 'U4') {
    this.#formats = formats;
  }

  /** One id. */
  one(kind: IdKind, id: Id): Item {
    return typeof id === 'string' ? A(id) : makers[this.#formatOf(kind)](id);
  }

  /** One item that holds several ids, or none. */
  array(kind: IdKind, ids: readonly Id[]): Item {
    return makers[this.#formatOf(kind)](
      ...ids.map((id) => {
        if (typeof id !== 'string') return id;
        throw new FourwireError(
          'range',
          'id-refused',
          `Ids that are text cannot stand in one array; got ${JSON.stringify(id)}.`,
        );
      }),
    );
  }

  #formatOf(kind: IdKind): IdFormat {
    return typeof this.#formats === 'string' ? this.#formats : (this.#formats[kind] ?? 'U4');
  }
}

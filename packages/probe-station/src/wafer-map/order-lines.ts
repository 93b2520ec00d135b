import { requireUnique } from './die-key.ts';
import type { DieIndex } from './geometry.ts';

/** A corner of the map as the operator sees it. */
export type Corner = 'upper-left' | 'upper-right' | 'lower-left' | 'lower-right';

/** How {@link byRows} and {@link byColumns} go. */
export interface LineOrder {
  /** Where the route starts. Default `upper-left`. */
  readonly start?: Corner;
  /** Whether each line is walked against the direction of the one before. Default true. */
  readonly serpentine?: boolean;
}

/**
 * The dies row by row. A serpentine turns after each row that has dies, so empty rows do not break the alternation.
 * Vendor codes: SENTIO `wr` (serpentine) and `r`.
 *
 * @returns the same dies, each exactly once.
 * @throws FourwireError `range` (`duplicate-die`, `die-index`).
 */
export function byRows<D extends DieIndex>(dies: readonly D[], order: LineOrder = {}): D[] {
  const start = order.start ?? 'upper-left';
  return byLines(
    dies,
    (die) => (start.startsWith('upper') ? -die.row : die.row),
    (die) => (start.endsWith('left') ? die.column : -die.column),
    order.serpentine ?? true,
  );
}

/** The dies column by column; as {@link byRows} otherwise. Vendor codes: SENTIO `wc` (serpentine) and `c`. */
export function byColumns<D extends DieIndex>(dies: readonly D[], order: LineOrder = {}): D[] {
  const start = order.start ?? 'upper-left';
  return byLines(
    dies,
    (die) => (start.endsWith('left') ? die.column : -die.column),
    (die) => (start.startsWith('upper') ? -die.row : die.row),
    order.serpentine ?? true,
  );
}

function byLines<D extends DieIndex>(
  dies: readonly D[],
  lineOf: (die: D) => number,
  placeOf: (die: D) => number,
  serpentine: boolean,
): D[] {
  requireUnique(dies);
  const lines = new Map<number, D[]>();
  for (const die of dies) {
    const line = lines.get(lineOf(die));
    if (line === undefined) lines.set(lineOf(die), [die]);
    else line.push(die);
  }
  return [...lines]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([, line], index) => {
      const sign = serpentine && index % 2 === 1 ? -1 : 1;
      return line.toSorted((a, b) => sign * (placeOf(a) - placeOf(b)));
    });
}

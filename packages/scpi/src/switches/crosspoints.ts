import { FourwireError } from '@fourwire/core';
import type { Crosspoint } from '../classes/switch-matrix.ts';

/** The relays that a mainframe and its cards can have. */
export interface CrosspointSpace {
  readonly slots: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Refuses relays that cannot be there, before anything is sent.
 *
 * @throws FourwireError of kind `range`, code `value-refused`, with the allowed range
 */
export function ensureCrosspoints(crosspoints: readonly Crosspoint[], space: CrosspointSpace): void {
  for (const [index, { slot, row, column }] of crosspoints.entries()) {
    const wrong =
      slot > space.slots
        ? `slot ${slot} refused, allowed 1 to ${space.slots}`
        : row > space.rows
          ? `row ${row} refused, allowed 1 to ${space.rows}`
          : column > space.columns
            ? `column ${column} refused, allowed 1 to ${space.columns}`
            : undefined;
    if (wrong === undefined) continue;
    throw new FourwireError('range', 'value-refused', `crosspoints[${index}]: ${wrong}.`);
  }
}

/** The relays of `all` that are not among `others`. */
export function without(all: readonly Crosspoint[], others: readonly Crosspoint[]): readonly Crosspoint[] {
  return all.filter((one) => !others.some((other) => isSame(one, other)));
}

/** Whether two lists name the same relays, in whatever order and however often. */
export function areSame(a: readonly Crosspoint[], b: readonly Crosspoint[]): boolean {
  return without(a, b).length === 0 && without(b, a).length === 0;
}

/**
 * Makes sure that relays are where they were to be.
 *
 * @throws FourwireError of kind `device`, code `not-confirmed`, when one of them is not
 */
export function ensureConfirmed(wrong: readonly Crosspoint[], wanted: 'closed' | 'open'): void {
  const [first] = wrong;
  if (first === undefined) return;
  throw new FourwireError(
    'device',
    'not-confirmed',
    `The switch gives ${wrong.length} of the relays not back as ${wanted}, among them slot ${first.slot}, row ${first.row}, column ${first.column}.`,
    { details: { crosspoints: wrong } },
  );
}

function isSame(a: Crosspoint, b: Crosspoint): boolean {
  return a.slot === b.slot && a.row === b.row && a.column === b.column;
}

import type { Observable } from 'rxjs';
import { printed } from '../lines/printed.ts';
import type { MassReading } from '../values/mass.ts';
import type { Weighing } from './balance-members.ts';

/** Reads a line; `undefined` when it is no weight. Throws kind `device` where it reports a fault instead. */
export type ParseWeighing = (line: string) => Weighing | undefined;

/** Whether a line belongs to the weights, also when it reports a fault in place of one. */
export function isWeighing(parse: ParseWeighing, line: string): boolean {
  try {
    return parse(line) !== undefined;
  } catch {
    return true;
  }
}

/** Stable weights among the lines that come unasked. */
export function printedWeights(unasked$: Observable<string>, parse: ParseWeighing): Observable<MassReading> {
  return printed(unasked$, (line) => {
    const weighing = parse(line);
    return weighing?.stable === true ? weighing.mass : undefined;
  });
}

import type { Program } from './program.ts';
import { programTimeline } from './program-timeline.ts';
import type { ChamberRates } from './program-timeline.ts';

/** How long a program takes. */
export interface ProgramEstimate {
  /** Seconds; a lower bound when `unknownWaits` is not 0. */
  readonly duration: number;
  /** How many steps run, each execution counted. */
  readonly visits: number;
  /** How many of them wait for something whose time nobody can tell; they count as 0 s. */
  readonly unknownWaits: number;
}

/**
 * How long `program` takes from the setpoint `start` (°C) on a chamber with these rates. The chamber is taken to
 * change temperature at its rates over its whole range; near its limits a real one is slower.
 *
 * @throws FourwireError of kind `range` for a malformed program, start or rates.
 */
export function estimateProgram(program: Program, start: number, rates: ChamberRates): ProgramEstimate {
  let [duration, visits, unknownWaits] = [0, 0, 0];
  for (const entry of programTimeline(program, start, rates)) {
    duration = entry.end;
    visits += 1;
    if (!entry.known) unknownWaits += 1;
  }
  return { duration, visits, unknownWaits };
}

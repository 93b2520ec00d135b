import type { Program } from './program.ts';
import { programTimeline } from './program-timeline.ts';
import type { ChamberRates, TimelineKnot } from './program-timeline.ts';

/** A point of the setpoint curve; the curve is straight between points and jumps where two share their time. */
export interface CurvePoint extends TimelineKnot {
  /** Humidity setpoint in %RH; undefined when humidity is off. */
  readonly humidity: number | undefined;
  /** Number of the step that leads to this point. */
  readonly number: number;
}

/**
 * The points of the setpoint curve from the setpoint `start` (°C), lazily: `time` in seconds, `setpoint` and the
 * expected `air` in °C. Without `rates` the air follows at once and only the program's own times count; with them the
 * curve shows where guaranteed soaks hold it up.
 *
 * @throws FourwireError of kind `range` at the call, as {@link programTimeline}.
 */
export function programCurve(
  program: Program,
  start: number,
  rates?: ChamberRates,
): Generator<CurvePoint, void, undefined> {
  return points(programTimeline(program, start, rates));
}

function* points(timeline: ReturnType<typeof programTimeline>): Generator<CurvePoint, void, undefined> {
  let last: CurvePoint | undefined;
  for (const { visit, knots } of timeline) {
    for (const knot of knots) {
      const point = { ...knot, humidity: visit.humidity, number: visit.number };
      if (last === undefined || !isSame(last, point)) yield (last = point);
    }
  }
}

function isSame(a: CurvePoint, b: CurvePoint): boolean {
  return a.time === b.time && a.setpoint === b.setpoint && a.air === b.air && a.humidity === b.humidity;
}

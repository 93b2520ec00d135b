import { FourwireError } from '@fourwire/core';
import type { Program, WaitCondition } from './program.ts';
import { flattenProgram } from './flatten-program.ts';
import type { StepVisit } from './flatten-program.ts';

/** What a chamber can do: the fastest heating and cooling of its air, in K/min. `Infinity`: the air follows at once. */
export interface ChamberRates {
  readonly heating: number;
  readonly cooling: number;
}

/** A point in time at which setpoint or air change direction: seconds from the start of the program, °C, °C. */
export interface TimelineKnot {
  readonly time: number;
  readonly setpoint: number;
  readonly air: number;
}

/** A step visit with the time it is expected to take. */
export interface TimelineEntry {
  readonly visit: StepVisit;
  /** Seconds from the start of the program. */
  readonly begin: number;
  readonly end: number;
  /** False for a wait whose length nobody can tell beforehand; it counts as 0 s. */
  readonly known: boolean;
  /** Setpoint and expected air temperature, straight between the knots. */
  readonly knots: readonly TimelineKnot[];
}

/**
 * The program in time, one visit after the other and lazily: the air follows the setpoint at no more than `rates`, a
 * guaranteed soak begins to count when the air is within its band (the product's lag is not known here), a wait for an
 * air temperature ends when the air gets there. `start` is both setpoint and air temperature in °C.
 *
 * @throws FourwireError of kind `range` at the call, as {@link flattenProgram}, and `rates-invalid` for rates that are
 * not above 0 K/min.
 */
export function programTimeline(
  program: Program,
  start: number,
  rates: ChamberRates = { heating: Infinity, cooling: Infinity },
): Generator<TimelineEntry, void, undefined> {
  if (!(rates.heating > 0 && rates.cooling > 0)) {
    throw new FourwireError(
      'range',
      'rates-invalid',
      `rates must be above 0 K/min; got heating ${rates.heating}, cooling ${rates.cooling}.`,
    );
  }
  const perSecond = { heating: rates.heating / 60, cooling: rates.cooling / 60 };
  return entries(flattenProgram(program, start), start, perSecond, program.guarantee?.band ?? 0);
}

function* entries(
  visits: Iterable<StepVisit>,
  start: number,
  rates: ChamberRates,
  band: number,
): Generator<TimelineEntry, void, undefined> {
  let now: TimelineKnot = { time: 0, setpoint: start, air: start };
  for (const visit of visits) {
    const knots = [now];
    const go = (target: number, seconds: number): void => {
      for (const knot of follow(now, target, seconds, rates)) knots.push(knot);
      now = knots.at(-1) ?? now;
    };
    const { step } = visit;
    let known = true;
    if (step.type === 'soak' && step.guaranteed === true) {
      go(visit.to, timeToReach(now, towards(now.air, visit.to, band), rates) ?? 0);
    }
    if (step.type === 'wait') {
      const seconds = waitingTime(step.for, now, rates);
      known = seconds !== undefined;
      go(visit.to, seconds ?? 0);
    }
    go(visit.to, visit.duration);
    yield { visit, begin: knots[0]?.time ?? 0, end: now.time, known, knots };
  }
}

/** The air while the setpoint moves straight from where it is to `target` in `seconds`. */
function* follow(
  now: TimelineKnot,
  target: number,
  seconds: number,
  rates: ChamberRates,
): Generator<TimelineKnot> {
  const end = now.time + seconds;
  if (seconds === 0) {
    const air = Number.isFinite(speed(now.air, target, rates)) ? now.air : target;
    if (now.setpoint !== target || now.air !== air) yield { time: now.time, setpoint: target, air };
    return;
  }
  const slope = (target - now.setpoint) / seconds;
  let caught = 0;
  let air = now.air;
  // A difference that only rounding left would make the air meet the setpoint twice in the same moment.
  if (Math.abs(now.air - now.setpoint) > 1e-9) {
    const velocity = speed(now.air, now.setpoint, rates);
    const meeting = Number.isFinite(velocity) ? (now.setpoint - now.air) / (velocity - slope) : 0;
    if (!(meeting >= 0 && meeting <= seconds)) {
      yield { time: end, setpoint: target, air: now.air + velocity * seconds };
      return;
    }
    caught = meeting;
    air = now.setpoint + slope * meeting;
    yield { time: now.time + caught, setpoint: air, air };
  }
  const rest = seconds - caught;
  const keepsUp = slope <= rates.heating && slope >= -rates.cooling;
  const limit = slope > 0 ? rates.heating : -rates.cooling;
  yield { time: end, setpoint: target, air: keepsUp ? target : air + limit * rest };
}

function waitingTime(condition: WaitCondition, now: TimelineKnot, rates: ChamberRates): number | undefined {
  if ('input' in condition || condition.sensor !== 'air') return undefined;
  if ('above' in condition) return now.air >= condition.above ? 0 : timeToReach(now, condition.above, rates);
  return now.air <= condition.below ? 0 : timeToReach(now, condition.below, rates);
}

/** Seconds until the air, on its way to a setpoint that stands still, passes `level`; undefined if it never does. */
function timeToReach(now: TimelineKnot, level: number, rates: ChamberRates): number | undefined {
  const isOnTheWay = (level - now.air) * (level - now.setpoint) <= 0;
  if (!isOnTheWay) return undefined;
  return now.air === level ? 0 : (level - now.air) / speed(now.air, level, rates);
}

/** The edge of the band around `setpoint` on the side of `air`, or `air` itself when it is inside. */
function towards(air: number, setpoint: number, band: number): number {
  if (Math.abs(air - setpoint) <= band) return air;
  return air < setpoint ? setpoint - band : setpoint + band;
}

function speed(from: number, to: number, { heating, cooling }: ChamberRates): number {
  return to > from ? heating : -cooling;
}

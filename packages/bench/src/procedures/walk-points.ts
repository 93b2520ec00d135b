import { FourwireError, seededRandom } from '@fourwire/core';
import type { Target } from '../records/entry.ts';
import { describeValue } from './axis.ts';
import type { Axis, AxisValue } from './axis.ts';

/** How the points of a sweep or grid are gone through. */
interface WalkOrder {
  readonly order?: 'forward' | 'serpentine' | 'random';
  readonly seed?: number;
  readonly back?: boolean;
  readonly repeat?: number;
}

/** A combination of values, and what the record calls it. */
export interface Point {
  readonly values: readonly AxisValue[];
  readonly target: Target;
}

/** No walk has more points: more are a slip of the keyboard. */
const mostPoints = 1_000_000;

/**
 * Refuses a walk that does nothing, or has an axis twice.
 *
 * @throws FourwireError of kind `range`, code `axis-refused`
 */
export function requireSomething(axes: readonly Axis[], channels: number): void {
  if (axes.length === 0 && channels === 0) {
    throw refuse(
      'There is nothing to do: name a member to be swept as axis (of a grid, axes), or channels to be measured.',
    );
  }
  const twice = axes.find(({ name }, place) => axes.findIndex((axis) => axis.name === name) !== place);
  if (twice !== undefined) {
    throw refuse(`The axis ${twice.name} cannot be swept: it is there twice; each member is one axis.`);
  }
}

/**
 * The points in the order in which they are taken; those that are come by again have names of their own.
 *
 * @throws FourwireError of kind `range`, code `axis-refused`, when there are more than a million
 */
export function pointsOf(axes: readonly Axis[], options: WalkOrder): readonly Point[] {
  const { repeat = 1, back = false } = options;
  const count = axes.reduce((product, { values }) => product * values.length, repeat * (back ? 2 : 1));
  if (count > mostPoints) {
    throw refuse(`There are ${count} points; at most ${mostPoints} are taken. Give fewer values or repeats.`);
  }
  const way = routeOf(axes, options);
  const legs = back ? [way, way.toReversed().slice(1)] : [way];
  const visits = new Map<string, number>();
  const points: Point[] = [];
  for (let round = 1; round <= repeat; round++) {
    for (const [leg, route] of legs.entries()) {
      for (const values of route) {
        const words = axes.map((axis, place) => describeValue(axis, values[place] ?? 0));
        const remarks = [leg === 1 && 'back', repeat > 1 && `repeat ${round}`].filter(
          (word) => word !== false,
        );
        const name = [...words, ...remarks].join(', ');
        const visit = (visits.get(name) ?? 0) + 1;
        visits.set(name, visit);
        const point = visit === 1 ? name : `${name}, time ${visit}`;
        points.push({ values, target: { ...temperatureOf(axes, values), point } });
      }
    }
  }
  return points;
}

/** Every combination of the values of the axes, in the order in which they are taken. */
function routeOf(
  axes: readonly Axis[],
  { order = 'forward', seed = 1 }: WalkOrder,
): readonly (readonly AxisValue[])[] {
  let route: readonly (readonly AxisValue[])[] = [[]];
  for (const { values } of axes) {
    route = route.flatMap((point, index) => {
      const line = order === 'serpentine' && index % 2 === 1 ? values.toReversed() : values;
      return line.map((value) => [...point, value]);
    });
  }
  if (order !== 'random') return route;
  const random = seededRandom(seed);
  const shuffled = [...route];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = random.integer(0, last);
    const [a, b] = [shuffled[last], shuffled[other]];
    if (a !== undefined && b !== undefined) [shuffled[last], shuffled[other]] = [b, a];
  }
  return shuffled;
}

function temperatureOf(axes: readonly Axis[], values: readonly AxisValue[]): Pick<Target, 'temperature'> {
  const temperature = values[axes.findIndex(({ unit }) => unit === 'Cel')];
  return typeof temperature === 'number' ? { temperature } : {};
}

function refuse(text: string): FourwireError {
  return new FourwireError('range', 'axis-refused', text);
}

import {
  FourwireError,
  array,
  formatQuantity,
  integer,
  isUnit,
  oneOf,
  optionalField,
  quantity,
  record,
  text,
  until,
} from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import type { Bench } from '../bench/bench.ts';
import { retryWhileLost } from '../bench/retry-while-lost.ts';
import type { StepContext } from '../procedure/action.ts';
import { benchReadable, benchWritable } from './bench-member.ts';
import { settingValue } from './settings.ts';
import { standingOf } from './standing.ts';

/** A value that an axis takes. */
export type AxisValue = number | boolean | string;

/** Something that a sweep sets to one value after the other. */
export interface Axis {
  readonly name: string;
  /** UCUM code; without a unit unless given. */
  readonly unit?: string;
  readonly values: readonly AxisValue[];
  /** Why a value would be refused; sends nothing. */
  readonly check?: (value: AxisValue) => string | undefined;
  /** Sets a value, and waits until it is there. */
  readonly set: (value: AxisValue, context: StepContext) => PromiseLike<unknown>;
  /** Why it does not stand at a value that was set, at which it is then set again; unless given it stands there. */
  readonly astray?: (value: AxisValue, context: StepContext) => PromiseLike<string | undefined>;
  /** How long that takes, in s, for the estimate; 0 unless given. */
  readonly seconds?: (from: AxisValue | undefined, to: AxisValue) => number;
}

/** A member that is swept, as data: `values`, or `from`, `to` and either `points` or `step`. */
export const axisSchema = record({
  /** Device and member that is written: `source/voltage`. */
  member: text(),
  /** The values in the order in which they are taken. */
  values: optionalField(array(settingValue, { minItems: 1 })),
  /** The first value of a range, in the member's unit. */
  from: optionalField(quantity('1')),
  /** The last value of a range. */
  to: optionalField(quantity('1')),
  /** How many values a range has, both ends included. */
  points: optionalField(integer({ min: 1, max: 1_000_000 })),
  /** Distance between the values of a range; the last may fall short of `to`. */
  step: optionalField(quantity('1')),
  /** `linear` unless given; `logarithmic` ranges have equal ratios between their `points`. */
  spacing: optionalField(oneOf(['linear', 'logarithmic'])),
  /** A reading that has to come near the value before it counts as set, such as `chuck/temperature`. */
  reached: optionalField(
    record({
      member: text(),
      /** How near, in the member's unit. */
      within: quantity('1', { min: 0 }),
      /** How long that may take, in s; an hour unless given. */
      timeout: optionalField(quantity('s', { min: 0 })),
    }),
  ),
  /** How long it settles then, in s; not at all unless given. */
  settle: optionalField(quantity('s', { min: 0 })),
});

/** A member that is swept, as data. */
export type AxisOptions = ValueOf<typeof axisSchema>;

const mostPoints = 1_000_000;

/**
 * An axis that writes a member of a bench.
 *
 * @throws FourwireError of kind `range` when the member is not there, or the values are not said in one way
 */
export function memberAxis(bench: Bench, options: AxisOptions): Axis {
  const { member: path, reached, settle = 0 } = options;
  const { member, device, unit } = benchWritable(bench, path);
  const near = reached === undefined ? undefined : benchReadable(bench, reached.member).member;
  const values = axisValues(options);
  if (reached !== undefined && values.some((value) => typeof value !== 'number')) {
    throw refuse(
      path,
      `reached compares numbers, and ${JSON.stringify(values.find((value) => typeof value !== 'number'))} is none; leave it out`,
    );
  }
  const standing = standingOf(bench);
  let losses: number | undefined;
  return {
    name: path,
    unit,
    values,
    check: (value) => {
      const verdict = member.check(value);
      return verdict.ok ? undefined : `${path}: ${verdict.reason}`;
    },
    set: async (value, { clock, signal }) => {
      const lossesBefore = standing.lossesOf(device);
      await retryWhileLost(async () => member.write(value, { signal }), { clock, signal });
      losses = lossesBefore;
      if (near !== undefined && reached !== undefined) {
        const { within, timeout = 3600 } = reached;
        const isNear = (now: unknown): boolean => Math.abs(Number(now) - Number(value)) <= within;
        await until(near, isNear, { clock, signal, timeout: timeout * 1000 });
      }
      if (settle > 0) await clock.sleep(settle * 1000, signal);
    },
    astray: async (value, context) => {
      // A source that was switched off meanwhile has forgotten its level.
      if (standing.lossesOf(device) !== losses) return `${device} was away`;
      if (near === undefined || reached === undefined) return undefined;
      const now = await retryWhileLost(async () => near.read({ signal: context.signal }), context);
      return Math.abs(Number(now) - Number(value)) <= reached.within
        ? undefined
        : `${reached.member} was at ${String(now)}, more than ${reached.within} from ${String(value)}`;
    },
    seconds: () => settle,
  };
}

/** An axis' value in words: `source/voltage 1.5 V`. */
export function describeValue({ name, unit }: Axis, value: AxisValue): string {
  const shown = typeof value === 'number' && isUnit(unit ?? '1') ? formatQuantity(value, unit as '1') : value;
  return `${name} ${shown}`;
}

/**
 * The values of an axis.
 *
 * @throws FourwireError of kind `range`, code `axis-refused`, unless they are said in one way and are at most a million
 */
function axisValues(options: AxisOptions): readonly AxisValue[] {
  const { member, values, from, to, points, step, spacing = 'linear' } = options;
  if (values !== undefined && [from, to, points, step].every((one) => one === undefined)) return values;
  if (values !== undefined || from === undefined || to === undefined) {
    throw refuse(member, 'give either values, or from and to');
  }
  if ((points === undefined) === (step === undefined)) {
    throw refuse(member, 'give either points or step with from and to');
  }
  if (step !== undefined) return stepped(member, from, to, step, spacing);
  const count = points ?? 1;
  if (count === 1) return [from];
  if (spacing === 'logarithmic' && !(from * to > 0)) {
    throw refuse(member, `a logarithmic range needs from and to of one sign, not 0; got ${from} and ${to}`);
  }
  return Array.from({ length: count }, (_, index) => {
    const part = index / (count - 1);
    return tidy(spacing === 'linear' ? from + (to - from) * part : from * (to / from) ** part);
  });
}

function stepped(member: string, from: number, to: number, step: number, spacing: string): number[] {
  if (spacing === 'logarithmic') throw refuse(member, 'a logarithmic range needs points, not step');
  const count = Math.floor(Math.abs((to - from) / step) + 1e-9) + 1;
  if (!(step > 0) || count > mostPoints) {
    throw refuse(member, `step must be above 0 and give at most ${mostPoints} values; got ${step}`);
  }
  return Array.from({ length: count }, (_, index) => tidy(from + Math.sign(to - from) * step * index));
}

/** Without the last bits that arithmetic leaves behind, which a record would show. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function refuse(member: string, what: string): FourwireError {
  return new FourwireError('range', 'axis-refused', `The axis ${member} cannot be swept: ${what}.`);
}

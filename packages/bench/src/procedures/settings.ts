import { array, boolean, either, quantity, record, text } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import type { Bench } from '../bench/bench.ts';
import { retryWhileLost } from '../bench/retry-while-lost.ts';
import type { StepContext } from '../procedure/action.ts';
import { benchWritable } from './bench-member.ts';
import { standingOf } from './standing.ts';

/** What a member can be set to, where it is said as data. */
export const settingValue = either(quantity('1'), boolean(), text());

/** Members and what they are set to, in order: `[{ member: 'meter/function', value: 'resistance4w' }]`. */
export const settingsSchema = array(
  record({
    /** Device and member: `meter/function`. */
    member: text(),
    value: settingValue,
  }),
);

/** Members and what they are set to. */
export type SettingList = ValueOf<typeof settingsSchema>;

/** Settings that can be checked and made. */
export interface Settings {
  /** The devices that are set. */
  readonly devices: readonly string[];
  /** Why one of them would be refused, as far as that is known before the others are made; sends nothing. */
  readonly refusal: () => string | undefined;
  /** As `refusal`, where other settings come before: limits that they may change are left out. */
  readonly staticRefusal: () => string | undefined;
  /** Makes them one after the other. */
  readonly make: (context: Pick<StepContext, 'signal'>) => Promise<void>;
  /** Makes them when that was not done yet, or when a device was away since: it may have been switched off. */
  readonly keep: (context: Pick<StepContext, 'signal'>) => Promise<void>;
  /** As `keep`, and also when others have set something on one of the devices since. */
  readonly restore: (context: Pick<StepContext, 'signal'>) => Promise<void>;
}

/**
 * The settings of a list on a bench.
 *
 * @throws FourwireError of kind `range` when a member is not there or cannot be written
 */
export function settingsOn(bench: Bench, list: SettingList = []): Settings {
  const touched = new Set<string>();
  const settings = list.map(({ member: path, value }) => {
    const { member, device, limits } = benchWritable(bench, path);
    // What comes before on the same device, such as its function, may change the limits that it knows itself.
    const isKnown = limits === 'static' || !touched.has(device);
    touched.add(device);
    return { path, value, member, isStatic: limits === 'static', isKnown };
  });
  const standing = standingOf(bench);
  const devices = [...touched];
  const name = JSON.stringify(list);
  const losses = (): string => devices.map((device) => standing.lossesOf(device)).join();
  /** How often the devices had been lost when they were set last. */
  let madeAt: string | undefined;
  const make: Settings['make'] = async ({ signal }) => {
    const before = losses();
    for (const { member, value } of settings) {
      await retryWhileLost(async () => member.write(value, { signal }), { clock: bench.clock, signal });
    }
    for (const device of devices) standing.own(device, name);
    madeAt = before;
  };
  const refusalOf = (checked: typeof settings): string | undefined => {
    for (const { path, value, member } of checked) {
      const verdict = member.check(value);
      if (!verdict.ok) return `${path}: ${verdict.reason}`;
    }
    return undefined;
  };
  return {
    devices,
    refusal: () => refusalOf(settings.filter(({ isKnown }) => isKnown)),
    staticRefusal: () => refusalOf(settings.filter(({ isStatic }) => isStatic)),
    make,
    keep: async (context) => {
      if (madeAt !== losses()) await make(context);
    },
    restore: async (context) => {
      const isStanding = devices.every((device) => standing.isOwner(device, name));
      if (madeAt !== losses() || !isStanding) await make(context);
    },
  };
}

/**
 * Work that the first step that is really performed does, and the others find done. When a run is resumed, what earlier
 * steps had set is set again.
 */
export function firstTime(work: (context: StepContext) => Promise<void>): typeof work {
  let done = false;
  return async (context) => {
    if (done) return;
    await work(context);
    done = true;
  };
}

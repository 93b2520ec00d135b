import { array, boolean, either, quantity, record, text } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import type { Bench } from '../bench/bench.ts';
import type { StepContext } from '../procedure/action.ts';
import { benchWritable } from './bench-member.ts';

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
  /** Why one of them would be refused, as far as that is known before the others are made; sends nothing. */
  readonly refusal: () => string | undefined;
  /** Makes them one after the other. */
  readonly make: (context: Pick<StepContext, 'signal'>) => Promise<void>;
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
    return { path, value, member, isKnown };
  });
  return {
    refusal: () => {
      for (const { path, value, member, isKnown } of settings) {
        if (!isKnown) continue;
        const verdict = member.check(value);
        if (!verdict.ok) return `${path}: ${verdict.reason}`;
      }
      return undefined;
    },
    make: async ({ signal }) => {
      for (const { member, value } of settings) await member.write(value, { signal });
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

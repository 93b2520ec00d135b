import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import type { StationDialect } from './station-dialect.ts';

/** How far two looks at a chuck that stands may differ, in µm or degrees. */
const standstill = 0.5;

/** The time between two looks, in ms. */
const lookMs = 200;

/** How long a chuck may take to stand: after it was told to, and where it can only be waited for; in looks. */
const looks = { told: 25, waited: 600 } as const;

/** Where the chuck was found. */
interface Whereabouts {
  readonly height: string;
  readonly [axis: string]: number | string;
}

/** Where the chuck stands now, in height and, where the machine tells, over the wafer. */
async function whereItStands(dialect: StationDialect, call: Call): Promise<Whereabouts> {
  const height = await dialect.height(call);
  return { height, ...(await dialect.position?.(call)) };
}

/** Adds to an error of the machine where the chuck was found after it: `details.chuck`. */
export async function located<T>(dialect: StationDialect, call: Call, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (caught) {
    const error = FourwireError.from(caught);
    if (error.kind !== 'device') throw error;
    const chuck = await whereItStands(dialect, call).catch(() => 'could not be read');
    throw error.with({ details: { chuck } });
  }
}

/**
 * Whether the chuck comes to a stand: soon where it was told to, at the end of its move where the family has no command
 * to stop it.
 */
export async function comesToStand(dialect: StationDialect, call: Call): Promise<boolean> {
  const { clock, standing } = dialect;
  const limit = dialect.halt === undefined ? looks.waited : looks.told;
  let before = standing === undefined ? await whereItStands(dialect, call) : undefined;
  for (let look = 0; look < limit; look++) {
    if (before === undefined) {
      if ((await standing?.(call)) === true) return true;
      await clock.sleep(lookMs, call.signal);
    } else {
      await clock.sleep(lookMs, call.signal);
      const after = await whereItStands(dialect, call);
      if (samePlace(before, after)) return true;
      before = after;
    }
  }
  return false;
}

function samePlace(before: Whereabouts, after: Whereabouts): boolean {
  return Object.entries(after).every(([axis, value]) => {
    const earlier = before[axis];
    return typeof value === 'number' && typeof earlier === 'number'
      ? Math.abs(value - earlier) < standstill
      : value === earlier;
  });
}

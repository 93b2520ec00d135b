import type { Call } from '@fourwire/core';
import type { StationHeight, StationVisit } from '../classes/station-dialect.ts';
import { unexpected } from '../faults.ts';
import { numbersOf, succeeded, valuesOf, veloxCode } from './velox-reply.ts';
import { veloxTime } from './velox-session.ts';
import type { VeloxSession } from './velox-session.ts';

/** How far the height may be off a named height and still count as it, in µm. */
const heightTolerance = 1;

/** The heights of the wafer, in µm from the axis zero. */
interface VeloxHeights {
  /** -1 while unset. */
  readonly contact: number;
  /** How far beyond contact. */
  readonly overtravel: number;
  readonly align: number;
  readonly separation: number;
}

/** Contact is a height; overtravel, align and separation are distances from it (sheet formfactor-velox.md, 5.2). */
export async function veloxHeights(session: VeloxSession, call: Call): Promise<VeloxHeights> {
  const [contact = NaN, overtravel = NaN, align = NaN, separation = NaN] = await session.numbers(
    'ReadChuckHeights',
    ['Y'],
    4,
    call,
  );
  return { contact, overtravel, align: contact - align, separation: contact - separation };
}

/** Height of the chuck from its axis zero: counted from there it is positive upwards. */
export async function veloxZ(session: VeloxSession, call: Call): Promise<number> {
  const [, , z = NaN] = await session.numbers('ReadChuckPosition', ['Y', 'Z'], 3, call);
  return z;
}

/** Where the chuck stands, by its height: how Velox spells its preset heights is not confirmed. */
export async function veloxHeight(session: VeloxSession, call: Call): Promise<StationHeight> {
  const z = await veloxZ(session, call);
  const heights = await veloxHeights(session, call);
  // Without a contact height only the lowest place is known to be safe.
  if (heights.contact < 0) return z <= heightTolerance ? 'separation' : 'between';
  if (z >= heights.contact - heightTolerance) return 'contact';
  if (z <= heights.separation + heightTolerance) return 'separation';
  return Math.abs(z - heights.align) <= heightTolerance ? 'hover' : 'between';
}

/** What `ReadChuckStatus` says, as far as it is needed. */
interface VeloxChuckStatus {
  readonly contactSet: boolean;
  readonly moving: boolean;
  readonly vacuum: boolean;
}

/** Bits of the fields, lowest first (section 5.2). */
export async function veloxChuckStatus(session: VeloxSession, call: Call): Promise<VeloxChuckStatus> {
  const reply = await session.tell('ReadChuckStatus', [], call);
  const [, mode, , moving, , vacuum] = valuesOf(reply);
  const [flags = NaN, axes = NaN, held = NaN] = [mode, moving, vacuum].map((word) => Number(word ?? NaN));
  if (!Number.isInteger(flags) || !Number.isInteger(axes) || (held !== 0 && held !== 1))
    throw unexpected('flags in answer to ReadChuckStatus', reply);
  return { contactSet: (flags & 16) !== 0, moving: axes !== 0, vacuum: held === 1 };
}

/** Whether remote control has the station. Unconfirmed: how the mode is spelled, so anything but L or R is no answer. */
export async function veloxRemote(session: VeloxSession, call: Call): Promise<boolean | undefined> {
  const [, , mode = ''] = await session.words('ReadProberStatus', [], call);
  if (/^r/i.test(mode)) return true;
  return /^l/i.test(mode) ? false : undefined;
}

/** The die under the needles, with its subsite counted from 0. */
export async function veloxDie(
  session: VeloxSession,
  call: Call,
): Promise<{ readonly column: number; readonly row: number; readonly subsite: number }> {
  const [column = NaN, row = NaN, , , site = NaN] = await session.numbers('ReadMapPosition2', [], 5, call);
  return { column, row, subsite: Math.max(site, 0) };
}

/** Steps; the end of the wafer comes instead of a step, and the chuck stays. */
export async function veloxStep(
  session: VeloxSession,
  name: string,
  parameters: readonly number[],
  call: Call,
): Promise<StationVisit> {
  const reply = await session.ask(name, parameters, call, veloxTime.step);
  if (reply.code === veloxCode.endOfWafer)
    return { ended: true, ...(await veloxDie(session, call)), last: true };
  const [column = NaN, row = NaN, site = NaN] = numbersOf(name, succeeded(name, reply), 3);
  return { ended: false, column, row, subsite: Math.max(site, 0) };
}

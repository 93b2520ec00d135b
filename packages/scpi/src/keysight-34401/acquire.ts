import { aborted } from '@fourwire/core';
import type { Call, OperationContext } from '@fourwire/core';
import { parseAsciiArray } from '../codec/ascii-array.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { parseString } from '../codec/string-data.ts';
import { measured } from '../session/measured.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import { functions34401 } from './functions.ts';

/** How long one fetch may last, in s, since the meter answers nothing else meanwhile and is not cut short. */
const longestChunk = 0.5;

/** The most samples a trigger is asked for: what the memory of the meter holds. From the manual, not read again. */
const mostSamples = 512;

/** How long an AC reading takes in s (sheet, "Older relatives"). */
const acReading = 1.02;

/** Takes readings in pieces, each with one `READ?`: the memory of a 34401A is small and not read while it measures. */
export async function acquire(
  session: ScpiSession,
  count: number,
  operation: OperationContext<{ readonly taken: number }>,
): Promise<{ readonly value: Float64Array }> {
  const value = new Float64Array(count);
  const most = Math.max(
    1,
    Math.min(mostSamples, Math.floor(longestChunk / (await readingTime(session, operation)))),
  );
  let samples = 0;
  for (let taken = 0; taken < count;) {
    if (operation.signal.aborted) throw aborted(operation.signal);
    const wanted = Math.min(most, count - taken);
    if (wanted !== samples) await session.send(scpi`SAMP:COUN ${wanted}`, operation);
    samples = wanted;
    // Not under the signal: a reading cut short costs the link its step, and takes as long.
    const readings = parseAsciiArray(await session.queryBytes(scpi`READ?`)).map(measured);
    value.set(readings.subarray(0, wanted), taken);
    taken += Math.min(readings.length, wanted);
    operation.progress({ taken });
  }
  await session.send(scpi`SAMP:COUN 1`, operation);
  return { value };
}

/** Whether a reading is one sample again; there is nothing else to ask while it measures. */
export async function isIdle(session: ScpiSession, call: Call): Promise<boolean> {
  return (await session.queryNumber(scpi`SAMP:COUN?`, call)) === 1;
}

/** About how long a reading takes with the settings in force, in s. */
async function readingTime(session: ScpiSession, call: Call): Promise<number> {
  const node = parseString(await session.query(scpi`FUNC?`, call));
  const entry = functions34401.find((candidate) => candidate.node === node);
  if (entry?.integrates !== true) return acReading;
  const cycles = await session.queryNumber(scpi`${keyword(node)}:NPLC?`, call);
  // Autozero measures each time twice; the shortest line period is not the one to count on.
  return (2 * cycles) / 50 + 0.01;
}

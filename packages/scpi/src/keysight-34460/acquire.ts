import type { Call, OperationContext } from '@fourwire/core';
import { parseAsciiArray } from '../codec/ascii-array.ts';
import { scpi } from '../codec/command.ts';
import { collectReadings } from '../session/collect-readings.ts';
import { measured } from '../session/measured.ts';
import type { ScpiSession } from '../session/scpi-session.ts';

/** How often a running acquisition is asked how far it is, in ms (sheet, "Streaming recipe"). */
const lookMs = 100;

/** Takes readings into the meter's memory and fetches them as they come: never waits on the bus for the last. */
export async function acquire(
  session: ScpiSession,
  count: number,
  operation: OperationContext<{ readonly taken: number }>,
): Promise<{ readonly value: Float64Array }> {
  await session.send(scpi`SAMP:COUN ${count}`, operation);
  await session.send(scpi`INIT`, operation);
  const readings = await collectReadings(
    {
      count,
      columns: ['value'],
      isRunning: async () => !(await isIdle(session, operation)),
      ready: () => session.queryNumber(scpi`DATA:POIN?`, operation),
      fetch: async (_taken, ready) => {
        const value = parseAsciiArray(await session.queryBytes(scpi`DATA:REM? ${ready}`, operation));
        return { value: value.map((reading) => measured(reading)) };
      },
      progress: (_points, taken) => operation.progress({ taken }),
    },
    operation,
    { period: lookMs },
  );
  await session.send(scpi`SAMP:COUN 1`, operation);
  return readings;
}

/** Whether it neither measures nor waits for a trigger (OPERation bits 4 and 5). */
export async function isIdle(session: ScpiSession, call: Call): Promise<boolean> {
  return ((await session.queryNumber(scpi`STAT:OPER:COND?`, call)) & 0b11_0000) === 0;
}

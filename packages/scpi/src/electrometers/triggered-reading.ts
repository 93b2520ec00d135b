import type { Call } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import type { ScpiSession } from '../session/scpi-session.ts';

/**
 * Makes a Keithley electrometer wait for its trigger and measure once then; its buffer, of one reading, says when that is
 * taken (sheets electrometer-keithley-6485-6487.md and electrometer-keithley-6517.md, `TRACe`).
 */
export async function armReading(session: ScpiSession, call: Call): Promise<void> {
  await session.send(scpi`ABOR`, call);
  await session.send(scpi`TRAC:CLE`, call);
  await session.send(scpi`TRAC:POIN 1`, call);
  await session.send(scpi`TRAC:FEED SENS1`, call);
  await session.send(scpi`TRAC:FEED:CONT NEXT`, call);
  await session.send(scpi`INIT`, call);
}

/** Whether the reading of {@link armReading} is taken: `FETC?` then gives it. */
export async function isReadingTaken(session: ScpiSession, call: Call): Promise<boolean> {
  return (await session.queryNumber(scpi`TRAC:POIN:ACT?`, call)) >= 1;
}

/** Takes the reading that a waiting instrument waits for, where its trigger source is the bus. */
export async function fireTrigger(session: ScpiSession, call: Call): Promise<void> {
  await session.send(scpi`*TRG`, call);
}

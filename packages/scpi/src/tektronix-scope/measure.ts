import { FourwireError } from '@fourwire/core';
import type { OperationContext } from '@fourwire/core';
import type { ScopeMeasurement } from '../classes/oscilloscope.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import { scopeReading } from '../scopes/scope-reading.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import type { TektronixDialect } from './models.ts';

/** How long the scope takes to the first value of a measurement, in ms (sheet, "Identity and conversation rules"). */
const settlingMs = 300;

/** Sheet, "Measurements". Unconfirmed: the names of the types, which the sheet does not list. */
const types: Readonly<Record<ScopeMeasurement, string>> = {
  peakToPeak: 'PK2PK',
  maximum: 'MAXIMUM',
  minimum: 'MINIMUM',
  average: 'MEAN',
  rms: 'RMS',
  amplitude: 'AMPLITUDE',
  frequency: 'FREQUENCY',
  period: 'PERIOD',
  positiveWidth: 'PWIDTH',
  riseTime: 'RISE',
  fallTime: 'FALL',
  dutyCycle: 'PDUTY',
};

/** What the newest series call differently. */
const newerTypes: Readonly<Partial<Record<ScopeMeasurement, string>>> = {
  riseTime: 'RISETIME',
  fallTime: 'FALLTIME',
};

/** Measures on the waveform of a channel. */
export async function measure(
  session: ScpiSession,
  channel: number,
  dialect: TektronixDialect,
  item: ScopeMeasurement,
  operation: OperationContext<undefined>,
): Promise<number> {
  if (dialect === 'mso') return measureAdded(session, channel, item, operation);
  // The oldest family measures the rms value of a cycle only.
  const type = dialect === 'tds' && item === 'rms' ? 'CRMS' : types[item];
  await session.send(scpi`MEASU:IMM:TYP ${keyword(type)};:MEASU:IMM:SOU1 CH${channel}`, operation);
  await operation.clock.sleep(settlingMs, operation.signal);
  return scopeReading(await session.queryNumber(scpi`MEASU:IMM:VAL?`, operation));
}

/** Adds a measurement, reads it, and takes it away again. */
async function measureAdded(
  session: ScpiSession,
  channel: number,
  item: ScopeMeasurement,
  operation: OperationContext<undefined>,
): Promise<number> {
  const before = await list(session, operation);
  await session.send(scpi`MEASU:ADDMEAS ${keyword(newerTypes[item] ?? types[item])}`, operation);
  const added = (await list(session, operation)).find((name) => !before.includes(name));
  if (added === undefined) {
    throw new FourwireError(
      'device',
      'no-reading',
      'The scope has no reading to give: it added no measurement.',
    );
  }
  try {
    await session.send(scpi`MEASU:${keyword(added)}:SOU1 CH${channel}`, operation);
    await operation.clock.sleep(settlingMs, operation.signal);
    return scopeReading(await session.queryNumber(scpi`MEASU:${keyword(added)}:RESU:CURR:MEAN?`, operation));
  } finally {
    // Unconfirmed: the sheet does not name the command.
    await session.send(scpi`MEASU:DEL ${added}`);
  }
}

/** `MEAS1,MEAS2`; `NONE` where there is none. */
async function list(
  session: ScpiSession,
  operation: OperationContext<undefined>,
): Promise<readonly string[]> {
  const reply = (await session.query(scpi`MEASU:LIST?`, operation)).trim();
  return reply === '' ? [] : reply.split(',').map((name) => name.trim());
}

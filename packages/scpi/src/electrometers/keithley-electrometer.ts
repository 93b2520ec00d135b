import type { Call } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import type { ScpiCommand } from '../codec/command.ts';
import { pathSettings } from '../session/path-settings.ts';
import type { readingTime } from '../session/reading-time.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import type { SingleReadings } from '../session/single-readings.ts';
import type { ElectrometerPort, ElectrometerReading, ElectrometerSettings } from './electrometer-port.ts';
import type { TriggerWait } from './trigger-wait.ts';

const newReading = scpi`READ?`;
const lastReading = scpi`FETC?`;

/** What readings of a Keithley electrometer are made with. */
export interface KeithleyReadings {
  readonly session: ScpiSession;
  readonly wait: TriggerWait;
  readonly single: SingleReadings;
  /** Asks for a reading with `query`. */
  readonly ask: (on: ScpiSession, call: Call, query: ScpiCommand) => Promise<ElectrometerReading>;
}

/** Readings of the 6485, 6487 and 6517, at once and when they are triggered. */
export function keithleyReadings({
  session,
  wait,
  single,
  ask,
}: KeithleyReadings): Pick<ElectrometerPort, 'measure' | 'triggered' | 'abort' | 'fire'> {
  return {
    measure: async (call) =>
      session.transaction(async (on) => single.take(on, call, async () => ask(on, call, newReading)), call),
    triggered: async (call) => {
      single.unsettle();
      return wait.reading(async (on) => ask(on, call, lastReading), call);
    },
    abort: async (call) => {
      single.unsettle();
      return wait.abort(call);
    },
    fire: async (call) => wait.fire(call),
  };
}

/** Zero check and zero correction, alike in both sheets. */
export function zeroSettings(
  session: ScpiSession,
  duration: ReturnType<typeof readingTime>,
): Pick<ElectrometerSettings, 'zeroCheck' | 'zeroCorrection'> {
  const at = pathSettings(session);
  return {
    zeroCheck: at.boolean('SYST:ZCH'),
    zeroCorrection: {
      enabled: at.boolean('SYST:ZCOR'),
      acquire: {
        run: async (_input, operation) => {
          await session.send(scpi`SYST:ZCOR:ACQ`, duration.allow(operation));
          return undefined;
        },
      },
    },
  };
}

import { FourwireError, mergeLimits } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf } from '@fourwire/core';
import type { lcrBias } from '../classes/lcr-meter.ts';
import { sweepLevels } from '../classes/sweep-levels.ts';
import { outputsOff } from '../session/outputs-off.ts';
import { pathSettings } from '../session/path-settings.ts';
import { refuseNumber } from '../session/refuse-number.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import type { LcrMeasurement } from './lcr-measurement.ts';
import { sweep } from './lcr-sweep.ts';
import type { Abilities } from './tables.ts';

/** The bias, with what its sweep owes after the link went away. */
export interface LcrBias {
  readonly members: ImplementationOf<typeof lcrBias>;
  /** Switches off what a sweep left on because the link went away in its middle. */
  setUp(call: Call): Promise<void>;
}

type BiasSweep = ImplementationOf<typeof lcrBias>['sweep'];
type BiasSweepInput = Parameters<BiasSweep['run']>[0];

/** DC under the test signal, and C-V curves. */
export function biasOf(
  session: ScpiSession,
  measurement: LcrMeasurement,
  { bias, biasVoltages }: Abilities,
  { userLimits }: Pick<DriverContext<ByteTransport>, 'userLimits'>,
): LcrBias {
  const set = pathSettings(session);
  const enabled = set.boolean('BIAS:STAT');
  const voltage = set.number('BIAS:VOLT');
  /** Whether a sweep switched the bias on and nobody confirmed that it is off again. */
  let owed = false;
  let running = false;
  /** The bias voltage before the sweep. */
  let before: number | undefined;

  const refuse = (value: number, argument: string): void => {
    refuseNumber(value, 'V', argument, mergeLimits(bias, userLimits['bias/voltage']));
    if (biasVoltages === undefined || biasVoltages.includes(value)) return;
    throw new FourwireError(
      'range',
      'value-refused',
      `${argument} ${value} V refused; without its option 001 this meter biases by ${biasVoltages.join(', ')} V only.`,
    );
  };
  const off = async (call: Call): Promise<boolean> => {
    const isOff = await outputsOff({
      off: async () => enabled.write(false, call),
      areOn: async () => enabled.read(call),
    });
    if (!isOff) return false;
    owed = false;
    if (before !== undefined) await voltage.write(before, call);
    before = undefined;
    return true;
  };
  const run = async (
    input: BiasSweepInput,
    operation: Parameters<BiasSweep['run']>[1],
  ): ReturnType<BiasSweep['run']> => {
    const levels = sweepLevels(input);
    for (const [index, level] of levels.entries()) refuse(level, `bias ${index + 1}`);
    running = true;
    try {
      await enabled.write(false, operation);
      before = await voltage.read(operation);
      const points = await sweep(
        'bias',
        levels,
        {
          delay: input.delay ?? 0,
          set: async (level) => {
            await voltage.write(level, operation);
            if (owed) return;
            // Not before the first level is set: what was set before must not reach the device under test.
            owed = true;
            await enabled.write(true, operation);
          },
          measure: async () => measurement.pair(operation),
        },
        operation,
      );
      if (await off(operation)) return points;
      throw stillOn();
    } catch (error) {
      // Who stops the sweep switches the bias off and reads it back.
      if (!operation.signal.aborted) await off({}).catch(() => false);
      throw error;
    } finally {
      running = false;
    }
  };

  return {
    members: {
      enabled,
      voltage: {
        ...voltage,
        write: async (value, call) => {
          refuse(value, 'bias/voltage');
          await voltage.write(value, call);
        },
        limits: async () => Promise.resolve(bias),
      },
      sweep: { run, stop: off },
    },
    setUp: async (call) => {
      if (owed && !running) await off(call);
    },
  };
}

function stillOn(): FourwireError {
  return new FourwireError(
    'device',
    'not-confirmed',
    'The sweep is done, but the meter gives its bias back as on; switch it off.',
  );
}

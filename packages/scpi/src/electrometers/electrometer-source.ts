import { mergeLimits } from '@fourwire/core';
import type { Call, Limits, OperationContext } from '@fourwire/core';
import { sweepLevels } from '../classes/sweep-levels.ts';
import type { SweepSteps } from '../classes/sweep-levels.ts';
import { refuseNumber } from '../session/refuse-number.ts';
import { SweptOutput } from '../session/swept-output.ts';
import type { ElectrometerMembers, ElectrometerPort, ElectrometerReading } from './electrometer-port.ts';

/** A source with its sweep. */
export interface SweptSource {
  readonly members: NonNullable<ElectrometerMembers['source']>;
  readonly output: SweptOutput;
}

interface SweepTable {
  readonly voltage: Float64Array;
  readonly value: Float64Array;
}

/**
 * The voltage source of an electrometer with its sweep: level by level under the computer's control, so that each point
 * arrives as it is measured and a sweep can be stopped between any two levels.
 */
export function electrometerSource(
  { source }: ElectrometerPort,
  measure: (call: Call) => Promise<ElectrometerReading>,
  { userLimits }: { readonly userLimits: Readonly<Record<string, Limits>> },
): SweptSource | undefined {
  if (source === undefined) return undefined;
  const output = new SweptOutput(source.output);
  /** As the instrument last said, so that a sweep can be refused before anything is sent. */
  let device: Limits = {};

  const sweep = async (
    levels: Float64Array,
    delay: number | undefined,
    operation: OperationContext<{ readonly taken: number; readonly points: SweepTable }>,
  ): Promise<SweepTable> => {
    const value = new Float64Array(levels.length);
    // Nothing may reach the device under test before the first level is set.
    await source.output.write(false, operation);
    for (const [index, level] of levels.entries()) {
      await source.voltage.write(level, operation);
      if (index === 0) await output.switchOn(operation);
      if (delay !== undefined) await operation.clock.sleep({ seconds: delay }, operation.signal);
      const reading = await measure(operation);
      value[index] = reading.value;
      operation.progress({
        taken: index + 1,
        points: { voltage: Float64Array.of(level), value: Float64Array.of(reading.value) },
      });
    }
    return { voltage: levels, value };
  };

  return {
    output,
    members: {
      ...source,
      output: {
        ...source.output,
        write: async (on, call) => {
          if (on) output.ensureIdle();
          await source.output.write(on, call);
        },
      },
      voltage: {
        ...source.voltage,
        limits: async (call) => {
          device = await source.voltage.limits(call);
          return device;
        },
        write: async (volts, call) => {
          output.ensureIdle();
          await source.voltage.write(volts, call);
        },
      },
      range: {
        ...source.range,
        write: async (volts, call) => {
          output.ensureIdle();
          await source.range.write(volts, call);
        },
      },
      sweep: {
        run: async ({ delay, ...steps }: SweepSteps & { readonly delay?: number }, operation) => {
          const levels = sweepLevels(steps);
          for (const level of levels) {
            refuseNumber(level, 'V', 'voltage', mergeLimits(device, userLimits['source/voltage']));
          }
          return output.during(operation, async () => sweep(levels, delay, operation));
        },
        stop: async (call) => output.end(call),
      },
    },
  };
}

import type { CommandPlan, Simulator } from '@fourwire/mock';
import type { ThermalChuck } from '@fourwire/thermal-chamber';
import type { SubjectBench, SubjectEntry } from './subject.ts';

/** What the machine itself holds, in °C. */
export interface ChuckInside<S extends Simulator> {
  readonly reading: (simulator: S) => number;
  readonly target: (simulator: S) => number;
  readonly running: (simulator: S) => boolean;
}

/**
 * What the conformance suite is told of a chuck, plate or stage.
 *
 * @param limits - the setpoints that it must take, in °C, with room for the targets of the commands, 30 and 90
 */
export function chuckPlans<S extends Simulator>(
  { reading, target, running }: ChuckInside<S>,
  limits: { readonly min: number; readonly max: number },
): Required<Pick<SubjectEntry<ThermalChuck, S>, 'values' | 'commands'>> {
  // A stop holds the temperature, which is far from the target that was on its way.
  const stands = ({ simulator }: SubjectBench<ThermalChuck, S>): boolean => target(simulator) < 60;
  const slow = { stopAfter: { seconds: 5 }, deadline: { hours: 2 }, stands } satisfies CommandPlan<
    SubjectBench<ThermalChuck, S>
  >;
  return {
    values: {
      // The plate moves while a slow wire brings the reading.
      temperature: { actual: ({ simulator }) => reading(simulator), tolerance: 0.3 },
      setpoint: {
        actual: ({ simulator }) => target(simulator),
        tolerance: 0.05,
        same: (written, readBack) => Math.abs(Number(written) - Number(readBack)) <= 0.05 * (1 + 1e-6),
        limits,
      },
      running: { actual: ({ simulator }) => running(simulator) },
    },
    commands: {
      settle: { ...slow, input: { target: 30, tolerance: 1, dwell: 10 }, longInput: { target: 90 } },
      ramp: { ...slow, input: { target: 30, rate: 5 }, longInput: { target: 90, rate: 1 } },
    },
  };
}

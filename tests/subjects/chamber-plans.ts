import type { ChamberController, CommandPlan, Simulator } from '@fourwire/mock';
import { ramp, soak, toProgramRecord } from '@fourwire/thermal-chamber';
import type { Program, ThermalChamber } from '@fourwire/thermal-chamber';
import { during } from './during.ts';
import type { SubjectBench, SubjectEntry } from './subject.ts';

/** A short program, and a long one that goes up slowly from 25 °C, within the limits of every chamber. */
const short: Program = { name: 'SHORT', steps: [ramp(25), soak(5)], end: { action: 'hold' } };
const long: Program = { name: 'LONG', steps: [ramp(25), ramp(60, { rate: 2 })], end: { action: 'hold' } };

/** The command plans of a chamber. */
export type ChamberCommands<S extends Simulator> = Readonly<
  Record<string, CommandPlan<SubjectBench<ThermalChamber, S>>>
>;

/**
 * How the commands of every chamber are tried.
 *
 * @param setpoint - what the machine itself holds, in °C: after a stop, which holds the temperature, it is far from the
 * target that was on its way
 */
export function chamberCommands<S extends Simulator>(setpoint: (simulator: S) => number): ChamberCommands<S> {
  const stands = ({ simulator }: SubjectBench<ThermalChamber, S>): boolean => setpoint(simulator) < 80;
  const running = during<SubjectBench<ThermalChamber, S>>(({ device }) =>
    device.runProgram({ program: toProgramRecord(long) }),
  );
  const slow = { stopAfter: { seconds: 10 }, deadline: { hours: 2 }, stands } as const;
  return {
    settle: { ...slow, input: { target: 30, tolerance: 1, dwell: 10 }, longInput: { target: 120 } },
    ramp: { ...slow, input: { target: 30, rate: 5 }, longInput: { target: 120, rate: 3 } },
    runProgram: {
      ...slow,
      input: { program: toProgramRecord(short) },
      longInput: { program: toProgramRecord(long) },
    },
    pauseProgram: running,
    resumeProgram: running,
  };
}

/** What differs from chamber to chamber. */
export interface ChamberPlanOptions {
  /** The setpoints that it must take, in °C. */
  readonly limits: { readonly min: number; readonly max: number };
  /** Decimals of setpoints on the wire; 1 unless given. */
  readonly decimals?: number;
  /** Decimals of humidity setpoints on the wire; 1 unless given. */
  readonly humidityDecimals?: number;
  /** The place among the controller's outputs, from 0, of the driver's first; `none` where they are others. 0 unless given. */
  readonly firstOutput?: number | 'none';
}

/** What the conformance suite is told of a chamber whose simulator has a `ChamberController`. */
export function chamberPlans<S extends Simulator>(
  controller: (simulator: S) => ChamberController,
  { limits, decimals = 1, humidityDecimals = 1, firstOutput = 0 }: ChamberPlanOptions,
): Required<Pick<SubjectEntry<ThermalChamber, S>, 'values' | 'commands' | 'events'>> {
  return {
    values: {
      // The air moves while a slow wire brings the reading.
      temperature: { actual: ({ simulator }) => controller(simulator).chamber.reading, tolerance: 0.2 },
      setpoint: {
        actual: ({ simulator }) => controller(simulator).setpoint,
        tolerance: 0.5 * 10 ** -decimals,
        same: sameTo(decimals),
        limits,
      },
      running: {
        actual: ({ simulator }) => controller(simulator).running || controller(simulator).program.active,
      },
      'humidity/setpoint': { same: sameTo(humidityDecimals) },
      'rampControl/rate': { same: sameTo(1) },
      ...(firstOutput === 'none'
        ? {}
        : {
            'outputs/on': {
              actual: ({ simulator }, path) =>
                controller(simulator).outputs[Number(path.split('/')[1]) - 1 + firstOutput],
            },
          }),
    },
    commands: chamberCommands((simulator) => controller(simulator).setpoint),
    events: { alarm$: { trigger: ({ simulator }) => controller(simulator).tripLimiter() } },
  };
}

/** Whether a number read back is the one written, on a wire with so many decimals. */
export function sameTo(decimals: number): (written: unknown, readBack: unknown) => boolean {
  return (written, readBack) =>
    Math.abs(Number(written) - Number(readBack)) <= 0.5 * 10 ** -decimals * (1 + 1e-6);
}

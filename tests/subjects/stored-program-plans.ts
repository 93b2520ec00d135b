import type { Simulator } from '@fourwire/mock';
import { ramp, soak, toProgramRecord } from '@fourwire/thermal-chamber';
import type { Program, ThermalChamber } from '@fourwire/thermal-chamber';
import type { ChamberCommands } from './chamber-plans.ts';
import { during } from './during.ts';
import type { SubjectBench } from './subject.ts';

/** Programs in whole minutes and with an end that every memory knows: a short one, and one that goes up slowly. */
const short: Program = {
  name: 'SHORT',
  steps: [ramp(25, { duration: 60 }), soak(60)],
  end: { action: 'off' },
};
const long: Program = {
  name: 'LONG',
  steps: [ramp(25, { duration: 60 }), ramp(60, { duration: 2100 })],
  end: { action: 'off' },
};

/**
 * How the programs in a controller's memory are tried.
 *
 * @param setpoint - what the machine itself holds by hand, in °C
 */
export function storedProgramCommands<S extends Simulator>(
  setpoint: (simulator: S) => number,
): ChamberCommands<S> {
  type Bench = SubjectBench<ThermalChamber, S>;
  const storing =
    (program: Program) =>
    async ({ device }: Bench): Promise<void> => {
      await device.programs?.store({ slot: 1, program: toProgramRecord(program) });
    };
  const running = during<Bench>(({ device }) => device.programs?.run({ slot: 1 }));
  const starting = async (bench: Bench): Promise<void> => {
    await storing(long)(bench);
    await running.prepare(bench);
  };
  return {
    'programs/store': { input: { slot: 1, program: toProgramRecord(short) } },
    'programs/fetch': { prepare: storing(short), input: { slot: 1 } },
    'programs/erase': { prepare: storing(short), input: { slot: 1 } },
    'programs/run': {
      prepare: storing(short),
      prepareLong: storing(long),
      input: { slot: 1 },
      stopAfter: { seconds: 10 },
      deadline: { hours: 2 },
      stands: ({ simulator }) => setpoint(simulator) < 50,
    },
    'programs/pause': { prepare: starting, tidy: running.tidy },
    'programs/resume': {
      prepare: async (bench) => {
        await starting(bench);
        await bench.device.programs?.pause();
      },
      tidy: running.tidy,
    },
  };
}

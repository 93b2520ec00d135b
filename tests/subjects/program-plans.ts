import type { CommandPlan, Simulator } from '@fourwire/mock';
import { ramp, soak, toProgramRecord } from '@fourwire/thermal-chamber';
import type { Program, ThermalChamber } from '@fourwire/thermal-chamber';
import { firstValueFrom } from 'rxjs';
import type { SubjectBench } from './subject.ts';

/** A short program, and a long one that goes up slowly from 25 °C, within the limits of every chamber. */
const short: Program = { name: 'SHORT', steps: [ramp(25), soak(5)], end: { action: 'hold' } };
const long: Program = { name: 'LONG', steps: [ramp(25), ramp(60, { rate: 1 })], end: { action: 'hold' } };

/** How the programs that the host runs are tried on a chamber; `stands` as for its other commands. */
export function programPlans<S extends Simulator>(
  stands: (bench: SubjectBench<ThermalChamber, S>) => boolean,
): Readonly<Record<string, CommandPlan<SubjectBench<ThermalChamber, S>>>> {
  const prepare = async ({ device }: SubjectBench<ThermalChamber, S>): Promise<void> => {
    const running = device.runProgram({ program: toProgramRecord(long) });
    await firstValueFrom(running.progress$);
  };
  return {
    runProgram: {
      input: { program: toProgramRecord(short) },
      longInput: { program: toProgramRecord(long) },
      stopAfter: { seconds: 10 },
      deadline: { hours: 2 },
      stands,
    },
    pauseProgram: { prepare },
    resumeProgram: { prepare },
  };
}

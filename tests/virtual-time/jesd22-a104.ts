import {
  memorySink,
  openBench,
  openJournal,
  parseJournal,
  recordBench,
  runProcedure,
  thermalCycle,
} from '@fourwire/bench';
import type { CyclingResult } from '@fourwire/bench';
import type { ScheduledFault } from '@fourwire/mock';
import { adoptProfile, checkRun, jesd22A104 } from '@fourwire/thermal-chamber';
import type { RunReport, RunSample } from '@fourwire/thermal-chamber';
import { cyclingDevices, cyclingLab } from '../procedures/cycling-lab.ts';
import type { Qualification } from './qualification.ts';

/** What a qualification by JESD22-A104 left behind. */
export interface TemperatureCycling extends Qualification {
  /** What the procedure found. */
  readonly result: CyclingResult;
  /** What the check of the whole record found, made by somebody who has nothing but the journal. */
  readonly report: RunReport;
}

const productPath = 'lab/oven/product/temperature';

/** What differs from a run in which nothing goes wrong. */
export interface CyclingOptions {
  /** 1 unless given. */
  readonly seed?: number;
  /** Faults of the chamber, from the start of the run. */
  readonly faults?: readonly ScheduledFault[];
}

/**
 * `cycles` of JESD22-A104 between the temperatures of condition G, with the soak of mode 3 on the product, over the bytes
 * of a P-300: each cycle is checked by the procedure, and all of them together by what the journal has.
 */
export async function cycleByStandard(
  cycles: number,
  { seed = 1, faults = [] }: CyclingOptions = {},
): Promise<TemperatureCycling> {
  const profile = adoptProfile(jesd22A104({ condition: 'G', soakMode: 3 }), {
    acceptUnconfirmed: ['dwell'],
    replace: { cycles },
  });
  const { id, accepted } = profile;
  const lab = cyclingLab(seed);
  const { clock } = lab;
  const sink = memorySink();
  lab.faults.oven.schedule(faults);
  const result = await lab.run(async () => {
    const journal = await openJournal(sink, { clock });
    journal.start({ title: id, who: 'test', why: 'test', script: 'jesd22-a104.ts', versions: {}, seed });
    const { oven } = cyclingDevices;
    await using bench = await openBench({ name: 'lab', devices: { oven } }, lab.links);
    const recording = recordBench(bench, journal);
    // In the middle of the tolerances.
    const options = { standard: id, acceptUnconfirmed: [...accepted], values: { cycles }, margin: 5 };
    const found = await runProcedure(thermalCycle(), { bench, journal, options });
    recording.unsubscribe();
    journal.end({ outcome: 'completed' });
    await journal.close();
    return found;
  });
  return {
    journal: sink.text,
    result,
    report: checkRun(profile, await samplesOf(sink.text)),
    hours: clock.monotonic() / 3_600_000,
    timers: clock.pendingTimers,
  };
}

/** The product's temperature as the journal has it. */
async function samplesOf(journal: string): Promise<readonly RunSample[]> {
  const samples: RunSample[] = [];
  let began: number | undefined;
  for await (const entry of parseJournal(journal)) {
    if (entry.type !== 'reading' || entry.path !== productPath) continue;
    began ??= entry.at;
    const time = (entry.at - began) / 1000;
    // The end of a step and the beginning of the next are looked at in the same moment.
    if (time === samples.at(-1)?.time) continue;
    samples.push({ time, product: Number(entry.value), quality: entry.quality });
  }
  return samples;
}

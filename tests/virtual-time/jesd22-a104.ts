import {
  memorySink,
  openBench,
  openJournal,
  parseBenchFile,
  parseJournal,
  recordBench,
} from '@fourwire/bench';
import { EspecP300Simulator, virtualBench } from '@fourwire/mock';
import type { ScheduledFault, VirtualBench } from '@fourwire/mock';
import {
  adoptProfile,
  checkRun,
  jesd22A104,
  profileProgram,
  thermalChamber,
  toProgramRecord,
} from '@fourwire/thermal-chamber';
import type { RunReport, RunSample } from '@fourwire/thermal-chamber';

/** What a qualification by JESD22-A104 left behind. */
export interface TemperatureCycling {
  /** Every line of the journal. */
  readonly journal: string;
  /** What the check of the recorded run found. */
  readonly report: RunReport;
  /** In hours of the bench's time. */
  readonly hours: number;
  /** Timers that are still set at the end; 0 unless something leaks. */
  readonly timers: number;
}

const file = parseBenchFile(
  'name: lab\ndevices: { oven: { driver: espec-p300, address: "TCPIP0::oven::57732::SOCKET" } }',
  'bench.yaml',
  {},
);
const productPath = 'lab/oven/product/temperature';

/** What differs from a run in which nothing goes wrong. */
export interface CyclingOptions {
  /** 1 unless given. */
  readonly seed?: number;
  /** Faults of the chamber, from the start of the run. */
  readonly faults?: readonly ScheduledFault[];
}

/** A chamber for temperature cycling, some 50 K/min, with a sensor on parts that follow its air within half a minute. */
function cyclingChamber(seed: number): VirtualBench<{ readonly oven: EspecP300Simulator }> {
  return virtualBench(
    ({ clock, random }) => ({
      oven: new EspecP300Simulator({
        clock,
        random: random('oven'),
        product: true,
        parameters: {
          heaterPower: 4000,
          liveLoadCapacity: [
            [-60, 1500],
            [23, 4000],
          ],
          airToProduct: 3,
        },
      }),
    }),
    { seed },
  );
}

/**
 * `cycles` of JESD22-A104 between the temperatures of condition G, with the soak of mode 3 on the product: the program
 * is run by the host over the bytes of a P-300, recorded in a journal, and what was recorded is checked.
 */
export async function cycleByStandard(
  cycles: number,
  { seed = 1, faults = [] }: CyclingOptions = {},
): Promise<TemperatureCycling> {
  const profile = adoptProfile(jesd22A104({ condition: 'G', soakMode: 3 }), {
    acceptUnconfirmed: ['dwell'],
    replace: { cycles },
  });
  const lab = cyclingChamber(seed);
  const { clock } = lab;
  const sink = memorySink();
  lab.faults.oven.schedule(faults);
  await lab.run(async () => {
    const journal = await openJournal(sink, { clock });
    journal.start({
      title: profile.id,
      who: 'test',
      why: 'test',
      script: 'jesd22-a104.ts',
      versions: {},
      seed,
    });
    await using bench = await openBench(file, lab.links);
    const recording = recordBench(bench, journal);
    const oven = bench.device('oven', thermalChamber);
    const running = oven.runProgram({
      // In the middle of the tolerances, and looked at as often as the dwell asks for proof.
      program: toProgramRecord(profileProgram(profile, { margin: 5 })),
      interval: 60,
    });
    running.progress$.subscribe({
      next: ({ product }) => {
        if (product === undefined) return;
        journal.append({ type: 'reading', path: productPath, value: product, unit: 'Cel', quality: 'good' });
      },
      error: () => {},
    });
    await running;
    recording.unsubscribe();
    journal.end({ outcome: 'completed' });
    await journal.close();
  });
  const samples = await samplesOf(sink.text);
  return {
    journal: sink.text,
    report: checkRun(profile, samples),
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

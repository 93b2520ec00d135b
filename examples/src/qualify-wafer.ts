/**
 * Qualifies a wafer of platinum heaters over temperature, then bonds a lot and pulls some of its wires: at each temperature
 * the chamber settles and soaks, the prober steps over the dies, each is contacted, measured with four wires and binned. Made
 * of two ready-made procedures; runs on any bench whose file names an oven, a prober, a meter, a bonder and a bond tester.
 */
import { record } from '@fourwire/core';
import {
  bondLot,
  defineProcedure,
  recordBench,
  recordReadings,
  runProcedure,
  waferTest,
} from '@fourwire/bench';
import type { Bench, BondLotResult, Journal, WaferPass } from '@fourwire/bench';
import { probeStation } from '@fourwire/probe-station';
import type { Bin } from '@fourwire/probe-station';
import { multimeter } from '@fourwire/scpi';
import { thermalChamber } from '@fourwire/thermal-chamber';
import { bondTester, gramForce, wirebonder } from '@fourwire/wirebonder';

/** Where the run stands, for whoever shows progress. */
export interface Progress {
  /** From 0 to 1 over the whole run. */
  readonly fraction: number;
  readonly text: string;
}

/** What a qualification needs. */
export interface QualificationOptions {
  readonly bench: Bench;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** How a qualification came out. */
export interface Qualification {
  /** Whether the yield was high enough at every temperature, and the lot was not stopped. */
  readonly verdict: 'pass' | 'fail';
}

/** Platinum: 1000 Ω at 25 °C with 3850 ppm/K; a die passes within 12 % of it. */
const nominal = { resistance: 1000, coefficient: 3.85e-3, at: 25, tolerance: 0.12 };

/** Below this a die is a short, in Ω. */
const shortBelow = 100;

/** The wafer passes when at least this share of its dies is good at every temperature. */
const requiredYield = 0.9;

const layout = { size: '200 mm', pitch: { x: 20_000, y: 20_000 }, edgeExclusion: 3000 } as const;

const bins: readonly Bin[] = [
  { code: 1, name: 'good', quality: 'pass' },
  { code: 2, name: 'out of limits', quality: 'fail' },
  { code: 3, name: 'open', quality: 'fail' },
  { code: 4, name: 'short', quality: 'fail' },
];

/** The resistance of each die, by whose value it is sorted. Measuring again does no harm, so a pulled cable costs nothing. */
const wafers = waferTest({
  devices: { meter: multimeter },
  tests: ({ meter }) => [
    {
      name: 'resistance',
      unit: 'Ohm',
      limits: ({ temperature = nominal.at }) => {
        const expected = nominal.resistance * (1 + nominal.coefficient * (temperature - nominal.at));
        return { min: expected * (1 - nominal.tolerance), max: expected * (1 + nominal.tolerance) };
      },
      bin: (ohms) => (ohms === null ? 3 : ohms < shortBelow ? 4 : 2),
      read: async ({ signal }) =>
        (await meter.measure({ function: 'resistance4w', integration: 1 }, { signal })).value,
    },
  ],
});

const lots = bondLot();

/** Both, one after the other, as one procedure: it can be planned, and resumed. */
const qualification = defineProcedure({
  name: 'qualify-wafer',
  title: 'Tests a wafer over temperature, and bonds a lot with pull tests',
  options: record({}),
  devices: {
    oven: thermalChamber,
    prober: probeStation,
    meter: multimeter,
    bonder: wirebonder,
    tester: bondTester,
  },
  async *steps({ bench, journal }) {
    const { passes } = yield* wafers.start(
      bench,
      {
        wafer: 'W01',
        layout,
        oven: 'oven',
        temperatures: [-40, 25, 125],
        tolerance: 1,
        soak: 120,
        bins,
      },
      journal,
    );
    const lot = yield* lots.start(
      bench,
      {
        lot: 'LOT-2026-47',
        recipe: 'MEMS-GOLD',
        strips: 1,
        sampling: { wires: 5 },
        pull: { minimum: gramForce(3) },
        assists: 'resume',
      },
      journal,
    );
    return { passes, lot };
  },
});

/** Runs the qualification; the measurements are in the journal. */
export async function qualifyWafer({
  bench,
  journal,
  signal,
  onProgress,
}: QualificationOptions): Promise<Qualification> {
  const oven = bench.device('oven', thermalChamber);
  const recording = recordBench(bench, journal);
  recording.add(recordReadings(oven.temperature, 'Cel', journal));
  recording.add(
    oven.alarm$.subscribe({
      next: ({ value }) => journal.append({ type: 'alarm', path: oven.path, ...value }),
      error: () => {},
    }),
  );
  try {
    const run = runProcedure(qualification, { bench, journal, options: {}, signal });
    run.progress$.subscribe({
      next: ({ fraction, step, text }) => {
        onProgress?.({ fraction, text: text === '' ? step : `${step}: ${text}` });
      },
      error: () => {},
    });
    const { passes, lot } = await run;
    return { verdict: judge(passes, lot) };
  } finally {
    recording.unsubscribe();
  }
}

function judge(passes: readonly WaferPass[], lot: BondLotResult): 'pass' | 'fail' {
  const isGood = passes.every((pass) => pass.yield >= requiredYield) && lot.stoppedAt === undefined;
  return isGood ? 'pass' : 'fail';
}

/**
 * Qualifies a wafer of platinum heaters over temperature, then bonds a lot: at each temperature the chamber settles and
 * soaks, the prober steps over the dies, each is contacted, measured with four wires and binned. Imports only public
 * packages; runs on any bench whose file names an oven, a prober, a meter and a bonder.
 */
import { FourwireError, until } from '@fourwire/core';
import { recordBench, recordReadings, retryWhileLost } from '@fourwire/bench';
import type { Bench, DeclaredMeasurement, Journal, ReportSection, Target } from '@fourwire/bench';
import {
  WaferResults,
  byRows,
  drawWaferMap,
  layOutDies,
  probeStation,
  standardWafers,
  waferGeometry,
} from '@fourwire/probe-station';
import type { Bin, Die, ProbeStation } from '@fourwire/probe-station';
import { multimeter } from '@fourwire/scpi';
import type { Multimeter } from '@fourwire/scpi';
import { thermalChamber } from '@fourwire/thermal-chamber';
import type { ThermalChamber } from '@fourwire/thermal-chamber';
import { wirebonder } from '@fourwire/wirebonder';
import type { Wirebonder } from '@fourwire/wirebonder';

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

const temperatures = [-40, 25, 125];

/** Platinum: 1000 Ω at 25 °C with 3850 ppm/K; a die passes within 12 % of it. */
const nominal = { resistance: 1000, coefficient: 3.85e-3, at: 25, tolerance: 0.12 };

/** Below this a die is a short, in Ω. */
const shortBelow = 100;

/** The wafer passes when at least this share of its dies is good at every temperature. */
const requiredYield = 0.9;

const soakSeconds = 120;

const wafer = waferGeometry({
  ...standardWafers['200 mm'],
  pitchUm: { x: 20_000, y: 20_000 },
  edgeExclusionUm: 3000,
});

const bins: readonly Bin[] = [
  { code: 1, name: 'good', quality: 'pass' },
  { code: 2, name: 'out of limits', quality: 'fail' },
  { code: 3, name: 'open', quality: 'fail' },
  { code: 4, name: 'short', quality: 'fail' },
];

const dies = layOutDies(wafer).filter((die) => die.kind === 'full');
const route = byRows(dies);

/** Share of the whole run that the wafer takes; the bond lot takes the rest. */
const waferShare = 0.85;

/** How a qualification came out. */
export interface Qualification {
  /** Whether the yield was high enough at every temperature. */
  readonly verdict: 'pass' | 'fail';
  /** The wafer maps, for the report. */
  readonly sections: readonly ReportSection[];
}

/** Share of the time at one temperature that it takes to get there. */
const approachShare = 0.75;

/** Runs the qualification; the measurements are in the journal. */
export async function qualifyWafer(options: QualificationOptions): Promise<Qualification> {
  const { bench, journal } = options;
  const oven: ThermalChamber = bench.device('oven', thermalChamber);
  const bonder: Wirebonder = bench.device('bonder', wirebonder);
  const recording = recordBench(bench, journal);
  recording.add(recordReadings(oven.temperature, 'Cel', journal));
  recording.add(
    oven.alarm$.subscribe(({ value }) => journal.append({ type: 'alarm', path: oven.path, ...value })),
  );
  try {
    const measurements = temperatures.map((temperature) => declare(journal, temperature));
    const maps: MeasuredWafer[] = [];
    for (const [index, temperature] of temperatures.entries()) {
      const measurement = measurements[index];
      if (measurement !== undefined)
        maps.push(await atTemperature(options, oven, temperature, index, measurement));
    }
    await bondLot(options, bonder);
    const text = `One map per temperature, as the operator sees the wafer; ${requiredYield * 100} % of the dies must be good.`;
    return {
      verdict: maps.every((map) => map.yield >= requiredYield) ? 'pass' : 'fail',
      sections: [{ title: 'Wafer maps', text, blocks: maps.map((map) => map.block) }],
    };
  } finally {
    recording.unsubscribe();
  }
}

function declare(journal: Journal, temperature: number): DeclaredMeasurement {
  const expected = nominal.resistance * (1 + nominal.coefficient * (temperature - nominal.at));
  return journal.declare({
    name: 'resistance',
    unit: 'Ohm',
    limits: { min: expected * (1 - nominal.tolerance), max: expected * (1 + nominal.tolerance) },
    targets: route.map((die) => targetOf(die, temperature)),
  });
}

function targetOf({ column, row }: Die, temperature: number): Target {
  return { wafer: 'W01', die: { column, row }, temperature };
}

/** A wafer measured at one temperature. */
interface MeasuredWafer {
  readonly yield: number;
  readonly block: ReportSection['blocks'][number];
}

/** Settles, soaks, and measures the wafer once. */
async function atTemperature(
  { bench, signal, onProgress }: QualificationOptions,
  oven: ThermalChamber,
  temperature: number,
  index: number,
  measurement: DeclaredMeasurement,
): Promise<MeasuredWafer> {
  const prober: ProbeStation = bench.device('prober', probeStation);
  const meter: Multimeter = bench.device('meter', multimeter);
  const show = (part: number, text: string): void =>
    onProgress?.({
      fraction: (waferShare * (index + part)) / temperatures.length,
      text: `${temperature} °C: ${text}`,
    });

  const settling = oven.settle({ target: temperature, tolerance: 1, dwell: soakSeconds }, { signal });
  let from: number | undefined;
  settling.progress$.subscribe(({ phase, temperature: air, dwellLeft }) => {
    from ??= air;
    const way = Math.abs(temperature - from) || 1;
    const left = Math.min(way, Math.abs(temperature - air));
    if (phase === 'approaching') show(approachShare * (1 - left / way), `air at ${air.toFixed(1)} °C`);
    else show(approachShare, `soaking, ${Math.ceil(dwellLeft)} s left`);
  });
  await settling;

  const results = new WaferResults();
  for (const [number, die] of route.entries()) {
    signal.throwIfAborted();
    await prober.stepTo({ column: die.column, row: die.row }, { signal });
    await prober.contact({ signal });
    const bin = await measure(meter, measurement, targetOf(die, temperature), { bench, signal });
    await prober.separate({ signal });
    await prober.bin?.({ bin }, { signal });
    results.record({ die, measurements: [], bin });
    show(
      approachShare + ((1 - approachShare) * (number + 1)) / route.length,
      `die ${number + 1} of ${route.length}`,
    );
  }
  const title = `Wafer W01 at ${temperature} °C`;
  const summary = results.summary(bins);
  return {
    yield: summary.yield ?? 0,
    block: {
      title,
      svg: drawWaferMap({ geometry: wafer, dies, bins, binOf: results.binOf }, { title, id: `map-${index}` }),
      table: {
        columns: ['Bin', 'Name', 'Dies'],
        rows: bins.map(({ code, name }) => [code, name, summary.counts.get(code) ?? 0]),
      },
    },
  };
}

/** Measures one die with four wires and gives its bin. Measuring again does no harm, so a pulled cable costs nothing. */
async function measure(
  meter: Multimeter,
  measurement: DeclaredMeasurement,
  target: Target,
  { bench, signal }: Pick<QualificationOptions, 'bench' | 'signal'>,
): Promise<number> {
  try {
    const { value } = await retryWhileLost(
      async () => meter.measure({ function: 'resistance4w', integration: 1 }, { signal }),
      { clock: bench.clock, signal },
    );
    if (measurement.record(value, target).verdict === 'pass') return 1;
    return value < shortBelow ? 4 : 2;
  } catch (error) {
    if (!FourwireError.is(error) || error.code !== 'overload') throw error;
    measurement.error('open circuit, or no contact', target, { bin: 3 });
    return 3;
  }
}

/** Runs a lot of bonds; when the bonder stops for help, the operator's answer is to go on. */
async function bondLot(
  { bench, journal, signal, onProgress }: QualificationOptions,
  bonder: Wirebonder,
): Promise<void> {
  const bonds = bonder.bond$.subscribe(({ value, at }) => {
    const { result, ...bond } = value;
    journal.append({
      type: 'event',
      at,
      path: bonder.path,
      name: 'bond',
      data: { ...bond, outcome: result },
    });
  });
  let helped: Promise<unknown> = Promise.resolve();
  const alarms = bonder.alarm$.subscribe(({ value, at }) => {
    journal.append({
      type: 'alarm',
      at,
      path: bonder.path,
      code: value.id,
      text: value.text,
      active: value.active,
    });
    if (value.active) helped = resume(bonder, journal, signal);
  });
  try {
    await bonder.selectRecipe({ id: 'MEMS-GOLD' }, { signal });
    onProgress?.({ fraction: waferShare, text: 'bonder: the stage warms up' });
    await until(bonder.processing, (state) => state === 'ready', {
      clock: bench.clock,
      signal,
      timeout: { minutes: 30 },
    });
    const run = bonder.run({ lot: 'LOT-2026-47' }, { signal });
    run.progress$.subscribe(({ units, wires }) =>
      onProgress?.({
        fraction: waferShare + (1 - waferShare) * Math.min(1, wires / 48),
        text: `bonding: unit ${units + 1}, wire ${wires}`,
      }),
    );
    await run;
    await helped;
  } finally {
    bonds.unsubscribe();
    alarms.unsubscribe();
  }
}

async function resume(bonder: Wirebonder, journal: Journal, signal: AbortSignal): Promise<void> {
  try {
    await bonder.resume({ signal });
    journal.append({
      type: 'note',
      text: `${bonder.path}: the wire was cleared and the lot goes on.`,
      deviation: true,
    });
  } catch (error) {
    journal.append({
      type: 'note',
      text: `${bonder.path}: ${FourwireError.from(error).message}`,
      deviation: true,
    });
  }
}

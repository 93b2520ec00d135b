import { halfCycles, middleOfRamp, toleranceOf, zoneStays } from './half-cycles.ts';
import type { HalfCycle, Side, ZoneStay } from './half-cycles.ts';
import type { CyclingValues } from './profile-values.ts';
import { dataGaps, goodSamples, round, seconds } from './run.ts';
import type { GoodSample, RunFailure, RunFindings, RunSample } from './run.ts';
import { stretchesOutside } from './stretches-outside.ts';

/** Checks a run between two temperatures: extremes, dwells, tolerances, ways between them, number of cycles. */
export function checkCyclingRun(
  values: CyclingValues,
  samples: Iterable<RunSample>,
  maxGap: number,
): RunFindings {
  const sensor = values.dwellOn === 'air' ? 'air' : 'product';
  const good = goodSamples(samples, sensor, values.humidity !== undefined, maxGap);
  const halves = halfCycles(good, values);
  const stays = zoneStays(good);
  const dwells = halves.map((half) => dwellOf(half, stays, values));
  const isComplete = halves.map(
    (half, index) => half.visit.length > 0 && (dwells[index] ?? 0) >= values.dwell,
  );

  const complete = (side: Side): number =>
    halves.filter((half, index) => half.side === side && isComplete[index]).length;
  const achieved = Math.min(complete('low'), complete('high'));
  // A run begins and ends somewhere on the way; only when cycles are missing is that worth a report.
  const isEnough = achieved >= values.cycles;
  const skipped = isEnough && isComplete[0] === false ? 1 : 0;
  const last = halves.length - 1;

  const inCycles = halves.flatMap((half, index) => {
    const cycle = Math.floor((index - skipped) / 2) + 1;
    const isBeyond = index === last && isComplete[last] === false && (isEnough || cycle > values.cycles);
    if (index < skipped || isBeyond) return [];
    const before = halves[index - 1];
    const way = before === undefined ? [] : wayFailures(before, half, stays, values, cycle);
    return [...way, ...stayFailures(half, dwells[index] ?? 0, values, cycle)];
  });
  const [from, to] = [good[0]?.time ?? 0, good.at(-1)?.time ?? 0];
  const failures: RunFailure[] = [
    ...inCycles,
    ...dataGaps(good, maxGap),
    ...transferFailures(stays, values),
    ...humidityFailures(halves, values),
  ];
  if (good.length === 0) failures.push({ code: 'no-data', from, to, message: `No good ${sensor} reading.` });
  if (achieved < values.cycles) {
    const message = `${achieved} complete cycles are shown; ${values.cycles} are required.`;
    failures.push({ code: 'cycles', from, to, measured: achieved, message });
  }
  return {
    achieved,
    required: values.cycles,
    unit: 'cycles',
    failures,
    notChecked: stays.length > 0 ? [] : withoutZones(values),
  };
}

function withoutZones(values: CyclingValues): RunFindings['notChecked'] {
  const reason = 'The samples do not say in which zone the load was.';
  return [
    ...(values.transfer === undefined ? [] : [{ limit: 'transfer', reason }]),
    ...(values.dwellOn === 'immersion' ? [{ limit: 'dwell', reason }] : []),
  ];
}

/** Seconds at the extreme that the record proves. Immersion without zones cannot be told and is reported apart. */
function dwellOf({ side, visit }: HalfCycle, stays: readonly ZoneStay[], values: CyclingValues): number {
  if (values.dwellOn === 'immersion') {
    if (stays.length === 0) return Infinity;
    const [first, last] = [visit[0]?.time ?? 0, visit.at(-1)?.time ?? 0];
    return stays.find((stay) => stay.side === side && stay.from <= last && stay.to >= first)?.proven ?? 0;
  }
  const { min, max } = toleranceOf(values, side);
  let dwell = 0;
  let wasThere = false;
  for (const { temperature, since } of visit) {
    const isThere = temperature >= min && temperature <= max;
    if (isThere && wasThere) dwell += since ?? 0;
    wasThere = isThere;
  }
  return dwell;
}

function* stayFailures(
  half: HalfCycle,
  dwell: number,
  values: CyclingValues,
  cycle: number,
): Generator<RunFailure> {
  const { side, samples, visit } = half;
  const { min, max } = toleranceOf(values, side);
  const place = (part: readonly GoodSample[]): Pick<RunFailure, 'from' | 'to' | 'cycle' | 'where'> => ({
    from: part[0]?.time ?? 0,
    to: part.at(-1)?.time ?? 0,
    cycle,
    where: side,
  });
  const at = `Cycle ${cycle}, ${side} extreme`;
  if (visit.length === 0) {
    const measured = samples
      .map(({ temperature }) => temperature)
      .reduce((a, b) => (side === 'low' ? Math.min(a, b) : Math.max(a, b)));
    const message = `${at}: reached only ${round(measured)} °C; ${round(min)} to ${round(max)} °C are required.`;
    yield { code: 'not-reached', ...place(samples), measured, message };
    return;
  }
  if (dwell < values.dwell) {
    const message = `${at}: a dwell of ${seconds(dwell)} is shown; ${seconds(values.dwell)} are required.`;
    yield { code: 'dwell', ...place(visit), measured: dwell, message };
  }
  for (const { worst, ...stretch } of stretchesOutside(visit, ({ temperature }) => temperature, min, max)) {
    const message = `${at}: ${round(worst)} °C; ${round(min)} to ${round(max)} °C are allowed.`;
    yield { code: 'tolerance', ...place(visit), ...stretch, measured: worst, message };
  }
}

function* wayFailures(
  before: HalfCycle,
  after: HalfCycle,
  stays: readonly ZoneStay[],
  values: CyclingValues,
  cycle: number,
): Generator<RunFailure> {
  const where = after.side === 'high' ? 'heating' : 'cooling';
  const arrival = after.visit[0]?.time;
  const left =
    stays.findLast((stay) => stay.side === before.side && stay.to <= (arrival ?? 0))?.to ??
    before.visit.at(-1)?.time;
  const place = {
    from: left ?? before.samples.at(-1)?.time ?? 0,
    to: arrival ?? after.samples.at(-1)?.time ?? 0,
    cycle,
    where,
  } as const;
  const { recovery, rate, rampTime } = values;
  if (recovery !== undefined && arrival !== undefined && left !== undefined && arrival - left > recovery) {
    const measured = arrival - left;
    const message = `Cycle ${cycle}, ${where}: within tolerance after ${seconds(measured)}; ${seconds(recovery)} are allowed.`;
    yield { code: 'recovery', ...place, measured, message };
  }
  if (rate === undefined && rampTime === undefined) return;
  const middle = middleOfRamp(before, after, values);
  if (middle === undefined) return;
  const measuredRate = ((0.8 * (values.high - values.low)) / middle) * 60;
  const checks = [
    { code: 'rate', limits: rate, measured: measuredRate, unit: 'K/min' },
    { code: 'ramp-time', limits: rampTime, measured: middle / 0.8, unit: 's' },
  ] as const;
  for (const { code, limits, measured, unit } of checks) {
    if (limits === undefined || isWithin(measured, limits.min, limits.max)) continue;
    const message = `Cycle ${cycle}, ${where}: ${round(measured)} ${unit}; ${round(limits.min)} to ${round(limits.max)} ${unit} are allowed.`;
    yield { code, ...place, measured, message };
  }
}

/** The time between two stays is an upper bound: sampling too slowly for the limit fails rather than passes. */
function* transferFailures(stays: readonly ZoneStay[], { transfer }: CyclingValues): Generator<RunFailure> {
  if (transfer === undefined) return;
  for (const [index, stay] of stays.entries()) {
    const before = stays[index - 1];
    if (before === undefined) continue;
    const measured = stay.from - before.to;
    if (isWithin(measured, transfer.min, transfer.max)) continue;
    yield {
      code: 'transfer',
      from: before.to,
      to: stay.from,
      where: stay.side === 'high' ? 'heating' : 'cooling',
      measured,
      message: `Transfer to the ${stay.side} zone took up to ${seconds(measured)}; ${seconds(transfer.min)} to ${seconds(transfer.max)} are allowed.`,
    };
  }
}

function* humidityFailures(halves: readonly HalfCycle[], { humidity }: CyclingValues): Generator<RunFailure> {
  if (humidity === undefined) return;
  const visits = halves.flatMap(({ visit }) => visit);
  const [first, last] = [visits[0]?.time ?? 0, visits.at(-1)?.time ?? 0];
  const test = halves.flatMap(({ samples }) => samples.filter(({ time }) => time >= first && time <= last));
  const { min, max } = humidity;
  for (const { worst, ...stretch } of stretchesOutside(test, (sample) => sample.humidity ?? NaN, min, max)) {
    const message = `${round(worst)} %RH; ${round(min)} to ${round(max)} %RH are allowed.`;
    yield { code: 'humidity', ...stretch, measured: worst, message };
  }
}

function isWithin(value: number, min: number, max: number): boolean {
  const slack = 1e-9 * Math.max(Math.abs(min), Math.abs(max));
  return value >= min - slack && value <= max + slack;
}

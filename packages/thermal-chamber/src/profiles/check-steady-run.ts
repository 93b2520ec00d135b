import type { SteadyValues } from './profile-values.ts';
import { dataGaps, goodSamples, round, seconds } from './run.ts';
import type { GoodSample, RunFailure, RunFindings, RunSample } from './run.ts';
import { stretchesOutside } from './stretches-outside.ts';

/** Checks a run at one temperature: time within tolerance, and every excursion until the duration is reached. */
export function checkSteadyRun(
  values: SteadyValues,
  samples: Iterable<RunSample>,
  maxGap: number,
): RunFindings {
  const { duration } = values;
  const quantities = quantitiesOf(values);
  const good = goodSamples(samples, 'air', values.humidity !== undefined, maxGap);
  const first = good.findIndex((sample) => isWithin(sample, quantities));
  const last = good.findLastIndex((sample) => isWithin(sample, quantities));
  let achieved = 0;
  let end = first;
  for (let index = first; index >= 0 && index <= last && achieved < duration; index++) {
    const sample = good[index];
    const before = good[index - 1];
    end = index;
    if (sample?.since === undefined || before === undefined || index === first) continue;
    if (isWithin(sample, quantities) && isWithin(before, quantities)) achieved += sample.since;
  }
  const test = first < 0 ? [] : good.slice(first, end + 1);
  const failures = [...excursions(test, quantities), ...dataGaps(test, maxGap)];
  const [from, to] = [good[0]?.time ?? 0, good.at(-1)?.time ?? 0];
  if (first < 0) {
    const code = good.length === 0 ? 'no-data' : 'not-reached';
    const what = values.humidity === undefined ? 'temperature' : 'temperature and humidity';
    const message =
      good.length === 0 ? `No good reading of ${what}.` : `The ${what} never came within tolerance.`;
    failures.push({ code, from, to, message });
  } else if (achieved < duration) {
    const message = `${seconds(achieved)} within tolerance are shown; ${seconds(duration)} are required.`;
    failures.push({ code: 'duration', from, to, measured: achieved, message });
  }
  return { achieved, required: duration, unit: 's', failures, notChecked: [] };
}

interface Quantity {
  readonly code: 'tolerance' | 'humidity';
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly of: (sample: GoodSample) => number;
}

function quantitiesOf({ temperature, tolerance, humidity }: SteadyValues): Quantity[] {
  const [min, max] = [temperature - tolerance.minus, temperature + tolerance.plus];
  const air: Quantity = { code: 'tolerance', unit: '°C', min, max, of: (sample) => sample.temperature };
  if (humidity === undefined) return [air];
  return [air, { code: 'humidity', unit: '%RH', ...humidity, of: (sample) => sample.humidity ?? NaN }];
}

function isWithin(sample: GoodSample, quantities: readonly Quantity[]): boolean {
  return quantities.every(({ min, max, of }) => of(sample) >= min && of(sample) <= max);
}

/** One failure for every stretch out of tolerance, with the value that is furthest out. */
function excursions(samples: readonly GoodSample[], quantities: readonly Quantity[]): RunFailure[] {
  return quantities.flatMap(({ code, unit, min, max, of }) =>
    stretchesOutside(samples, of, min, max).map(({ from, to, worst }) => ({
      code,
      from,
      to,
      measured: worst,
      message: `${round(worst)} ${unit}; ${round(min)} to ${round(max)} ${unit} are allowed.`,
    })),
  );
}

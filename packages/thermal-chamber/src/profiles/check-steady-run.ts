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
  const good = goodSamples(samples, 'air', values.humidity !== undefined, maxGap);
  const first = good.findIndex((sample) => isWithin(sample, values));
  const last = good.findLastIndex((sample) => isWithin(sample, values));
  const failures: RunFailure[] = [];
  let achieved = 0;
  let end = first;
  for (let index = first; index >= 0 && index <= last && achieved < duration; index++) {
    const sample = good[index];
    const before = good[index - 1];
    end = index;
    if (sample?.since === undefined || before === undefined || index === first) continue;
    if (isWithin(sample, values) && isWithin(before, values)) achieved += sample.since;
  }
  const test = first < 0 ? [] : good.slice(first, end + 1);
  failures.push(...excursions(test, values), ...dataGaps(test, maxGap));
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

/** One failure for every stretch out of tolerance, with the value that is furthest out. */
function excursions(samples: readonly GoodSample[], values: SteadyValues): RunFailure[] {
  const failures: RunFailure[] = [];
  const { temperature, tolerance, humidity } = values;
  const quantities = [
    {
      code: 'tolerance',
      unit: '°C',
      min: temperature - tolerance.minus,
      max: temperature + tolerance.plus,
      of: (sample: GoodSample) => sample.temperature,
    },
    ...(humidity === undefined
      ? []
      : [{ code: 'humidity', unit: '%RH', ...humidity, of: (sample: GoodSample) => sample.humidity ?? NaN }]),
  ] as const;
  for (const { code, unit, min, max, of } of quantities) {
    for (const stretch of stretchesOutside(samples, of, min, max)) {
      const { from, to, worst } = stretch;
      const message = `${round(worst)} ${unit} from ${seconds(from)} to ${seconds(to)}; allowed are ${round(min)} to ${round(max)} ${unit}.`;
      failures.push({ code, from, to, measured: worst, message });
    }
  }
  return failures;
}

function isWithin(sample: GoodSample, { temperature, tolerance, humidity }: SteadyValues): boolean {
  if (sample.temperature < temperature - tolerance.minus) return false;
  if (sample.temperature > temperature + tolerance.plus) return false;
  if (humidity === undefined || sample.humidity === undefined) return true;
  return sample.humidity >= humidity.min && sample.humidity <= humidity.max;
}

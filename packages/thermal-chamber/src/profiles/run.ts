import { FourwireError } from '@fourwire/core';

/** One moment of a recorded run. A value that is missing or not a number was not measured. */
export interface RunSample {
  /** Seconds since the start of the record. */
  readonly time: number;
  /** Air temperature, °C. */
  readonly air?: number;
  /** Product (load) temperature, °C. */
  readonly product?: number;
  /** Relative humidity, %. */
  readonly humidity?: number;
  /** Where the load is, in a chamber or bath with zones. */
  readonly zone?: 'low' | 'high' | 'transfer';
  /** Only `good` samples (the default) count; the others are as if they had not been taken. */
  readonly quality?: 'good' | 'stale' | 'bad';
}

/** What a run can fail. */
export type RunFailureCode =
  | 'no-data'
  | 'not-reached'
  | 'dwell'
  | 'tolerance'
  | 'humidity'
  | 'rate'
  | 'ramp-time'
  | 'transfer'
  | 'recovery'
  | 'cycles'
  | 'duration';

/** A place where a run did not hold to its profile. */
export interface RunFailure {
  readonly code: RunFailureCode;
  /** The stretch of the record, in seconds. */
  readonly from: number;
  readonly to: number;
  /** The cycle, from 1. */
  readonly cycle?: number;
  /** The extreme, or the way, that failed. */
  readonly where?: 'low' | 'high' | 'heating' | 'cooling';
  /** The value measured, in the unit of the limit. */
  readonly measured?: number;
  readonly message: string;
}

/** What a check of a recorded run found. */
export interface RunReport {
  /** Whether every limit of the profile was checked and held. */
  readonly passed: boolean;
  /** The profile's id. */
  readonly profile: string;
  /** Cycles completed, or seconds within tolerance, and how many were required. */
  readonly achieved: number;
  readonly required: number;
  readonly unit: 'cycles' | 's';
  /** In the order of the record. */
  readonly failures: readonly RunFailure[];
  /** Limits of the profile that the record cannot decide, with the reason. */
  readonly notChecked: readonly { readonly limit: string; readonly reason: string }[];
  /** Unconfirmed values of the standard that the caller accepted, and values the caller gave, see `adoptProfile`. */
  readonly accepted: readonly string[];
  readonly replaced: readonly string[];
}

/** The findings of a check, without what comes from the profile. */
export type RunFindings = Pick<RunReport, 'achieved' | 'required' | 'unit' | 'failures' | 'notChecked'>;

/** A reading that can be relied on, with the temperature that the check is about. */
export interface GoodSample {
  readonly time: number;
  readonly temperature: number;
  readonly humidity: number | undefined;
  readonly zone: RunSample['zone'];
  /** Seconds since the previous sample if that was good too and near enough, otherwise undefined. */
  readonly since: number | undefined;
}

/**
 * The samples whose quality is good and whose `sensor` (and humidity, if needed) was measured.
 *
 * @throws FourwireError of kind `range`, code `samples-order`, unless times are numbers that only rise.
 */
export function goodSamples(
  samples: Iterable<RunSample>,
  sensor: 'air' | 'product',
  needsHumidity: boolean,
  maxGap: number,
): GoodSample[] {
  const good: GoodSample[] = [];
  let previous: RunSample | undefined;
  let previousIsGood = false;
  for (const sample of samples) {
    if (!(sample.time > (previous?.time ?? -Infinity)) || !Number.isFinite(sample.time)) {
      throw new FourwireError(
        'range',
        'samples-order',
        `Samples must have rising times in seconds; ${sample.time} follows ${previous?.time ?? 'nothing'}.`,
      );
    }
    const temperature = sample[sensor];
    const isGood =
      (sample.quality ?? 'good') === 'good' &&
      temperature !== undefined &&
      Number.isFinite(temperature) &&
      (!needsHumidity || Number.isFinite(sample.humidity));
    if (isGood) {
      const { time, humidity, zone } = sample;
      const gap = time - (previous?.time ?? -Infinity);
      good.push({
        time,
        temperature,
        humidity,
        zone,
        since: previousIsGood && gap <= maxGap ? gap : undefined,
      });
    }
    previous = sample;
    previousIsGood = isGood;
  }
  return good;
}

/** A failure for every stretch in which good samples are more than `maxGap` seconds apart. */
export function dataGaps(samples: readonly GoodSample[], maxGap: number): RunFailure[] {
  const stretches: { from: number; to: number; measured: number }[] = [];
  for (const [index, { time }] of samples.entries()) {
    const before = samples[index - 1]?.time ?? time;
    const gap = time - before;
    if (gap <= maxGap) continue;
    const open = stretches.at(-1);
    if (open?.to === before) {
      open.to = time;
      open.measured = Math.max(open.measured, gap);
    } else stretches.push({ from: before, to: time, measured: gap });
  }
  return stretches.map(({ from, to, measured }) => ({
    code: 'no-data',
    from,
    to,
    measured,
    message: `Good readings are up to ${seconds(measured)} apart; at most ${seconds(maxGap)} may pass between two.`,
  }));
}

/** A number of seconds for a message. */
export function seconds(value: number): string {
  return `${round(value)} s`;
}

/** A number for a message, with two decimals at most. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What an oscilloscope measures on a waveform; `undefined` where it cannot be told. */
export interface WaveformMeasurements {
  readonly maximum: number;
  readonly minimum: number;
  readonly peakToPeak: number;
  readonly top: number;
  readonly base: number;
  readonly amplitude: number;
  readonly average: number;
  readonly rms: number;
  readonly variance: number;
  /** V·s under the waveform. */
  readonly area: number;
  /** Parts of the amplitude. */
  readonly overshoot: number;
  readonly preshoot: number;
  /** Seconds from the first sample. */
  readonly timeOfMaximum: number;
  readonly timeOfMinimum: number;
  readonly period: number | undefined;
  readonly positiveWidth: number | undefined;
  readonly negativeWidth: number | undefined;
  readonly riseTime: number | undefined;
  readonly fallTime: number | undefined;
  /** Rms of whole periods. */
  readonly periodRms: number | undefined;
  /** The first rising edge through the middle, in s from the first sample. */
  readonly firstRise: number | undefined;
  readonly firstFall: number | undefined;
}

/** Below so many divisions from peak to peak there is nothing to time. */
const smallest = 0.2;

/** Measures a waveform; `scale` in V for each division tells what is noise. */
export function measureWaveform(volts: Float64Array, interval: number, scale: number): WaveformMeasurements {
  const { maximum, minimum, sum, squares, atMaximum, atMinimum } = sums(volts);
  const count = Math.max(1, volts.length);
  const average = sum / count;
  const [top, base] = levels(volts, maximum, minimum);
  const amplitude = top - base;
  const timed = maximum - minimum >= smallest * scale;
  const middle = (top + base) / 2;
  const hysteresis = 0.1 * amplitude;
  const edges = timed ? edgesOf(volts, middle, hysteresis) : [];
  const rises = edges.filter(({ rises: up }) => up).map(({ at }) => at);
  const falls = edges.filter(({ rises: up }) => !up).map(({ at }) => at);
  const period = meanGap(rises) ?? meanGap(falls);
  const firstOf = (times: readonly number[], after = -1): number | undefined =>
    times.find((at) => at > after);
  const [rise, fall] = [firstOf(rises), firstOf(falls)];
  const span = (from: number | undefined, to: number | undefined): number | undefined =>
    from === undefined || to === undefined ? undefined : (to - from) * interval;
  return {
    maximum,
    minimum,
    peakToPeak: maximum - minimum,
    top,
    base,
    amplitude,
    average,
    rms: Math.sqrt(squares / count),
    variance: squares / count - average ** 2,
    area: sum * interval,
    overshoot: amplitude > 0 ? (maximum - top) / amplitude : 0,
    preshoot: amplitude > 0 ? (base - minimum) / amplitude : 0,
    timeOfMaximum: atMaximum * interval,
    timeOfMinimum: atMinimum * interval,
    period: period === undefined ? undefined : period * interval,
    positiveWidth: span(rise, rise === undefined ? undefined : firstOf(falls, rise)),
    negativeWidth: span(fall, fall === undefined ? undefined : firstOf(rises, fall)),
    riseTime: timed ? transition(volts, interval, { base, top, rises }) : undefined,
    fallTime: timed
      ? transition(
          volts.map((v) => -v),
          interval,
          { base: -top, top: -base, rises: falls },
        )
      : undefined,
    periodRms: period === undefined ? undefined : wholePeriodsRms(volts, rises.length > 1 ? rises : falls),
    firstRise: rise === undefined ? undefined : rise * interval,
    firstFall: fall === undefined ? undefined : fall * interval,
  };
}

interface Sums {
  readonly maximum: number;
  readonly minimum: number;
  readonly sum: number;
  readonly squares: number;
  readonly atMaximum: number;
  readonly atMinimum: number;
}

function sums(volts: Float64Array): Sums {
  let [maximum, minimum, sum, squares, atMaximum, atMinimum] = [-Infinity, Infinity, 0, 0, 0, 0];
  for (const [index, volt] of volts.entries()) {
    if (volt > maximum) [maximum, atMaximum] = [volt, index];
    if (volt < minimum) [minimum, atMinimum] = [volt, index];
    sum += volt;
    squares += volt * volt;
  }
  return { maximum, minimum, sum, squares, atMaximum, atMinimum };
}

/** Top and base: the most frequent levels of the upper and lower half where there are such, the peaks otherwise. */
function levels(volts: Float64Array, maximum: number, minimum: number): readonly [number, number] {
  const bins = 64;
  const width = (maximum - minimum) / bins;
  if (!(width > 0)) return [maximum, minimum];
  const counts = Array.from({ length: bins }, () => 0);
  const totals = Array.from({ length: bins }, () => 0);
  for (const volt of volts) {
    const bin = Math.min(bins - 1, Math.floor((volt - minimum) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
    totals[bin] = (totals[bin] ?? 0) + volt;
  }
  const mode = (from: number, to: number): number | undefined => {
    let best = from;
    for (let bin = from; bin < to; bin++) if ((counts[bin] ?? 0) > (counts[best] ?? 0)) best = bin;
    const count = counts[best] ?? 0;
    // A level counts where a good part of the samples is on it; of a sine the peaks are taken.
    return count > 0.15 * volts.length ? (totals[best] ?? 0) / count : undefined;
  };
  return [mode(bins / 2, bins) ?? maximum, mode(0, bins / 2) ?? minimum];
}

interface Edge {
  /** Between samples, interpolated. */
  readonly at: number;
  readonly rises: boolean;
}

/** Where a waveform passes a level, and by more than the hysteresis. */
function edgesOf(volts: Float64Array, level: number, hysteresis: number): readonly Edge[] {
  const edges: Edge[] = [];
  let high: boolean | undefined;
  let passed = 0;
  for (let index = 0; index < volts.length; index++) {
    const distance = (volts[index] ?? 0) - level;
    const before = (volts[index - 1] ?? 0) - level;
    if (index > 0 && before < 0 !== distance < 0) passed = index - 1 + before / (before - distance);
    if (Math.abs(distance) < hysteresis) continue;
    if (high !== undefined && distance > 0 !== high) edges.push({ at: passed, rises: distance > 0 });
    high = distance > 0;
  }
  return edges;
}

function meanGap(times: readonly number[]): number | undefined {
  const [first] = times;
  const last = times.at(-1);
  return first === undefined || last === undefined || times.length < 2
    ? undefined
    : (last - first) / (times.length - 1);
}

/** From 10 % to 90 % of the first rising edge. */
function transition(
  volts: Float64Array,
  interval: number,
  { base, top, rises }: { readonly base: number; readonly top: number; readonly rises: readonly number[] },
): number | undefined {
  const low = base + 0.1 * (top - base);
  const high = base + 0.9 * (top - base);
  for (const rise of rises) {
    const from = passing(volts, low, Math.floor(rise), -1);
    const to = passing(volts, high, Math.ceil(rise), 1);
    if (from !== undefined && to !== undefined) return (to - from) * interval;
  }
  return undefined;
}

/** The nearest place in a direction where the waveform stands beyond a level, interpolated. */
function passing(volts: Float64Array, level: number, start: number, step: 1 | -1): number | undefined {
  for (let index = start; index >= 0 && index < volts.length; index += step) {
    const volt = volts[index] ?? 0;
    if (step > 0 ? volt < level : volt > level) continue;
    const before = volts[index - step];
    if (before === undefined || index === start || before === volt) return index;
    return index - step * ((volt - level) / (volt - before));
  }
  return undefined;
}

function wholePeriodsRms(volts: Float64Array, marks: readonly number[]): number {
  const part = volts.subarray(Math.round(marks[0] ?? 0), Math.round(marks.at(-1) ?? volts.length));
  return Math.sqrt(part.reduce((sum, volt) => sum + volt * volt, 0) / Math.max(1, part.length));
}

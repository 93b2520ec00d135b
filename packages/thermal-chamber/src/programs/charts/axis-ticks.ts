/** Ticks of a value axis; the axis runs from `low` to `high`, both ticks. */
export interface ValueTicks {
  readonly low: number;
  readonly high: number;
  readonly values: readonly number[];
}

/** Ticks of a time axis that starts at 0; `end` is where the axis ends, in seconds, and `unit` what labels count. */
export interface TimeTicks {
  readonly unit: 's' | 'min' | 'h' | 'd';
  readonly end: number;
  readonly ticks: readonly { readonly seconds: number; readonly label: string }[];
}

/** Four to ten ticks at multiples of 1, 2, 2.5 or 5 times a power of ten that enclose `low` to `high`. */
export function niceTicks(low: number, high: number): ValueTicks {
  const [from, to] = low === high ? [low - 1, high + 1] : [low, high];
  const rough = (to - from) / 7;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= rough) ?? 10);
  const [first, last] = [Math.floor(from / step), Math.ceil(to / step)];
  const values = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { low: first * step, high: last * step, values };
}

const timeUnits = [
  { unit: 's', seconds: 1, upTo: 300, steps: [1, 2, 5, 10, 15, 30, 60] },
  { unit: 'min', seconds: 60, upTo: 3 * 3600, steps: [1, 2, 5, 10, 15, 20, 30] },
  { unit: 'h', seconds: 3600, upTo: 4 * 86_400, steps: [0.5, 1, 2, 3, 6, 12] },
  { unit: 'd', seconds: 86_400, upTo: Infinity, steps: [1, 2, 5, 10, 20, 50, 100] },
] as const;

/** Six to twelve ticks from 0 to `end` seconds in a unit that people would use for such a time. */
export function timeTicks(end: number): TimeTicks {
  const length = end > 0 ? end : 1;
  const { unit, seconds, steps } = timeUnits.find(({ upTo }) => length <= upTo) ?? timeUnits[3];
  const rough = length / seconds / 12;
  const step = steps.find((candidate) => candidate >= rough) ?? niceTicks(0, length / seconds).values[1] ?? 1;
  const count = Math.floor(length / seconds / step + 1e-9);
  const ticks = Array.from({ length: count + 1 }, (_, index) => ({
    seconds: index * step * seconds,
    label: formatNumber(index * step),
  }));
  return { unit, end: length, ticks };
}

/** A number without the digits that binary fractions add. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

import type { GoodSample } from './run.ts';

/** The stretches of samples outside `min` to `max`, each with the value furthest out. */
export function stretchesOutside(
  samples: readonly GoodSample[],
  of: (sample: GoodSample) => number,
  min: number,
  max: number,
): { from: number; to: number; worst: number }[] {
  const stretches: { from: number; to: number; worst: number }[] = [];
  let open: { from: number; to: number; worst: number } | undefined;
  for (const sample of samples) {
    const value = of(sample);
    const distance = (reading: number): number => Math.max(min - reading, reading - max);
    if (value >= min && value <= max) {
      open = undefined;
    } else if (open === undefined) {
      open = { from: sample.time, to: sample.time, worst: value };
      stretches.push(open);
    } else {
      open.to = sample.time;
      if (distance(value) > distance(open.worst)) open.worst = value;
    }
  }
  return stretches;
}

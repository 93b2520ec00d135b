import type { OperationContext } from '@fourwire/core';
import { columnsOf } from '../session/collect-readings.ts';
import type { Columns } from '../session/collect-readings.ts';
import type { LcrPair } from './lcr-measurement.ts';

/** What is swept. */
export type SweepAxis = 'bias' | 'frequency';

type Points<Axis extends SweepAxis> = Columns<Axis | 'primary' | 'secondary'>;

/** How a sweep goes from level to level. */
export interface SweepStep {
  /** Brings the meter to a level. */
  set(level: number): Promise<void>;
  measure(): Promise<LcrPair>;
  /** From a level to its measurement, in s. */
  readonly delay: number;
}

/** Measures at level after level; each point is reported as it is measured. */
export async function sweep<Axis extends SweepAxis>(
  axis: Axis,
  levels: Float64Array,
  step: SweepStep,
  operation: OperationContext<{ readonly taken: number; readonly points: Points<Axis> }>,
): Promise<Points<Axis>> {
  const names = [axis, 'primary', 'secondary'] as const;
  const all = columnsOf<Axis | 'primary' | 'secondary'>(names, () => new Float64Array(levels.length));
  for (const [index, level] of levels.entries()) {
    await step.set(level);
    if (step.delay > 0) await operation.clock.sleep(step.delay * 1000, operation.signal);
    const { primary, secondary } = await step.measure();
    const row = [level, primary, secondary];
    for (const [column, name] of names.entries()) all[name][index] = row[column] ?? Number.NaN;
    operation.progress({
      taken: index + 1,
      points: columnsOf<Axis | 'primary' | 'secondary'>(names, (name) => all[name].slice(index, index + 1)),
    });
  }
  return all;
}

import type { ConformanceBench, ConformanceGroup } from './options.ts';
import type { CheckRun } from './check-run.ts';

/** A check before it is given a bench. */
export interface PlannedCheck<B extends ConformanceBench> {
  readonly group: ConformanceGroup;
  readonly name: string;
  readonly work: (run: CheckRun<B>) => Promise<void>;
}

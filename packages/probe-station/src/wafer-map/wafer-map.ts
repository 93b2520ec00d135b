import type { Bin } from './bins.ts';
import type { Die } from './dies.ts';
import type { DieIndex, WaferGeometry } from './geometry.ts';

/** A wafer, its dies and how they were sorted: what is drawn and written to files. */
export interface WaferMap {
  readonly geometry: WaferGeometry;
  readonly dies: readonly Die[];
  readonly bins: readonly Bin[];
  /** Code of a die's bin; undefined when it has none. `results.binOf` of {@link WaferResults} fits. */
  readonly binOf: (die: DieIndex) => number | undefined;
}

import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/**
 * The files that take a tenth of the run or more, longest first. Vitest goes by the size of a file where it has not
 * measured it yet, and these are short: begun last, one of them would keep the others waiting.
 */
const long = [
  'conformance/thermal-chamber.test.ts',
  'conformance/scpi.test.ts',
  'wires/replug.test.ts',
  'conformance/probe-station.test.ts',
  'wires/torture.test.ts',
  'conformance/thermal-chamber-wires.test.ts',
  'readme.test.ts',
  'fault-matrix/fault-matrix.test.ts',
  'conformance/metrology.test.ts',
  'kills/kills.test.ts',
];

/** Begins the longest files first, so that the workers end together. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((name) => moduleId.endsWith(`/tests/${name}`));
      return at < 0 ? long.length : at;
    };
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's own, which gives a new array
    const usual = await super.sort(files);
    return usual.toSorted((a, b) => rank(a) - rank(b));
  }
}

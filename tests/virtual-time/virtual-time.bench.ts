import { bench, describe } from 'vitest';
import { cycleByStandard } from './jesd22-a104.ts';
import { burnIn, cycleTemperature } from './qualification.ts';

/** The whole run once: what counts is its seconds. */
const once = { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 };

describe('virtual time', () => {
  bench(
    '1,000 thermal cycles with four measured channels (goal: under 10 s)',
    async () => {
      await cycleTemperature(1000);
    },
    once,
  );
  bench(
    '1,000 cycles of JESD22-A104, recorded and checked (goal: under 5 s)',
    async () => {
      const { report } = await cycleByStandard(1000);
      if (!report.passed) throw new Error(JSON.stringify(report.failures[0]));
    },
    once,
  );
  bench(
    '1,000 hours of burn-in of 64 devices (goal: under 10 s)',
    async () => {
      await burnIn(1000);
    },
    once,
  );
});

import { expect, it } from 'vitest';
import { abortTrials } from './aborts.ts';

// `pnpm aborts` does it 2,000 times.
it('whatever ends a run on eight machines, each is read back as safe, or the report says why not', async () => {
  const { points, hazardous, confirmed, faults } = await abortTrials(6, 5);
  expect(faults).toEqual([]);
  expect(points).toBe(6);
  expect(hazardous).toBeGreaterThan(20);
  expect(confirmed).toBeGreaterThan(50);
}, 120_000);

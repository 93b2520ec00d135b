import { expect, it } from 'vitest';
import { killTrials } from './kills.ts';

// `pnpm kills` does it 300 times, and measures what is lost; on a busy computer that says more about the computer.
it('a run that is killed goes on at its last checkpoint and destroys nothing twice', async () => {
  const { kills, runs, faults } = await killTrials({ kills: 5, seed: 3, cycles: 3 });
  expect(faults).toEqual([]);
  expect({ kills, runs: runs > 0 }).toEqual({ kills: 5, runs: true });
}, 120_000);

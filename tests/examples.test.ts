import { memorySink, parseJournal, renderReport } from '@fourwire/bench';
import type { JournalEntry } from '@fourwire/bench';
import { describe, expect, it, vi } from 'vitest';
import { bondingLot } from '../examples/src/bond-lot.ts';
import { burningIn } from '../examples/src/burn-in.ts';
import { runExample } from '../examples/src/run-example.ts';
import type { Example } from '../examples/src/run-example.ts';
import { thermalCycling } from '../examples/src/thermal-cycling.ts';
import { waferOverTemperature } from '../examples/src/wafer-over-temperature.ts';

// The first test loads the drivers.
vi.setConfig({ testTimeout: 120_000 });

/** Runs an example on its simulators, in virtual time, and gives what came of it. */
async function result<O, R>(example: Example<O, R>): Promise<{ result: R; entries: JournalEntry[] }> {
  const journal = memorySink();
  const run = await runExample(example, { journal, watchProcess: false });
  expect(run.error).toBeUndefined();
  expect(run.safe.every(({ ok }) => ok)).toBe(true);
  const entries: JournalEntry[] = [];
  for await (const entry of parseJournal(journal.text)) entries.push(entry);
  expect(entries.at(-1)).toMatchObject({ type: 'run-ended', outcome: 'completed' });
  expect((await renderReport(entries)).startsWith('<!doctype html>')).toBe(true);
  if (run.result === undefined) throw new Error('There is no result.');
  return { result: run.result, entries };
}

describe('the examples', () => {
  it('cycle parts with their resistance measured in each dwell', async () => {
    const { result: cycled, entries } = await result(thermalCycling);
    expect(cycled).toEqual({ cycles: 5, deviations: 0, failures: 0 });
    expect(entries.filter(({ type }) => type === 'measurement').length).toBe(5 * 2 * 3);
  });

  it('burn devices in, and take the one off that fails', async () => {
    const { result: burnt } = await result(burningIn);
    expect(burnt).toMatchObject({
      survivors: ['S1', 'S2', 'S3', 'S4', 'S6'],
      dropped: [{ part: 'S5', point: '12 h' }],
      deviations: 0,
    });
  });

  it('test a wafer over temperature', async () => {
    const { result: tested, entries } = await result(waferOverTemperature);
    expect(tested.passes.map(({ temperature, dies }) => [temperature, dies.length])).toEqual([
      [25, 30],
      [85, 30],
    ]);
    expect(tested.passes.every((pass) => pass.yield > 0.7)).toBe(true);
    expect(entries.filter(({ type }) => type === 'bin').length).toBe(60);
  });

  it('bond a lot with pull tests', async () => {
    const { result: bonded } = await result(bondingLot);
    expect(bonded).toMatchObject({ bonded: 3, samples: [{ failed: 0 }, { failed: 0 }] });
  });
});

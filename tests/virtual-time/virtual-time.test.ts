import { parseJournal } from '@fourwire/bench';
import type { EntryOf } from '@fourwire/bench';
import { describe, expect, it } from 'vitest';
import { burnIn, cycleTemperature } from './qualification.ts';

async function measurements(journal: string): Promise<EntryOf<'measurement'>[]> {
  const found: EntryOf<'measurement'>[] = [];
  for await (const entry of parseJournal(journal)) if (entry.type === 'measurement') found.push(entry);
  return found;
}

describe('virtual time', () => {
  it('gives the same journal, byte by byte, in 20 runs with one seed, and another with another seed', async () => {
    const first = await cycleTemperature(3);
    expect(first.timers).toBe(0);
    for (let run = 1; run < 20; run++) expect((await cycleTemperature(3)).journal).toBe(first.journal);
    expect((await cycleTemperature(3, 2)).journal).not.toBe(first.journal);
  });

  it('measures four channels twice in each cycle, over the drivers and the bytes of real machines', async () => {
    const { journal, hours } = await cycleTemperature(5);
    const values = await measurements(journal);
    expect(values.length).toBe(5 * 2 * 4);
    expect(hours).toBeGreaterThan(5 * 0.25);
    const cold = values.slice(0, 4).map(({ value }) => value ?? 0);
    const hot = values.slice(4, 8).map(({ value }) => value ?? 0);
    for (const [index, value] of cold.entries()) {
      // Platinum: 0.385 % each K.
      expect((hot[index] ?? 0) / value).toBeCloseTo(1 + (0.00385 * 165) / 0.846, 1);
    }
  });

  it('burns 64 devices in for a day, twice the same', async () => {
    const [one, other] = [await burnIn(24), await burnIn(24)];
    expect(one.journal).toBe(other.journal);
    expect(one.timers).toBe(0);
    expect((await measurements(one.journal)).length).toBe(24 * 64);
    expect(one.hours).toBeGreaterThan(24);
  });
});

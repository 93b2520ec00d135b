import { parseJournal } from '@fourwire/bench';
import type { EntryOf } from '@fourwire/bench';
import { describe, expect, it } from 'vitest';
import { cycleByHand } from './cycles-by-hand.ts';
import { burnInAtLength, cycleTemperature } from './qualification.ts';

async function measurements(journal: string): Promise<EntryOf<'measurement'>[]> {
  const found: EntryOf<'measurement'>[] = [];
  for await (const entry of parseJournal(journal)) if (entry.type === 'measurement') found.push(entry);
  return found;
}

describe('virtual time', () => {
  it('gives the same journal, byte by byte, in 20 runs with one seed, and another with another seed', async () => {
    const first = await cycleTemperature(1);
    expect(first.timers).toBe(0);
    for (let run = 1; run < 20; run++) expect((await cycleTemperature(1)).journal).toBe(first.journal);
    expect((await cycleTemperature(1, 2)).journal).not.toBe(first.journal);
  });

  it('measures four channels twice in each cycle, over the drivers and the bytes of real machines', async () => {
    const { journal, hours } = await cycleTemperature(5);
    const values = await measurements(journal);
    expect(values.length).toBe(5 * 2 * 4);
    expect(hours).toBeGreaterThan(5 * 0.25);
    const { journal: byHand } = await cycleByHand(5);
    const readings = (text: string): number => text.split('"type":"reading"').length;
    // The loop that the procedure is compared with looks as often as the procedure.
    expect(Math.abs(readings(byHand) / readings(journal) - 1)).toBeLessThan(0.05);
    expect((await measurements(byHand)).length).toBe(values.length);
    const cold = values.slice(0, 4).map(({ value }) => value ?? 0);
    const hot = values.slice(4, 8).map(({ value }) => value ?? 0);
    for (const [index, value] of cold.entries()) {
      // Platinum: 0.385 % each K.
      expect((hot[index] ?? 0) / value).toBeCloseTo(1 + (0.00385 * 165) / 0.846, 1);
    }
  });

  it('burns 64 devices in for six hours, twice the same', async () => {
    const [one, other] = [await burnInAtLength(6), await burnInAtLength(6)];
    expect(one.journal).toBe(other.journal);
    expect(one.timers).toBe(0);
    expect((await measurements(one.journal)).length).toBe((6 + 1) * 64);
    expect(one.hours).toBeGreaterThan(6);
  });
});

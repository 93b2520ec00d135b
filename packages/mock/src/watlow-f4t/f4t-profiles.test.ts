import { describe, expect, it } from 'vitest';
import { f4tChamber as chamber } from '../testing/f4t-chamber.ts';

describe('profiles', () => {
  const base = (step: number): number => 19_094 + 170 * (step - 1);

  /** Stores -10 °C in 10 min with event 3, a guaranteed soak of 5 min, both twice, and an end that holds. */
  function store(unit: ReturnType<typeof chamber>): void {
    const writes: [number, number][] = [
      [18_888, 5],
      [18_890, 1375],
      [18_606, 0x41],
      [19_038, 59],
      [base(1), 1928],
      [base(1) + 6, 0],
      [base(1) + 4, 10],
      [base(1) + 2, 0],
      [base(1) + 56, 63],
      [base(2), 87],
      [base(2) + 4, 5],
      [base(2) + 44, 63],
      [base(3), 116],
      [base(3) + 8, 1],
      [base(3) + 10, 1],
      [base(4), 27],
      [base(4) + 76, 47],
    ];
    for (const [address, value] of writes)
      expect([address, unit.write(address, value)]).toEqual([address, 0]);
    expect([unit.writeFloat(19_086, 2), unit.writeFloat(base(1) + 20, -10)]).toEqual([0, 0]);
  }

  it('are stored step by step, listed, shown and deleted', () => {
    const unit = chamber();
    store(unit);
    expect([unit.word(18_920), unit.word(48_000), unit.word(48_002)]).toEqual([4, 1, 5]);
    expect([unit.text(16_886 + 40 * 4, 1), unit.float(base(1) + 20), unit.float(19_086)]).toEqual([
      'A',
      -10,
      2,
    ]);
    // In one block, with the registers between the events.
    expect(unit.words(base(2) + 44, 32)).toHaveLength(32);
    // Nothing follows the end, no step comes before the one before it, and targets keep the limits of the loop.
    expect([unit.write(base(5), 87), unit.write(base(9), 87), unit.writeFloat(base(1) + 20, 200)]).toEqual([
      3, 3, 3,
    ]);
    expect([
      unit.write(18_890, 1772),
      unit.word(18_920),
      unit.word(48_000),
      unit.write(18_890, 1772),
    ]).toEqual([0, 0, 0, 3]);
  });

  it('run to their end, with a pause, and say how far they are', async () => {
    const unit = chamber();
    store(unit);
    expect([unit.write(16_558, 5), unit.write(16_560, 1), unit.write(16_562, 1782)]).toEqual([0, 0, 0]);
    expect([unit.word(16_568), unit.word(16_588), unit.word(16_590), unit.word(16_598)]).toEqual([
      149, 5, 1, 63,
    ]);
    // Twice 10 min and 5 min.
    expect([unit.word(16_570), unit.word(16_572), unit.word(16_624)]).toEqual([30, 0, 10]);
    await unit.clock.advance({ minutes: 4 });
    expect([unit.word(16_566), unit.write(16_566, 146), unit.word(16_568)]).toEqual([61, 0, 146]);
    const held = unit.float(2810);
    await unit.clock.advance({ minutes: 20 });
    expect(unit.float(2810)).toBe(held);
    expect([unit.write(16_564, 147), unit.word(16_568), unit.write(16_564, 147)]).toEqual([0, 149, 3]);
    // It cannot be edited meanwhile, nor a second one started.
    expect([unit.write(base(2) + 4, 9), unit.write(16_562, 1782)]).toEqual([3, 3]);
    await unit.clock.advance({ hours: 3 });
    expect([unit.word(16_568), unit.word(16_588), unit.float(2782), unit.word(2814)]).toEqual([
      252, 0, -10, 10,
    ]);
    expect(unit.float(2820)).toBeCloseTo(-10, 0);
  });

  it('wait for the band of a guaranteed soak, and are terminated', async () => {
    const unit = chamber();
    unit.model.compressorTripped = true;
    store(unit);
    unit.write(16_558, 5);
    unit.write(16_562, 1782);
    await unit.clock.advance({ hours: 5 });
    expect([unit.word(16_568), unit.word(16_590), unit.word(16_624)]).toEqual([149, 2, 5]);
    expect([unit.write(16_566, 148), unit.word(16_568), unit.word(2814)]).toEqual([0, 253, 62]);
  });
});

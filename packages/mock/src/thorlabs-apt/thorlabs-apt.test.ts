import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexWire } from '../testing/hex-wire.ts';
import { simulated } from '../testing/simulated.ts';
import { ThorlabsAptSimulator } from './thorlabs-apt.ts';
import type { ThorlabsAptSimulatorOptions } from './thorlabs-apt.ts';

function unit(options: ThorlabsAptSimulatorOptions = {}) {
  const { clock, simulator } = simulated(ThorlabsAptSimulator, options);
  const wire = hexWire(simulator.services.serial);
  const view = (reply: string): DataView =>
    new DataView(Uint8Array.from(Buffer.from(reply.replaceAll(' ', ''), 'hex')).buffer);
  return {
    clock,
    simulator,
    wire,
    later: async (milliseconds: number): Promise<string> => {
      await clock.advance(milliseconds);
      return wire('');
    },
    /** The bits of the status that are set. */
    bits: (): readonly number[] => {
      const word = view(wire('29 04 01 00 50 01')).getUint32(8, true);
      return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => ((word >>> bit) & 1) === 1);
    },
  };
}

describe('Thorlabs APT', () => {
  it('answers the transcript of the sheet', async () => {
    const { wire, later } = unit();
    expect(wire('23 02 00 00 50 01')).toBe('');
    const info = wire('05 00 00 00 50 01');
    expect(info.startsWith('06 00 54 00 81 50 ')).toBe(true);
    expect([
      info.split(' ').length,
      Buffer.from(info.replaceAll(' ', ''), 'hex').toString('latin1', 10, 16),
    ]).toEqual([90, 'KDC101']);
    expect(wire('43 04 01 00 50 01')).toBe('');
    expect(await later(60_000)).toBe('44 04 01 00 01 50');
    expect(wire('53 04 06 00 D0 01 01 00 10 27 00 00')).toBe('');
    const end = await later(10_000);
    expect([end.slice(0, 17), end.split(' ').length, end.slice(24, 35)]).toEqual([
      '64 04 14 00 81 50',
      26,
      '10 27 00 00',
    ]);
    expect(wire('11 04 01 00 50 01')).toBe('12 04 06 00 81 50 01 00 10 27 00 00');
  });

  it('tells by its bits what it does', async () => {
    const { wire, bits, later } = unit();
    expect(bits()).toEqual([8, 13, 28, 31]);
    wire('43 04 01 00 50 01');
    expect(bits()).toEqual([4, 8, 9, 28, 29, 31]);
    await later(60_000);
    expect(bits()).toEqual([0, 8, 10, 13, 28, 31]);
    wire('57 04 01 01 50 01');
    expect(bits()).toEqual([0, 7, 8, 10, 28, 29, 31]);
    await later(2000);
    wire('65 04 01 02 50 01');
    expect((await later(2000)).slice(0, 17)).toBe('66 04 14 00 81 50');
    wire('10 02 01 02 50 01');
    expect([bits(), wire('11 02 01 00 50 01')]).toEqual([[8, 10, 13, 28], '12 02 01 02 01 50']);
    wire('53 04 06 00 d0 01 01 00 00 00 00 00');
    expect(bits()).toEqual([8, 10, 13, 28]);
  });

  it('loses a move while it homes, and answers nothing that it does not know', async () => {
    const { wire, simulator, later } = unit();
    wire('43 04 01 00 50 01 53 04 06 00 d0 01 01 00 10 27 00 00');
    expect(await later(60_000)).toBe('44 04 01 00 01 50');
    expect(simulator.model.controlled.position).toBe(0);
    expect([wire('ff 0f 00 00 50 01'), wire('11 04 01 00 21 01'), wire('11 04 02 00 50 01')]).toEqual([
      '',
      '',
      '',
    ]);
  });

  it('takes speeds, jogs and the rest in its own units', async () => {
    const { wire, simulator, later } = unit({ referenced: true });
    wire('13 04 0e 00 d0 01 01 00 00 00 00 00 00 01 00 00 00 00 20 00');
    expect(wire('14 04 01 00 50 01')).toBe('15 04 0e 00 81 50 01 00 00 00 00 00 00 01 00 00 00 00 20 00');
    expect(simulator.model.controlled.speed).toBeCloseTo(2713, -1);
    wire('16 04 16 00 d0 01 01 00 02 00 e8 03 00 00 00 00 00 00 00 01 00 00 00 00 10 00 02 00');
    const before = simulator.model.controlled.position;
    wire('6a 04 01 02 50 01');
    await later(5000);
    expect(simulator.model.counts(simulator.model.controlled.position - before)).toBe(-1000);
    wire('10 04 06 00 d0 01 01 00 00 00 00 00');
    wire('48 04 06 00 d0 01 01 00 18 fc ff ff');
    await later(5000);
    expect(wire('11 04 01 00 50 01')).toBe('12 04 06 00 81 50 01 00 18 fc ff ff');
    for (const [set, ask] of [
      ['3a 04 06 00 d0 01 01 00 05 00 00 00', '3b 04 01 00 50 01'],
      ['40 04 0e 00 d0 01 01 00 02 00 01 00 07 00 00 00 08 00 00 00', '41 04 01 00 50 01'],
      ['23 04 10 00 d0 01 01 00 02 00 03 00 07 00 00 00 08 00 00 00 01 00', '24 04 01 00 50 01'],
    ] as const) {
      wire(set);
      expect(wire(ask).slice(18)).toBe(set.slice(18));
    }
  });

  it('tells its status ten times a second, and no ends of moves, where it is asked to', async () => {
    const { wire, later } = unit({ referenced: true });
    wire('11 00 00 00 50 01');
    const told = (await later(500)).split('91 04 0e 00 81 50');
    expect(told).toHaveLength(6);
    wire('12 00 00 00 50 01 18 00 00 00 50 01 53 04 06 00 d0 01 01 00 00 00 00 00');
    expect(await later(20_000)).toBe('');
    expect(wire('80 04 01 00 50 01').slice(0, 29)).toBe('81 04 0e 00 81 50 01 00 00 00');
  });

  it('shows a stall and an encoder that gives no signal in its bits, and stands', async () => {
    const { wire, bits, later, simulator } = unit({ referenced: true });
    simulator.faults.stall?.(true);
    wire('53 04 06 00 d0 01 01 00 00 00 00 00');
    expect((await later(20_000)).slice(0, 17)).toBe('66 04 14 00 81 50');
    expect(bits()).toEqual([8, 10, 13, 14, 28, 30, 31]);
    simulator.faults.stall?.(false);
    wire('53 04 06 00 d0 01 01 00 00 00 00 00');
    simulator.faults['sensor-open']?.(true);
    await later(100);
    expect(bits()).toEqual([8, 10, 13, 25, 28, 30, 31]);
    simulator.faults['sensor-open']?.(false);
    simulator.faults['emergency-stop']?.(true);
    expect(bits()).toEqual([8, 10, 13, 16, 28]);
    simulator.faults['brown-out']?.(true);
    expect(bits()).toEqual([8, 13, 16, 28, 31]);
  });

  it('still answers, whatever arrived in pieces of any size', () => {
    const known = fc.constantFrom(0x53, 0x04, 0x01, 0x50, 0xd0, 0x11, 0x00, 0x43, 0x0e, 0x13);
    fc.assert(
      fc.property(fc.array(fc.array(fc.oneof(known, fc.integer({ min: 0, max: 255 })))), (pieces) => {
        const { wire } = unit({ referenced: true });
        for (const piece of pieces) wire(Buffer.from(piece).toString('hex'));
        // No message claims more.
        wire('00'.repeat(300));
        expect(wire('11 04 01 00 50 01')).toMatch(/12 04 06 00 81 50 01 00( ..){4}$/);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

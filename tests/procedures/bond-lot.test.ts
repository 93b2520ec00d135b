import { bondLot, planProcedure } from '@fourwire/bench';
import type { BondLotOptions } from '@fourwire/bench';
import { BondTesterSimulator, GemWirebonderSimulator, virtualBench } from '@fourwire/mock';
import { exampleProfile } from '@fourwire/wirebonder';
import { describe, expect, it, vi } from 'vitest';
import { entriesOf, onBench, tryOut } from './trial.ts';

// The first test loads the drivers.
vi.setConfig({ testTimeout: 120_000 });

/** A bonder, and a tester that pulls its wires one after the other. */
const lab = () =>
  virtualBench(({ clock, random }) => {
    const bonder = new GemWirebonderSimulator({ clock, random: random('bonder') });
    return {
      bonder,
      tester: new BondTesterSimulator({ clock, random: random('tester'), bonder: bonder.model }),
    };
  });

const devices = {
  bonder: { driver: 'gem-wirebonder', address: 'hsms://bonder', options: { profile: exampleProfile } },
  tester: { driver: 'bond-tester-csv', address: 'TCPIP0::tester::4000::SOCKET' },
};

const options = {
  lot: 'L1',
  recipe: 'MEMS-GOLD',
  strips: 4,
  sampling: { wires: 5, every: 2 },
  pull: { minimum: 2 },
  assists: 'resume',
} satisfies BondLotOptions;

const bonding = (bench = lab(), extra: Partial<BondLotOptions> = {}) => ({
  lab: bench,
  devices,
  procedure: bondLot(),
  options: { ...options, ...extra },
});

describe('a bond lot', () => {
  it('bonds strip after strip, and pulls wires of those that the plan samples', async () => {
    const bench = lab();
    bench.simulators.bonder.model.failWire(5, 'non-stick-on-pad');
    const tried = await tryOut(bonding(bench));
    expect(tried.error).toBeUndefined();
    expect(tried.result?.bonded).toBe(4);
    // The first, every second and the last.
    expect(tried.result?.samples.map(({ strip, pulled, failed }) => [strip, pulled, failed])).toEqual([
      ['L1-1', 5, 0],
      ['L1-3', 5, 0],
      ['L1-4', 5, 0],
    ]);
    const forces = entriesOf(tried, 'measurement');
    expect(forces.length).toBe(15);
    expect(forces[0]).toMatchObject({
      unit: 'cN',
      verdict: 'pass',
      target: { part: 'L1-1', point: 'sample 1' },
    });
    expect(forces[0]?.reason).toMatch(/^unit \d, wire \d, failure a-\d$/);
    // 48 wires a strip, of two bonds each; the wire that did not stick has one.
    expect(entriesOf(tried, 'event').filter(({ name }) => name === 'bond').length).toBeGreaterThan(
      4 * 95 - 2,
    );
    expect(entriesOf(tried, 'alarm').map(({ active }) => active)).toEqual([true, false]);
    expect(entriesOf(tried, 'note').map(({ text }) => text)).toContain(
      'lab/bonder: it called its operator, and was told to go on.',
    );
  });

  it('stops the lot when more wires of a sample fail than the plan accepts', async () => {
    const stopped = await tryOut(bonding(lab(), { pull: { minimum: 30 } }));
    expect(stopped.result).toMatchObject({ bonded: 1, stoppedAt: 'L1-1' });
    expect(entriesOf(stopped, 'note').at(-1)?.text).toBe(
      '5 of 5 wires of L1-1 fail the pull test; the lot is stopped, and 3 strips are not bonded.',
    );
    const accepted = await tryOut(
      bonding(lab(), { strips: 1, pull: { minimum: 30 }, sampling: { wires: 5, accept: 5 } }),
    );
    expect(accepted.result).toMatchObject({ bonded: 1, samples: [{ failed: 5 }] });
    expect(accepted.result?.stoppedAt).toBeUndefined();
    const lifted = await tryOut(
      bonding(lab(), { pull: { minimum: 2, failing: ['a-1', 'a-2', 'a-3', 'a-4'] } }),
    );
    expect(lifted.result?.stoppedAt).toBe('L1-1');
  });

  it('never bonds a strip or pulls a wire twice, wherever it was killed', async () => {
    const whole = await tryOut(bonding());
    const of = (name: string, phase: string): number =>
      whole.lines.findIndex((line) => line.includes(`"${name}"`) && line.includes(phase));
    const strips = (bench: ReturnType<typeof lab>): readonly string[] => [
      ...new Set(bench.simulators.bonder.model.made.map(({ lot }) => lot)),
    ];
    // Between two strips: goes on with the next.
    const between = lab();
    const next = await tryOut({
      ...bonding(between),
      killedAfter: whole.lines.slice(0, of('bond strip L1-3', 'started')),
    });
    expect(next.error).toBeUndefined();
    expect(strips(between)).toEqual(['L1-3', 'L1-4']);
    expect(next.result?.samples[0]).toEqual(whole.result?.samples[0]);
    // In a pull test: nobody knows what was pulled.
    const pulling = await tryOut({
      ...bonding(),
      killedAfter: whole.lines.slice(0, of('pull 5 wires of L1-3', 'started') + 1),
    });
    expect(pulling.error?.code).toBe('step-interrupted');
    // In a strip: it is followed where the machine is, and not begun again.
    const standing = lab();
    const followed = await tryOut({
      ...bonding(standing),
      killedAfter: whole.lines.slice(0, of('bond strip L1-2', 'started') + 5),
    });
    expect(followed.error?.code).toBe('lot-not-running');
    expect(strips(standing)).toEqual([]);
  });

  it('is planned, and asks the person at the bench where it is to', async () => {
    const plan = await onBench(bonding(), async (bench) =>
      planProcedure(bondLot(), bench, { ...options, ask: true, secondsPerStrip: 100 }),
    );
    expect(plan.seconds).toBe(4 * 100 + 3 * 5 * 10);
    expect(plan.actions.filter(({ kind }) => kind === 'prompt').map(({ name }) => name)).toContain(
      'Bring strip L1-3 to the bond tester.',
    );
    expect(plan.actions.filter(({ once }) => once).map(({ name }) => name)).toEqual([
      'bond strip L1-1',
      'pull 5 wires of L1-1',
      'bond strip L1-2',
      'bond strip L1-3',
      'pull 5 wires of L1-3',
      'bond strip L1-4',
      'pull 5 wires of L1-4',
    ]);
  });
});

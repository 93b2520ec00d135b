import { VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { BonderModel } from '../gem-wirebonder/bonder-model.ts';
import { goldBall } from '../physics/bonding/bond-window.ts';
import { textClient } from '../testing/text-client.ts';
import { BondTesterSimulator } from './bond-tester.ts';

/** A bonder with two wires, the second of which did not stick. */
function bonderWithWires(clock: VirtualClock): BonderModel {
  const bonder = new BonderModel(clock);
  const { first, second } = goldBall;
  const unit = { lot: 'L', strip: 'L-1', unit: 1 };
  bonder.made.push({ ...unit, wire: 1, bonded: bonder.bonding.bond(first.optimum, second.optimum) });
  bonder.bonding.forced = 'non-stick-on-pad';
  bonder.made.push({ ...unit, wire: 2, bonded: bonder.bonding.bond(first.optimum, second.optimum) });
  return bonder;
}

describe('the simulated bond tester', () => {
  it('draws strengths from what was bonded, and has nothing to test where nothing stuck', () => {
    const clock = new VirtualClock();
    const bonder = bonderWithWires(clock);
    const tester = new BondTesterSimulator({ clock, bonder });
    const [good, loose] = bonder.made;
    if (good === undefined || loose === undefined) throw new Error('two wires were made');
    // 25 µm gold breaks at 12 gf; with a flat loop and its neck the pull reads about half of it.
    const { force, failure } = tester.pull(good);
    expect(force).toBeGreaterThan(4);
    expect(force).toBeLessThan(10);
    expect(failure).toBe('a-1');
    expect(tester.shear(good)).toMatchObject({ test: 'Ball shear', failure: '2', wire: 1 });
    expect(() => tester.pull(loose)).toThrow('only a wire that is bonded at both ends');
    expect(tester.export().split('\r\n')).toHaveLength(4);
  });

  it('tests wire after wire while somebody listens, and leaves no timer behind', async () => {
    const clock = new VirtualClock();
    const tester = new BondTesterSimulator({ clock });
    await clock.run(async () => {
      const client = textClient(tester.services.tcp);
      await clock.sleep({ seconds: 7 });
      const lines = client.ask('').trimEnd().split('\r\n');
      expect(lines).toHaveLength(4);
      expect(lines[0]).toContain('Peak force (gf)');
      client.close();
      await clock.sleep({ seconds: 7 });
    });
    expect(tester.tested).toHaveLength(3);
    expect(clock.pendingTimers).toBe(0);
  });
});

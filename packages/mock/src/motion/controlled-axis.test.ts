import { seededRandom, VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ControlledAxis } from './controlled-axis.ts';
import { focusMechanics } from './motor-axis.ts';

/** 20 mm of travel, switched on in the middle. */
function bench({ closedLoop = false } = {}) {
  const clock = new VirtualClock();
  const axis = new ControlledAxis({
    clock,
    random: seededRandom(1),
    parameters: { ...focusMechanics, travel: [0, 20_000] },
    position: 10_000,
    home: 5000,
    closedLoop,
  });
  const ends: string[] = [];
  axis.ended.listen(() => ends.push(axis.lastEnd));
  return { clock, axis, ends };
}

describe('an axis under a controller', () => {
  it('counts from where it was switched on, and from a mark once it has found it', async () => {
    const { clock, axis, ends } = bench();
    expect([axis.position, axis.referenced, axis.limits]).toEqual([0, false, { low: -10_000, high: 10_000 }]);
    axis.findMark('low', 0);
    await clock.advance(30_000);
    expect([axis.position, axis.referenced, axis.limits, ends]).toEqual([
      0,
      true,
      { low: 0, high: 20_000 },
      ['target'],
    ]);
    axis.findMark('home', 100);
    await clock.advance(30_000);
    expect([axis.position, axis.limits]).toEqual([100, { low: -4900, high: 15_100 }]);
    axis.restart();
    expect([axis.position, axis.referenced, axis.limits.low]).toEqual([0, false, -5000]);
  });

  it('brakes before a new run takes the place of the one under way', async () => {
    const { clock, axis, ends } = bench();
    axis.move(5000);
    await clock.advance(2000);
    const { position } = axis;
    axis.move(-1000);
    expect([axis.moving, axis.target]).toEqual([true, -1000]);
    await clock.advance(50);
    expect(axis.position).toBeGreaterThan(position);
    await clock.advance(10_000);
    expect([axis.moving, Math.round(axis.position), ends]).toEqual([false, -1000, ['target']]);
  });

  it('ends at its switch, and half way where a switch trips or the motor stalls', async () => {
    const { clock, axis, ends } = bench();
    axis.jog(1);
    await clock.advance(60_000);
    expect([Math.round(axis.position), axis.motor.activeSwitch]).toEqual([10_000, 'high']);
    axis.motor.hindrance = 'stalled';
    axis.move(0);
    await clock.advance(60_000);
    expect([Math.round(axis.position), axis.motor.activeSwitch]).toEqual([5000, undefined]);
    axis.motor.hindrance = undefined;
    axis.move(0);
    await clock.advance(1000);
    axis.motor.hindrance = 'switch';
    await clock.advance(100);
    expect([axis.moving, axis.motor.activeSwitch]).toEqual([false, 'low']);
    axis.motor.hindrance = undefined;
    expect([axis.motor.activeSwitch, ends]).toEqual([undefined, ['switch', 'stalled', 'switch']]);
  });

  it('stalls where its encoder does not follow, unless it does without', async () => {
    const { clock, axis, ends } = bench({ closedLoop: true });
    axis.move(5000);
    await clock.advance(1000);
    axis.motor.stuck = true;
    await clock.advance(100);
    const { readout } = axis.motor.stage;
    axis.move(0);
    await clock.advance(1000);
    expect([Math.round(axis.motor.stage.readout - readout), ends]).toEqual([-50, ['stalled', 'stalled']]);
    const open = bench();
    open.axis.motor.stuck = true;
    open.axis.move(5000);
    await open.clock.advance(20_000);
    expect([open.axis.position, Math.round(open.axis.motor.stage.readout), open.ends]).toEqual([
      0,
      15_000,
      ['target'],
    ]);
  });

  it('does not set off where it is stopped in the same moment', async () => {
    const { clock, axis, ends } = bench();
    axis.move(5000);
    axis.stop();
    await clock.advance(1000);
    expect([axis.moving, axis.position, ends]).toEqual([false, 0, ['stopped']]);
  });

  it('stands at once where it is halted, and is not referenced by a run that was stopped', async () => {
    const { clock, axis, ends } = bench();
    axis.findMark('high', 0);
    await clock.advance(2000);
    axis.halt();
    const { position } = axis;
    await clock.advance(1000);
    expect([axis.position, axis.referenced, axis.target, ends]).toEqual([
      position,
      false,
      position,
      ['stopped'],
    ]);
    expect(clock.pendingTimers).toBe(0);
  });
});

import { FourwireError, seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChuckModel } from './chuck-model.ts';
import { HeaterResistor } from './devices/heater-resistor.ts';
import { ProbeCardModel } from './probe-card-model.ts';
import type { ProberParameters } from './prober-model.ts';
import { ProberModel } from './prober-model.ts';
import { WaferModel } from './wafer-model.ts';

const straight = { x: 0, y: 0, theta: 0 };
const exact = { flatness: 0 };

function prober(parameters: Partial<ProberParameters> = {}, chuck?: ChuckModel): ProberModel {
  const random = seededRandom('prober');
  return new ProberModel({
    random,
    card: new ProbeCardModel({ random: random.fork('card') }),
    parameters,
    ...(chuck === undefined ? {} : { chuck }),
  });
}

function wafer(): WaferModel<HeaterResistor> {
  return new WaferModel({ random: seededRandom('W01'), device: (die) => HeaterResistor.on(die) });
}

/** Moves XY, then Z, and waits. */
function probe(machine: ProberModel, x: number, y: number, z: number): void {
  machine.x.moveTo(x);
  machine.y.moveTo(y);
  machine.advance(20);
  machine.z.moveTo(z);
  machine.advance(20);
}

describe('ProberModel', () => {
  it('finds the die under the needles once it has got there', () => {
    const machine = prober();
    machine.load(wafer(), straight);
    machine.x.moveTo(25_000);
    machine.y.moveTo(-10_000);
    expect(machine.busy).toBe(true);
    expect(machine.die).toMatchObject({ column: 0, row: 0 });
    machine.advance(20);
    expect(machine.busy).toBe(false);
    expect(machine.die).toMatchObject({ column: 5, row: -2 });
    expect(machine.overPads).toBe(true);
    probe(machine, 26_000, -10_000, 0);
    expect(machine.die).toMatchObject({ column: 5, row: -2 });
    expect(machine.overPads).toBe(false);
    probe(machine, 100_000, 0, 0);
    expect(machine.die).toBeUndefined();
    expect(machine.overPads).toBe(false);
  });

  it('is busy as long as any axis is', () => {
    for (const axis of ['x', 'y', 'z', 'theta'] as const) {
      const machine = prober();
      expect(machine.busy).toBe(false);
      machine[axis].moveTo(1);
      expect(machine.busy).toBe(true);
      machine.advance(20);
      expect(machine.busy).toBe(false);
    }
  });

  it('misses by 10 µm at 70 mm for 0.0082° of rotation, until theta makes up for it (probe sheet 1)', () => {
    const machine = prober();
    machine.load(wafer(), { x: 0, y: 0, theta: 0.0082 });
    probe(machine, 70_000, 0, 0);
    expect(machine.needles.y).toBeLessThan(-7);
    expect(machine.needles.y).toBeGreaterThan(-13);
    machine.theta.moveTo(-0.0082);
    machine.advance(20);
    expect(Math.abs(machine.needles.y)).toBeLessThan(4);
  });

  it('puts wafers down a little askew, each in its own way, decided by the seed', () => {
    const [one, other] = [prober(), prober()];
    one.load(wafer());
    other.load(wafer());
    expect(one.placement).toEqual(other.placement);
    const first = one.placement;
    one.load(wafer());
    expect(one.placement).not.toEqual(first);
    one.load(wafer(), straight);
    one.slip(12, -5);
    expect(one.placement).toEqual({ x: 12, y: -5, theta: 0 });
  });

  it('counts a touchdown when the needles come down, once each time, wherever time is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 }), (steps) => {
        const machine = prober();
        machine.load(wafer(), straight);
        machine.z.moveTo(10_060);
        for (const step of steps) machine.advance(step / 1000);
        machine.advance(20);
        machine.z.moveTo(9800);
        for (const step of steps) machine.advance(step / 1000);
        machine.advance(20);
        machine.z.moveTo(10_060);
        machine.advance(20);
        expect(machine.touchdowns(0, 0)).toBe(2);
        expect(machine.card.touchdowns).toBe(2);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('lands once on a stage that swings around the contact height', () => {
    const machine = prober(exact);
    machine.load(wafer(), straight);
    machine.z.moveTo(10_000.2);
    for (let ms = 0; ms < 10_000; ms++) machine.advance(0.001);
    expect(machine.card.touchdowns).toBe(1);
  });

  it('forgets the touchdowns of a wafer that is taken away, and has none without a wafer', () => {
    const machine = prober();
    machine.load(wafer(), straight);
    probe(machine, 0, 0, 10_060);
    probe(machine, 0, 0, 9000);
    expect(machine.touchdowns(0, 0)).toBe(1);
    expect(machine.touchdowns(1, 0)).toBe(0);
    machine.unload();
    expect(machine.die).toBeUndefined();
    expect(machine.touchdowns(0, 0)).toBe(0);
    expect(machine.overtravel).toBeLessThan(-700);
    machine.load(wafer(), straight);
    expect(machine.touchdowns(0, 0)).toBe(0);
  });

  it('has a chuck that is not quite flat', () => {
    const machine = prober();
    machine.load(wafer(), straight);
    const heights = [-80_000, 0, 80_000].map((x) => {
      probe(machine, x, 0, 9990);
      return machine.overtravel;
    });
    expect(new Set(heights.map((height) => Math.round(height * 100))).size).toBe(3);
    for (const height of heights) expect(Math.abs(height + 10)).toBeLessThan(8);
  });

  it('grows by 69 µm of chuck and some of card when it warms up by 100 K, and its wafer by 22 µm at 75 mm', () => {
    const chuck = new ChuckModel({ random: seededRandom(1) });
    const machine = prober({ ...exact, cardShift: 0 }, chuck);
    machine.load(wafer(), straight);
    probe(machine, 75_000, 0, 9900);
    const [height, place] = [machine.overtravel, machine.needles.x];
    chuck.running = true;
    chuck.setpoint = 125;
    chuck.advance(1200);
    const early = machine.overtravel - height;
    chuck.advance(7200);
    const late = machine.overtravel - height;
    expect(late).toBeCloseTo(69.3 + 0.35 * 30, 0);
    expect(late - early).toBeGreaterThan(1);
    expect(place - machine.needles.x).toBeGreaterThan(21);
    expect(place - machine.needles.x).toBeLessThan(23);
  });

  it('lets the needles wander as the card warms up', () => {
    const chuck = new ChuckModel({ random: seededRandom(1) });
    const machine = prober({}, chuck);
    machine.load(wafer(), straight);
    chuck.running = true;
    chuck.setpoint = 125;
    chuck.advance(7200);
    expect(machine.needles.x).toBeCloseTo(15, 0);
  });

  it('refuses time that runs backwards', () => {
    expect(() => prober().advance(-1)).toThrow(FourwireError);
  });
});

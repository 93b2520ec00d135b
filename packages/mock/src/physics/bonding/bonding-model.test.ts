import { seededRandom } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BondedWire } from './bonding-model.ts';
import { BondingModel } from './bonding-model.ts';
import { aluminiumWedge, goldBall } from './bond-window.ts';

const first = goldBall.first.optimum;
const second = goldBall.second.optimum;

function bonder(seed: number | string = 'bonder'): BondingModel {
  return new BondingModel({ random: seededRandom(seed) });
}

function bondMany(model: BondingModel, count: number, settings = first): BondedWire[] {
  return Array.from({ length: count }, () => model.bond(settings, second));
}

describe('BondingModel', () => {
  it('bonds well at the optimum', () => {
    const wires = bondMany(bonder(), 1000);
    expect(wires.filter((wire) => wire.outcome === 'good').length).toBeGreaterThan(995);
    const welds = wires.map((wire) => wire.first?.weld ?? Number.NaN);
    const mean = welds.reduce((sum, weld) => sum + weld, 0) / welds.length;
    const deviation = Math.sqrt(welds.reduce((sum, weld) => sum + (weld - mean) ** 2, 0) / welds.length);
    expect(mean).toBeCloseTo(1, 1);
    expect(deviation).toBeGreaterThan(0.05);
    expect(deviation).toBeLessThan(0.07);
  });

  it('makes a ball of 2.2 to 3.2 times the wire at the optimum', () => {
    const ball = bonder().bond(first, second).ball ?? 0;
    expect(ball / 25).toBeGreaterThan(2.2);
    expect(ball / 25).toBeLessThan(3.2);
    const wedge = new BondingModel({
      random: seededRandom(1),
      process: aluminiumWedge,
      wire: { material: 'aluminiumSilicon', diameter: 25 },
    });
    expect(wedge.bond(aluminiumWedge.first.optimum, aluminiumWedge.second.optimum).ball).toBeUndefined();
  });

  it('makes the same wires from the same seed, whatever else was asked in between', () => {
    const [one, other] = [bonder(), bonder()];
    bondMany(one, 5);
    for (let wire = 0; wire < 5; wire++) {
      other.recogniseUnit();
      other.bond(first, second).first?.trace.current(3);
    }
    const [a, b] = [one.bond(first, second), other.bond(first, second)];
    expect(a.first?.weld).toBe(b.first?.weld);
    expect(a.neck).toBe(b.neck);
    expect(a.number).toBe(6);
    expect(bonder(2).bond(first, second).neck).not.toBe(a.neck);
  });

  it('does not stick with half the power, nor on dirty pads', () => {
    const weak = bondMany(bonder(), 200, { ...first, power: first.power * 0.5 });
    expect(weak.filter((wire) => wire.outcome === 'non-stick-on-pad').length).toBeGreaterThan(190);
    const dirty = bonder();
    dirty.contamination = 0.9;
    const wire = dirty.bond(first, second);
    expect(wire.outcome).toBe('non-stick-on-pad');
    expect(wire.second).toBeUndefined();
  });

  it('fails to stick on the lead when only the second bond is weak', () => {
    expect(bonder().bond(first, { ...second, force: second.force * 0.3 }).outcome).toBe('non-stick-on-lead');
  });

  it('has a chance of non-stick that falls with the weld and rises with the wear of the tool', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1500 }).map((milli) => milli / 1000),
        fc.integer({ min: 0, max: 2_000_000 }),
        (weld, bonds) => {
          const model = bonder();
          const fresh = model.nonStickChance(weld);
          expect(fresh).toBeGreaterThan(0);
          expect(fresh).toBeLessThanOrEqual(1);
          expect(model.nonStickChance(weld + 0.01)).toBeLessThanOrEqual(fresh);
          model.toolBonds = bonds;
          expect(model.nonStickChance(weld)).toBeGreaterThanOrEqual(fresh);
        },
      ),
      { seed: 1 },
    );
    const worn = bonder();
    worn.toolBonds = 1_000_000;
    expect(worn.wear).toBe(3);
    expect(worn.nonStickChance(0.45) / bonder().nonStickChance(0.45)).toBeCloseTo(2, 3);
  });

  it('has rare faults about as often as they should be', () => {
    const often = new BondingModel({
      random: seededRandom(5),
      parameters: { efoOpen: 0.05, wireBreak: 0.05, shortTail: 0.05, notRecognised: 0.05 },
    });
    const outcomes = bondMany(often, 2000).map((wire) => wire.outcome);
    for (const outcome of ['efo-open', 'wire-break', 'short-tail']) {
      const count = outcomes.filter((seen) => seen === outcome).length;
      expect(count).toBeGreaterThan(60);
      expect(count).toBeLessThan(140);
    }
    let missed = 0;
    for (let unit = 0; unit < 2000; unit++) if (!often.recogniseUnit()) missed++;
    expect(missed).toBeGreaterThan(60);
    expect(missed).toBeLessThan(140);
  });

  it('counts the bonds of the tool and the wire on the spool, and runs out', () => {
    const model = bonder();
    model.wireLeft = 0.01;
    expect(bondMany(model, 5).map((wire) => wire.outcome)).toEqual([
      'good',
      'good',
      'good',
      'wire-out',
      'wire-out',
    ]);
    expect(model.toolBonds).toBe(6);
    expect(model.wireLeft).toBeCloseTo(0.001, 9);
  });

  it('takes a forced outcome once', () => {
    const model = bonder();
    model.forced = 'wire-break';
    expect(model.bond(first, second)).toMatchObject({ outcome: 'wire-break' });
    expect(model.bond(first, second).outcome).toBe('good');
    model.forced = 'efo-open';
    const wire = model.bond(first, second);
    expect(wire.first).toBeUndefined();
    expect(wire.ball).toBeUndefined();
  });
});

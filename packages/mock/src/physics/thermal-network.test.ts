import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThermalNetwork } from './thermal-network.ts';

function twoBodies(): ThermalNetwork {
  return new ThermalNetwork({
    capacities: [1500, 90],
    links: [[0, 1, 0.6]],
    losses: [3, 0],
    temperature: 20,
  });
}

describe('ThermalNetwork', () => {
  it('follows the exponential of a single body', () => {
    const network = new ThermalNetwork({ capacities: [200], links: [], losses: [4], temperature: 20 });
    network.advance(50, [100], 20);
    expect(network.temperature(0)).toBeCloseTo(20 + 25 * (1 - Math.exp(-1)), 10);
  });

  it('makes a body behind a conductance lag by rate times time constant', () => {
    const network = new ThermalNetwork({
      capacities: [1e9, 90],
      links: [[0, 1, 0.6]],
      losses: [0, 0],
      temperature: 20,
    });
    network.advance(3000, [(1e9 * 5) / 60, 0], 20);
    expect(network.temperature(0) - network.temperature(1)).toBeCloseTo(12.5, 2);
  });

  it('gives the same for one long step and for many short ones', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 12 }), (steps) => {
        const [once, often] = [twoBodies(), twoBodies()];
        once.advance(
          steps.reduce((sum, step) => sum + step / 1000, 0),
          [400, 10],
          5,
        );
        for (const step of steps) often.advance(step / 1000, [400, 10], 5);
        expect(often.temperature(0)).toBeCloseTo(once.temperature(0), 8);
        expect(often.temperature(1)).toBeCloseTo(once.temperature(1), 8);
      }),
      { seed: 1 },
    );
  });

  it('stays between start and surroundings when nothing heats, and gets there in the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 150 }), fc.integer({ min: 0, max: 1e6 }), (room, seconds) => {
        const network = twoBodies();
        network.advance(seconds, [0, 0], room);
        for (const temperature of network.temperatures) {
          expect(temperature).toBeGreaterThanOrEqual(Math.min(20, room) - 1e-6);
          expect(temperature).toBeLessThanOrEqual(Math.max(20, room) + 1e-6);
        }
        network.advance(1e7, [0, 0], room);
        expect(network.temperature(1)).toBeCloseTo(room, 6);
      }),
      { seed: 1 },
    );
  });

  it('keeps the heat that goes in when nothing gets out', () => {
    const network = new ThermalNetwork({
      capacities: [100, 300],
      links: [[0, 1, 2]],
      losses: [0, 0],
      temperature: 0,
    });
    network.advance(60, [50, 0], 0);
    expect(100 * network.temperature(0) + 300 * network.temperature(1)).toBeCloseTo(3000, 8);
  });

  it('settles faster once its loss is raised', () => {
    const [closed, open] = [twoBodies(), twoBodies()];
    open.setLoss(0, 40);
    for (const network of [closed, open]) network.advance(100, [0, 0], -20);
    expect(open.temperature(0)).toBeLessThan(closed.temperature(0) - 10);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d seconds', (seconds) => {
    expect(() => twoBodies().advance(seconds, [0, 0], 20)).toThrow(FourwireError);
  });
});

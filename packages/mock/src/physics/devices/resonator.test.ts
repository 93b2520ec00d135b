import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Resonator } from './resonator.ts';

describe('Resonator', () => {
  it.each([
    [0, 10_000, -90],
    [50, 7070.8, -135],
    [100, 4471.9, -153.4],
    [1000, 499.13, -177.14],
  ])('%d Hz above resonance responds by %d at %d° (probe sheet 6.5)', (above, magnitude, phase) => {
    const response = new Resonator().response(1e6 + above, 25);
    expect(response.magnitude / magnitude).toBeCloseTo(1, 4);
    expect(response.phase).toBeCloseTo(phase, 1);
  });

  it('has the equivalent circuit of the sheet', () => {
    const { resistance, inductance, capacitance } = new Resonator().motionalBranch(25);
    expect(resistance).toBe(5000);
    expect(inductance).toBeCloseTo(7.9577, 4);
    expect(capacitance * 1e15).toBeCloseTo(3.1831, 4);
  });

  it('has a bandwidth of f0 / Q and a ring-down of Q / (π f0)', () => {
    const device = new Resonator();
    const peak = device.response(1e6, 25).magnitude;
    expect(device.response(1e6 + 50, 25).magnitude / peak).toBeCloseTo(Math.SQRT1_2, 3);
    expect(device.ringDownTime(25)).toBeCloseTo(1e4 / (Math.PI * 1e6), 12);
  });

  it('is damped by gas: 1000 at 1 kPa from the gas alone', () => {
    const device = new Resonator();
    device.pressure = 1000;
    expect(1 / (1 / device.quality - 1e-4)).toBeCloseTo(1000, 6);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (pressure) => {
        device.pressure = pressure;
        const { quality } = device;
        const { resistance } = device.motionalBranch(25);
        device.pressure = pressure + 1;
        expect(device.quality).toBeLessThan(quality);
        expect(device.motionalBranch(25).resistance).toBeGreaterThan(resistance);
      }),
      { seed: 1 },
    );
  });

  it('falls by 25 ppm for each K', () => {
    expect(new Resonator().frequency(125)).toBeCloseTo(1e6 * (1 - 2.5e-3), 3);
  });

  it('conducts best at resonance, where the motional resistance is what is left', () => {
    const device = new Resonator();
    expect(device.admittance(1e6, 25).real).toBeCloseTo(1 / 5000, 9);
    fc.assert(
      fc.property(fc.integer({ min: 100_000, max: 10_000_000 }), (frequency) => {
        expect(device.admittance(frequency, 25).real).toBeLessThanOrEqual(1 / 5000 + 1e-9);
        expect(device.admittance(frequency, 25).real).toBeGreaterThan(0);
      }),
      { seed: 1 },
    );
  });

  it('is its shunt capacitance far from resonance', () => {
    const device = new Resonator();
    expect(device.admittance(1e5, 25).imaginary / (2 * Math.PI * 1e5)).toBeCloseTo(1e-12, 13);
    expect(device.admittance(1e7, 25).imaginary / (2 * Math.PI * 1e7) / 1e-12).toBeCloseTo(1, 2);
    expect(device.capacitance()).toBe(1e-12);
  });

  it('shows its defects', () => {
    expect(new Resonator({}, 'broken-spring').frequency(25)).toBeCloseTo(707_107, 0);
    expect(new Resonator({}, 'stuck').response(1e6, 25).magnitude).toBe(0);
    expect(new Resonator({}, 'stuck').admittance(1e6, 25).real).toBeCloseTo(1e-12, 15);
    expect(new Resonator({}, 'open').admittance(1e6, 25)).toEqual({ real: 0, imaginary: 0 });
    expect(new Resonator({}, 'open').capacitance()).toBe(0);
    expect(new Resonator({}, 'short').resistance({ temperature: 25 })).toBeCloseTo(2, 6);
  });
});

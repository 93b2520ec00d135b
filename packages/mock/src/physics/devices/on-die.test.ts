import { seededRandom } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import type { Die } from '../die.ts';
import { perfectYield } from '../yield.ts';
import { WaferModel } from '../wafer-model.ts';
import { CombDrive } from './comb-drive.ts';
import type { ElectricalDevice } from './electrical-device.ts';
import { HeaterResistor } from './heater-resistor.ts';
import { PiezoBridge } from './piezo-bridge.ts';
import { Resonator } from './resonator.ts';
import { RfSwitch } from './rf-switch.ts';

/** One figure of every device of a wafer, as a fraction of the nominal one. */
function spread<T extends ElectricalDevice>(
  device: (die: Die) => T,
  figure: (device: T) => number,
  seed = 'W01',
): number[] {
  const wafer = new WaferModel({ random: seededRandom(seed), device, parameters: { yield: perfectYield } });
  return wafer.dies().map(({ column, row }) => {
    const made = wafer.device(column, row);
    return made === undefined ? Number.NaN : figure(made);
  });
}

const cases: readonly (readonly [string, (seed?: string) => number[], nominal: number])[] = [
  [
    'heater resistance',
    (seed) =>
      spread(
        (die) => HeaterResistor.on(die),
        (heater) => heater.resistance({ temperature: 25 }),
        seed,
      ),
    1000,
  ],
  [
    'bridge span',
    (seed) =>
      spread(
        (die) => PiezoBridge.on(die),
        (bridge) => bridge.parameters.span,
        seed,
      ),
    0.015,
  ],
  [
    'comb capacitance',
    (seed) =>
      spread(
        (die) => CombDrive.on(die),
        (comb) => comb.capacitance({}),
        seed,
      ),
    new CombDrive().capacitance({}),
  ],
  [
    'pull-in voltage',
    (seed) =>
      spread(
        (die) => RfSwitch.on(die),
        (device) => device.pullInVoltage,
        seed,
      ),
    new RfSwitch().pullInVoltage,
  ],
  [
    'resonance frequency',
    (seed) =>
      spread(
        (die) => Resonator.on(die),
        (resonator) => resonator.frequency(25),
        seed,
      ),
    1e6,
  ],
];

describe.each(cases)('%s over a wafer', (_name, measure, nominal) => {
  it('strays a few percent from its nominal value, and differs from die to die', () => {
    const values = measure();
    for (const value of values) expect(Math.abs(value / nominal - 1)).toBeLessThan(0.2);
    expect(new Set(values).size).toBe(values.length);
  });

  it('is the same for the same seed and another for another', () => {
    expect(measure()).toEqual(measure());
    expect(measure()).not.toEqual(measure('W02'));
  });
});

describe('a wider gap at the rim', () => {
  it('asks for more pull-in voltage and leaves less capacitance', () => {
    const rim = (parameter: string): number => (parameter.endsWith('gap') ? 1.02 : 1);
    const die: Die = {
      column: 0,
      row: 0,
      x: 0,
      y: 0,
      radius: 0,
      defect: 'none',
      random: seededRandom,
      vary: rim,
    };
    expect(RfSwitch.on(die).pullInVoltage).toBeGreaterThan(new RfSwitch().pullInVoltage);
    expect(CombDrive.on(die).capacitance({})).toBeLessThan(new CombDrive().capacitance({}) * 0.985);
    expect(Resonator.on(die).capacitance()).toBeLessThan(1e-12);
  });
});

describe('a device on a defective die', () => {
  it('has the defect of its die', () => {
    const wafer = new WaferModel({ random: seededRandom('W03'), device: (die) => RfSwitch.on(die) });
    const defects = wafer.dies().map((die) => [die.defect, wafer.device(die.column, die.row)?.defect]);
    expect(defects.every(([die, device]) => die === device)).toBe(true);
    expect(new Set(defects.flat()).size).toBe(6);
  });
});

import { array, oneOf, optionalField, quantity, record } from '@fourwire/core';
import type { Unit, ValueOf } from '@fourwire/core';
import { bondProcesses, wireMaterials } from './bond-program.ts';

const range = <const U extends Unit>(unit: U) => record({ min: quantity(unit), max: quantity(unit) });

/** The schema of {@link MachineLimits}. */
export const machineLimitsSchema = record({
  processes: array(oneOf(bondProcesses), { minItems: 1 }),
  materials: array(oneOf(wireMaterials), { minItems: 1 }),
  wireDiameter: range('um'),
  /** Missing where the machine takes no ribbon. */
  ribbonWidth: optionalField(range('um')),
  force: range('cN'),
  power: range('mW'),
  time: range('ms'),
  stageTemperature: range('Cel'),
  loopHeight: range('um'),
  /** Distance between the bonds of a wire. */
  span: range('um'),
  /** Missing where the machine makes no balls. */
  freeAirBall: optionalField(range('um')),
  efoCurrent: optionalField(range('mA')),
});

/** What a machine can do; a program is checked against it. Plain data: take it from the machine's manual. */
export type MachineLimits = ValueOf<typeof machineLimitsSchema>;

/**
 * An example: a bench bonder for fine wire, with ranges as public pages of a university laboratory give them for one
 * (sheet wire-bonder.md section 2). Loop, span and spark are estimates. Unconfirmed for any machine.
 */
export const exampleMachineLimits: MachineLimits = {
  processes: ['ball', 'wedge', 'ribbon', 'stud'],
  materials: ['gold', 'aluminium', 'aluminium-silicon', 'copper'],
  wireDiameter: { min: 17, max: 75 },
  ribbonWidth: { min: 25, max: 250 },
  force: { min: 0, max: 150 },
  power: { min: 0, max: 2000 },
  time: { min: 0, max: 10_000 },
  stageTemperature: { min: 20, max: 250 },
  loopHeight: { min: 50, max: 4000 },
  span: { min: 100, max: 25_000 },
  freeAirBall: { min: 25, max: 200 },
  efoCurrent: { min: 5, max: 150 },
};

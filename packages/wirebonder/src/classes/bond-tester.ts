import {
  array,
  boolean,
  command,
  deviceClass,
  event,
  integer,
  oneOf,
  optionalField,
  quantity,
  record,
  text,
} from '@fourwire/core';
import type { DeviceOf, ValueOf } from '@fourwire/core';

/** What a bond tester does to a bond. Source: sheet wire-bonder.md section 9. */
export const bondTests = [
  'wire-pull',
  'tweezer-pull',
  'bump-pull',
  'ball-shear',
  'wedge-shear',
  'bump-shear',
  'die-shear',
] as const;

/** One test of one bond: what every tester's export has, as far as it was filled in. */
export const bondTestResult = record({
  test: oneOf(bondTests),
  /** Peak force, in cN. */
  force: quantity('cN'),
  /** Displacement at the peak, in µm. */
  displacement: optionalField(quantity('um')),
  /** Failure code or grade, as the tester or its operator wrote it. */
  failure: optionalField(text()),
  /** The tester's own verdict, by limits that were set there. */
  passed: optionalField(boolean()),
  lot: optionalField(text()),
  sample: optionalField(text()),
  unit: optionalField(integer()),
  wire: optionalField(integer()),
  /** 1 or 2: first or second bond. */
  bond: optionalField(integer()),
  operator: optionalField(text()),
  machine: optionalField(text()),
  cartridge: optionalField(text()),
  /** When the cartridge was calibrated, as written. */
  calibrated: optionalField(text()),
  /** When it was tested, as written. */
  time: optionalField(text()),
});

/** One test of one bond. */
export type BondTestResult = ValueOf<typeof bondTestResult>;

/** A pull and shear tester whose results come by themselves, or in files that it exported. */
export const bondTester = deviceClass('bond-tester', {
  /** A bond was tested. */
  result$: event(bondTestResult),
  /**
   * Takes results as they come until there are so many; fails with kind `timeout` when the next one does not come. The
   * tester cannot be stopped from here; the call may be aborted.
   */
  collect: command({
    input: record({
      count: integer({ min: 1, max: 100_000 }),
      /** How long to wait for each result, in s; 600 unless given. */
      wait: optionalField(quantity('s', { min: 1, max: 86_400 })),
    }),
    output: record({ results: array(bondTestResult) }),
    progress: record({ count: integer({ min: 0 }) }),
    stop: 'cannot',
    immediate: true,
  }),
  /** Reads what the tester exported, the whole text of a CSV file, in the dialect that the device was opened with. */
  importResults: command({
    input: record({ text: text() }),
    output: record({
      results: array(bondTestResult),
      /** Lines that are no results, and why. */
      problems: array(text()),
    }),
    stop: 'cannot',
    immediate: true,
  }),
});

/** A pull and shear tester. */
export interface BondTester extends DeviceOf<typeof bondTester> {}

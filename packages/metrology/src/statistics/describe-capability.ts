import { formatQuantity } from '@fourwire/core';
import type { Unit } from '@fourwire/core';
import type { Capability } from './capability.ts';
import { histogram } from './histogram.ts';
import type { RepeatedMeasurement } from './repeated.ts';
import type { ToleranceLimits } from './tolerance.ts';

/** The widest bar of the histogram, in characters. */
const widest = 40;

/** What a capability report is made of. */
export interface CapabilityReport {
  readonly title: string;
  readonly unit: Unit;
  readonly values: readonly number[];
  readonly limits: ToleranceLimits;
  readonly capability: Capability;
  /** Adds the expanded uncertainty of the mean. */
  readonly mean?: RepeatedMeasurement;
}

/** A capability report as plain text: the indices, what is outside, and a histogram. Ends without a line feed. */
export function describeCapability(report: CapabilityReport): string {
  const { title, unit, values, limits, capability, mean } = report;
  const withUnit = (value: number, digits = 6): string =>
    formatQuantity(Number(value.toPrecision(digits)), unit);
  const index = (value: number | undefined): string => value?.toFixed(2) ?? 'not defined';
  const { min, max } = limits;
  const bins = histogram(values);
  const tallest = Math.max(...bins.map(({ count }) => count), 1);
  return [
    title,
    `  tolerance  ${min === undefined ? 'no lower limit' : withUnit(min)} to ${max === undefined ? 'no upper limit' : withUnit(max)}`,
    `  measured   ${capability.count}, of which ${capability.outside} outside`,
    `  mean       ${withUnit(capability.mean)}${mean === undefined ? '' : ` ± ${withUnit(mean.expanded, 2)} (k = ${mean.coverage.toFixed(2)})`}`,
    `  deviation  ${withUnit(capability.overall, 3)} overall, ${withUnit(capability.within, 3)} within`,
    `  Cp  ${index(capability.cp)}   Cpk ${index(capability.cpk)}   Pp  ${index(capability.pp)}   Ppk ${index(capability.ppk)}`,
    ...bins.map(
      ({ from, count }) =>
        `  ${String(from).padStart(10)} ${'#'.repeat(Math.round((widest * count) / tallest)).padEnd(widest)} ${count}`,
    ),
  ].join('\n');
}

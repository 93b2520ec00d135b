import type { SmuTraits } from '../electrical/smu-channel.ts';

/** A model of the Series 2400. */
export type SourceMeterModel = '2400' | '2401' | '2410' | '2420' | '2440';

/** What a model has (sheet smu-keithley-2400.md, "Identity and interfaces"). */
export interface SourceMeterTraits extends SmuTraits {
  /** Levels of the overvoltage protection below `NONE`, in V. */
  readonly protections: readonly number[];
  /** Full scales of resistance in Ω, with the test current in A of each. */
  readonly ohms: readonly { readonly range: number; readonly current: number }[];
}

const decades = (first: number, last: number): number[] => {
  const exponents = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return exponents.map((exponent) => Number(`1e${exponent}`));
};

const protections = [20, 40, 60, 80, 100, 120, 160];

// Unconfirmed: the test currents.
const ohms = [
  { range: 20, current: 0.1 },
  { range: 200, current: 1e-2 },
  { range: 2e3, current: 1e-3 },
  { range: 2e4, current: 1e-4 },
  { range: 2e5, current: 1e-5 },
  { range: 2e6, current: 1e-6 },
  { range: 2e7, current: 1e-6 },
  { range: 2e8, current: 1e-7 },
];

const microampere = decades(-6, 0);
const common = { over: 1.05, ohms };

/** What the models differ in. Ranges are from the vendor's manual, unconfirmed like the protections of all but the 2400. */
export const sourceMeterModels: Readonly<Record<SourceMeterModel, SourceMeterTraits>> = {
  '2400': {
    ...common,
    ranges: { voltage: [0.2, 2, 20, 200], current: microampere },
    regions: [
      { voltage: 21, current: 1.05 },
      { voltage: 210, current: 0.105 },
    ],
    protections,
  },
  '2401': {
    ...common,
    ranges: { voltage: [0.2, 2, 20], current: microampere },
    regions: [{ voltage: 21, current: 1.05 }],
    protections: [20],
  },
  '2410': {
    ...common,
    ranges: { voltage: [0.2, 2, 20, 1000], current: [1e-6, 1e-5, 1e-4, 1e-3, 2e-2, 0.1, 1] },
    regions: [
      { voltage: 21, current: 1.05 },
      { voltage: 1100, current: 0.021 },
    ],
    protections: [20, 40, 100, 200, 300, 400, 500],
  },
  '2420': {
    ...common,
    ranges: { voltage: [0.2, 2, 20, 60], current: [...decades(-5, 0), 3] },
    regions: [
      { voltage: 21, current: 3.15 },
      { voltage: 63, current: 1.05 },
    ],
    protections: [6, 12, 18, 24, 30, 36, 48],
  },
  '2440': {
    ...common,
    ranges: { voltage: [0.2, 2, 10, 40], current: [...decades(-5, 0), 5] },
    regions: [
      { voltage: 10.5, current: 5.25 },
      { voltage: 42, current: 1.05 },
    ],
    protections: [4, 8, 12, 16, 20, 24, 32],
  },
};

import type { OutputRating } from '../physics/supply-output.ts';

/** The supplies of the family that the simulator can be. */
export type E36300Model = 'E36311A' | 'E36312A' | 'E36313A' | 'E3631A';

/** How a model differs from the others. */
export interface E36300Traits {
  readonly ratings: readonly OutputRating[];
  /** Lowest and highest level of the overvoltage protection of each output in V; none without protections. */
  readonly overVoltage: readonly (readonly [number, number])[];
  /** What `INSTrument:SELect` calls the outputs. */
  readonly names: readonly string[];
  /** Whether commands take channel lists; otherwise one output is selected, and the output switch is for all. */
  readonly lists: boolean;
  /** Whether it measures at the load by sense wires. */
  readonly remoteSense: boolean;
  readonly identity: (serialNumber: string) => string;
}

const newer = (model: string) => (serialNumber: string) =>
  `Keysight Technologies,${model},${serialNumber},1.0.4-1.0.3-1.02`;
const names = ['CH1', 'CH2', 'CH3'];
const overVoltage = [
  [0.5, 6.6],
  [0.5, 27.5],
  [0.5, 27.5],
] as const;

/** Outputs as in sheet psu-keysight-e36300.md, "Identity and interfaces"; the lowest currents are confirmed for the E36300. */
export const e36300Models: Readonly<Record<E36300Model, E36300Traits>> = {
  E36311A: {
    ratings: [
      { voltage: 6.18, current: 5.15, lowestCurrent: 0.002 },
      { voltage: 25.75, current: 1.03, lowestCurrent: 0.001 },
      { voltage: -25.75, current: 1.03, lowestCurrent: 0.001 },
    ],
    overVoltage,
    names,
    lists: true,
    remoteSense: false,
    identity: newer('E36311A'),
  },
  E36312A: {
    ratings: [
      { voltage: 6.18, current: 5.15, lowestCurrent: 0.002 },
      { voltage: 25.75, current: 1.03, lowestCurrent: 0.001 },
      { voltage: 25.75, current: 1.03, lowestCurrent: 0.001 },
    ],
    overVoltage,
    names,
    lists: true,
    remoteSense: true,
    identity: newer('E36312A'),
  },
  E36313A: {
    ratings: [
      { voltage: 6.18, current: 10.3, lowestCurrent: 0.002 },
      { voltage: 25.75, current: 2.06, lowestCurrent: 0.001 },
      { voltage: 25.75, current: 2.06, lowestCurrent: 0.001 },
    ],
    overVoltage,
    names,
    lists: true,
    remoteSense: true,
    identity: newer('E36313A'),
  },
  E3631A: {
    ratings: [
      { voltage: 6.18, current: 5.15 },
      { voltage: 25.75, current: 1.03 },
      { voltage: -25.75, current: 1.03 },
    ],
    overVoltage: [],
    names: ['P6V', 'P25V', 'N25V'],
    lists: false,
    remoteSense: false,
    identity: () => 'HEWLETT-PACKARD,E3631A,0,2.1-5.0-1.0',
  },
};

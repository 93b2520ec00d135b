import type { TerminalLoad } from '../physics/device-terminals.ts';
import type { DmmFunctionName } from './dmm-functions.ts';

/** A quantity at the terminals: a number, or a function that tells it at the moment of the measurement. */
export type DmmSignal = number | (() => number);

/** What is connected to the meter; set the fields to change it. */
export interface DmmInputs {
  /** What resistance and capacitance are measured of. */
  load: TerminalLoad;
  /** V, direct. */
  voltage: DmmSignal;
  /** Ω in series with {@link voltage}; the input resistance of the meter divides it. */
  sourceResistance: number;
  /** V, direct, at the sense terminals: the reference of ratios. */
  referenceVoltage: DmmSignal;
  /** V rms. */
  acVoltage: DmmSignal;
  /** Hz. */
  frequency: DmmSignal;
  /** A, direct. */
  current: DmmSignal;
  /** A rms. */
  acCurrent: DmmSignal;
  /** °C at the temperature sensor. */
  temperature: DmmSignal;
}

/** Nothing but a resistor and small offsets: 2 µV and 1 nA. */
export function quietInputs(load: TerminalLoad): DmmInputs {
  return {
    load,
    voltage: 2e-6,
    sourceResistance: 0,
    referenceVoltage: 1,
    acVoltage: 1e-4,
    frequency: 0,
    current: 1e-9,
    acCurrent: 1e-8,
    temperature: 23,
  };
}

/** A plain resistor with leads of 0.1 Ω each and 20 pF. */
export function resistorLoad(ohms: number): TerminalLoad {
  return {
    resistance: ({ wires }) => (wires === 2 ? ohms + 0.2 : ohms),
    capacitance: () => 20e-12,
  };
}

/** Test current in A by range in Ω. Unconfirmed values. */
const testCurrents: ReadonlyMap<number, number> = new Map([
  [1e2, 1e-3],
  [1e3, 1e-3],
  [1e4, 1e-4],
  [1e5, 1e-5],
  [1e6, 5e-6],
]);
const smallestTestCurrent = 5e-7;
const diodeCurrent = 1e-3;

/** What a reading depends on. */
interface Measured {
  readonly inputs: DmmInputs;
  /** A. */
  readonly current: number;
  /** Ω. */
  readonly inputResistance: number;
}

const voltage = ({ inputs, inputResistance }: Measured): number =>
  (now(inputs.voltage) * inputResistance) / (inputResistance + inputs.sourceResistance);

// Made once: a meter looks several times for each reading.
const values: Readonly<Record<DmmFunctionName, (measured: Measured) => number>> = {
  VOLT: voltage,
  'VOLT:RAT': (measured) => voltage(measured) / now(measured.inputs.referenceVoltage),
  'VOLT:AC': ({ inputs }) => now(inputs.acVoltage),
  CURR: ({ inputs }) => now(inputs.current),
  'CURR:AC': ({ inputs }) => now(inputs.acCurrent),
  RES: ({ inputs, current }) => inputs.load.resistance({ wires: 2, current }),
  CONT: ({ inputs, current }) => inputs.load.resistance({ wires: 2, current }),
  FRES: ({ inputs, current }) => inputs.load.resistance({ wires: 4, current }),
  DIOD: ({ inputs }) => diodeCurrent * inputs.load.resistance({ wires: 2, current: diodeCurrent }),
  FREQ: ({ inputs }) => now(inputs.frequency),
  // Without a signal the meter answers 0.
  PER: ({ inputs }) => 1 / (now(inputs.frequency) || Infinity),
  TEMP: ({ inputs }) => now(inputs.temperature),
  CAP: ({ inputs }) => inputs.load.capacitance(),
};

/** What the meter would read without noise and limits, on a range. */
export function trueValue(
  inputs: DmmInputs,
  name: DmmFunctionName,
  range: number,
  inputResistance: number,
): number {
  const current = testCurrents.get(range) ?? smallestTestCurrent;
  return values[name]({ inputs, current, inputResistance });
}

function now(signal: DmmSignal): number {
  return typeof signal === 'number' ? signal : signal();
}

import type { DmmTraits } from './truevolt-models.ts';

/** What the meter measures, as `FUNCtion?` answers it. */
export type DmmFunctionName =
  | 'VOLT'
  | 'VOLT:AC'
  | 'VOLT:RAT'
  | 'CURR'
  | 'CURR:AC'
  | 'RES'
  | 'FRES'
  | 'FREQ'
  | 'PER'
  | 'CONT'
  | 'DIOD'
  | 'TEMP'
  | 'CAP';

/** One measurement function (sheet dmm-keysight-34460.md, "Measure and configure"). */
export interface DmmFunction {
  readonly name: DmmFunctionName;
  /** Its node in the notation of manuals. */
  readonly node: string;
  /** Ranges from low to high, in the function's unit; in volts for frequency and period, none for temperature. */
  readonly ranges: readonly number[];
  /** The range that `DEF` stands for. */
  readonly normalRange: number;
  /** What sets the measuring time. */
  readonly timing: 'nplc' | 'bandwidth' | 'gate' | 'fixed';
  /** The unit in the answer to `DATA:LAST?`; only `VDC` is confirmed. */
  readonly unit: string;
  /** The bit of the QUEStionable register that an overload sets; none is known for capacitance. */
  readonly overloadBit: number;
}

const volts = [0.1, 1, 10, 100, 1000];
const amperes = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 3];
const ohms = [1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
const farads = [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4];

const [voltageBit, currentBit, temperatureBit, resistanceBit] = [1, 2, 16, 512];

/** The functions of a model. Voltage ranges are confirmed; the others, and what `DEF` stands for, are unconfirmed. */
export function dmmFunctions(traits: DmmTraits): readonly DmmFunction[] {
  const currents = amperes.filter((range) => range >= traits.lowestCurrent);
  const resistances = ohms.filter((range) => range <= traits.highestResistance);
  const of = (
    name: DmmFunctionName,
    node: string,
    [ranges, normalRange]: readonly [readonly number[], number],
    timing: DmmFunction['timing'],
    [unit, overloadBit]: readonly [string, number],
  ): DmmFunction => ({ name, node, ranges, normalRange, timing, unit, overloadBit });
  const all = [
    of('VOLT', 'VOLTage[:DC]', [volts, 10], 'nplc', ['VDC', voltageBit]),
    of('VOLT:AC', 'VOLTage:AC', [volts, 10], 'bandwidth', ['VAC', voltageBit]),
    of('VOLT:RAT', 'VOLTage[:DC]:RATio', [volts, 10], 'nplc', ['', voltageBit]),
    of('CURR', 'CURRent[:DC]', [currents, 0.1], 'nplc', ['ADC', currentBit]),
    of('CURR:AC', 'CURRent:AC', [currents, 0.1], 'bandwidth', ['AAC', currentBit]),
    of('RES', 'RESistance', [resistances, 1000], 'nplc', ['OHM', resistanceBit]),
    of('FRES', 'FRESistance', [resistances, 1000], 'nplc', ['OHM', resistanceBit]),
    of('FREQ', 'FREQuency', [volts, 10], 'gate', ['HZ', 0]),
    of('PER', 'PERiod', [volts, 10], 'gate', ['S', 0]),
    of('CONT', 'CONTinuity', [[1000], 1000], 'fixed', ['OHM', resistanceBit]),
    of('DIOD', 'DIODe', [[10], 10], 'fixed', ['VDC', voltageBit]),
    of('TEMP', 'TEMPerature', [[], 0], 'nplc', ['C', temperatureBit]),
    of('CAP', 'CAPacitance', [farads, 1e-6], 'fixed', ['F', 0]),
  ];
  const { missing = [] } = traits;
  return all.filter(({ name }) => !missing.includes(name));
}

/** What is set for one function. */
export interface FunctionSettings {
  range: number;
  autorange: boolean;
  nplc: number;
  autozero: boolean;
  /** Seconds, while aperture mode is on. */
  aperture: number | undefined;
  /** Lowest frequency in Hz that AC measurements wait for. */
  bandwidth: number;
  /** Gate time in s. */
  gate: number;
}

/** What `CONFigure` and `*RST` set. */
export function defaultSettings({ normalRange, ranges }: DmmFunction): FunctionSettings {
  return {
    range: normalRange,
    autorange: ranges.length > 1,
    nplc: 10,
    autozero: true,
    aperture: undefined,
    bandwidth: 20,
    gate: 0.1,
  };
}

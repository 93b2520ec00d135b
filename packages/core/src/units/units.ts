import { FourwireError } from '../errors/fourwire-error.ts';

/** How a unit relates to the base unit of its quantity: `base = value * factor + offset`. */
interface UnitDefinition {
  readonly quantity: string;
  readonly factor: number;
  readonly offset: number;
  readonly symbol: string;
}

function unit(quantity: string, factor: number, symbol: string, offset = 0): UnitDefinition {
  return { quantity, factor, offset, symbol };
}

/** A UCUM code that Fourwire uses, for example `Cel`, `um`, `Ohm`, `K/min`. `gf` (gram-force) is the one code of our own. */
export type Unit =
  | '1'
  | '%'
  | '[ppm]'
  | 's'
  | 'ms'
  | 'us'
  | 'ns'
  | 'min'
  | 'h'
  | 'd'
  | 'Hz'
  | 'kHz'
  | 'MHz'
  | 'm'
  | 'mm'
  | 'um'
  | 'nm'
  | '[in_i]'
  | '[mil_i]'
  | 'mm/s'
  | 'um/s'
  | 'deg/s'
  | 'deg'
  | 'rad'
  | 'K'
  | 'Cel'
  | '[degF]'
  | 'K/s'
  | 'K/min'
  | 'N'
  | 'mN'
  | 'cN'
  | 'gf'
  | 'g'
  | 'mg'
  | 'kg'
  | '[lb_av]'
  | '[oz_av]'
  | '[car_m]'
  | 'W'
  | 'mW'
  | 'V'
  | 'mV'
  | 'A'
  | 'mA'
  | 'uA'
  | 'nA'
  | 'Ohm'
  | 'kOhm'
  | 'S'
  | 'F'
  | 'pF'
  | 'H'
  | 'C'
  | 'Pa'
  | 'kPa'
  | 'bar'
  | 'l/min';

/**
 * The UCUM units in use, case-sensitive codes as in The Unified Code for Units of Measure, version 2.1. A table of
 * our own: the maintained UCUM libraries bring several megabytes of definitions for the few dozen units of a lab.
 */
const table: Readonly<Record<Unit, UnitDefinition>> = {
  '1': unit('number', 1, ''),
  '%': unit('number', 0.01, '%'),
  '[ppm]': unit('number', 1e-6, 'ppm'),
  s: unit('time', 1, 's'),
  ms: unit('time', 1e-3, 'ms'),
  us: unit('time', 1e-6, 'µs'),
  ns: unit('time', 1e-9, 'ns'),
  min: unit('time', 60, 'min'),
  h: unit('time', 3600, 'h'),
  d: unit('time', 86_400, 'd'),
  Hz: unit('frequency', 1, 'Hz'),
  kHz: unit('frequency', 1e3, 'kHz'),
  MHz: unit('frequency', 1e6, 'MHz'),
  m: unit('length', 1, 'm'),
  mm: unit('length', 1e-3, 'mm'),
  um: unit('length', 1e-6, 'µm'),
  nm: unit('length', 1e-9, 'nm'),
  '[in_i]': unit('length', 0.0254, 'in'),
  '[mil_i]': unit('length', 25.4e-6, 'mil'),
  'mm/s': unit('speed', 1e-3, 'mm/s'),
  'um/s': unit('speed', 1e-6, 'µm/s'),
  'deg/s': unit('angular speed', Math.PI / 180, '°/s'),
  deg: unit('angle', Math.PI / 180, '°'),
  rad: unit('angle', 1, 'rad'),
  K: unit('temperature', 1, 'K'),
  Cel: unit('temperature', 1, '°C', 273.15),
  '[degF]': unit('temperature', 5 / 9, '°F', 459.67 * (5 / 9)),
  'K/s': unit('temperature rate', 1, 'K/s'),
  'K/min': unit('temperature rate', 1 / 60, 'K/min'),
  N: unit('force', 1, 'N'),
  mN: unit('force', 1e-3, 'mN'),
  cN: unit('force', 1e-2, 'cN'),
  gf: unit('force', 9.80665e-3, 'gf'),
  g: unit('mass', 1e-3, 'g'),
  mg: unit('mass', 1e-6, 'mg'),
  kg: unit('mass', 1, 'kg'),
  '[lb_av]': unit('mass', 0.453_592_37, 'lb'),
  '[oz_av]': unit('mass', 0.028_349_523_125, 'oz'),
  '[car_m]': unit('mass', 2e-4, 'ct'),
  W: unit('power', 1, 'W'),
  mW: unit('power', 1e-3, 'mW'),
  V: unit('voltage', 1, 'V'),
  mV: unit('voltage', 1e-3, 'mV'),
  A: unit('current', 1, 'A'),
  mA: unit('current', 1e-3, 'mA'),
  uA: unit('current', 1e-6, 'µA'),
  nA: unit('current', 1e-9, 'nA'),
  Ohm: unit('resistance', 1, 'Ω'),
  kOhm: unit('resistance', 1e3, 'kΩ'),
  S: unit('conductance', 1, 'S'),
  F: unit('capacitance', 1, 'F'),
  pF: unit('capacitance', 1e-12, 'pF'),
  H: unit('inductance', 1, 'H'),
  C: unit('charge', 1, 'C'),
  Pa: unit('pressure', 1, 'Pa'),
  kPa: unit('pressure', 1e3, 'kPa'),
  bar: unit('pressure', 1e5, 'bar'),
  'l/min': unit('flow', 1e-3 / 60, 'l/min'),
};

/** Every unit that Fourwire knows. */
export const allUnits: readonly Unit[] = Object.keys(table).filter(isUnit);

/** What a unit measures, for example `temperature`. */
export function quantityOf(code: Unit): string {
  return table[code].quantity;
}

/** Whether `code` is a unit that Fourwire knows. */
export function isUnit(code: string): code is Unit {
  return Object.hasOwn(table, code);
}

/** The unit as people write it: `°C` for `Cel`, `Ω` for `Ohm`. */
export function unitSymbol(code: Unit): string {
  return table[code].symbol;
}

/** A value with its unit as people write it, for messages: `210 °C`, `12 µm`, `45 °`. */
export function formatQuantity(value: number, code: Unit): string {
  const symbol = unitSymbol(code);
  return symbol === '' ? String(value) : `${value} ${symbol}`;
}

/**
 * Converts between units of one quantity, absolute temperatures with their offset.
 *
 * @throws FourwireError of kind `range` when the units measure different things.
 */
export function convert(value: number, from: Unit, to: Unit): number {
  if (from === to) return value;
  const [source, target]: readonly UnitDefinition[] = [table[from], table[to]];
  if (source === undefined || target === undefined || source.quantity !== target.quantity) {
    throw new FourwireError(
      'range',
      'unit-mismatch',
      `Cannot convert ${from} to ${to}: ${source?.quantity ?? 'unknown'} and ${target?.quantity ?? 'unknown'} are different quantities.`,
    );
  }
  return (value * source.factor + source.offset - target.offset) / target.factor;
}

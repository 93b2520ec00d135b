import { hexadecimal } from './mecom-frame.ts';
import type { MecomModel } from './mecom-model.ts';

/** One parameter of instance 1; `set` gives whether the value is in range. */
export interface MecomParameter {
  readonly type: 'float' | 'integer';
  readonly get: () => number;
  readonly set?: (value: number) => boolean;
}

/** The parameters of the sheet's section 4. */
export function mecomParameters(model: MecomModel, address: number): ReadonlyMap<number, MecomParameter> {
  const parameters = new Map<number, MecomParameter>();
  const float = (id: number, get: () => number, set?: (value: number) => boolean): void =>
    void parameters.set(id, { type: 'float', get, ...(set !== undefined && { set }) });
  const integer = (id: number, get: () => number, set?: (value: number) => boolean): void =>
    void parameters.set(id, { type: 'integer', get, ...(set !== undefined && { set }) });
  const bounded = (low: number, high: number, set: (value: number) => void) => (value: number) => {
    if (!(value >= low && value <= high)) return false;
    set(value);
    return true;
  };
  /** A number that is kept and does nothing here. */
  const kept = (id: number, start: number, low: number, high: number, add = float): void => {
    let value = start;
    add(
      id,
      () => value,
      bounded(low, high, (written) => (value = written)),
    );
  };
  const { limits, range } = model;
  integer(104, () => model.state);
  integer(105, () => model.error);
  integer(108, () => 0);
  kept(109, 1, 0, 1, integer);
  // Unconfirmed: an object without a sensor is not a number.
  float(1000, () => (model.sensorOpen ? Number.NaN : model.loop.reading));
  float(1001, () => model.loop.room + Math.abs(model.loop.power) * 0.1);
  float(1011, () => (model.loop.running ? model.loop.workingSetpoint : model.target));
  float(1020, () => (model.loop.output / 100) * limits.current);
  float(1021, () => (model.loop.output / 100) * limits.voltage);
  integer(1200, () => model.stability);
  kept(2000, 2, 0, 2, integer);
  integer(
    2010,
    () => model.outputEnable,
    bounded(0, 2, (value) => (model.outputEnable = value)),
  );
  kept(2020, 0, -limits.current, limits.current);
  kept(2021, 0, -limits.voltage, limits.voltage);
  kept(2030, limits.current, 0, 16);
  kept(2031, limits.voltage, 0, 24);
  kept(2032, limits.current, 0, 20);
  kept(2033, limits.voltage, 0, 28);
  integer(2051, () => address);
  float(
    3000,
    () => model.target,
    bounded(range.low, range.high, (value) => (model.target = value)),
  );
  float(
    3002,
    () => model.window,
    bounded(0, 100, (value) => (model.window = value)),
  );
  float(
    3003,
    () => model.rampRate,
    bounded(0, 100, (value) => (model.rampRate = value)),
  );
  kept(3010, 10, 0, 1000);
  kept(3011, 30, 0, 10_000);
  kept(3012, 1, 0, 1000);
  kept(6300, 0, 0, 1, integer);
  kept(6310, 30, 0, 100, integer);
  for (let pin = 0; pin < 4; pin++) kept(52_100 + pin, 0, 0, 255, integer);
  return parameters;
}

/** A value as eight hexadecimal digits: the bits of a 32-bit float, or a whole number. */
export function encodeMecom({ type, get }: MecomParameter): string {
  const view = new DataView(new ArrayBuffer(4));
  if (type === 'float') view.setFloat32(0, get());
  else view.setInt32(0, get());
  return hexadecimal(view.getUint32(0), 8);
}

/** The value of eight hexadecimal digits. */
export function decodeMecom(type: MecomParameter['type'], digits: string): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, Number.parseInt(digits, 16));
  return type === 'float' ? view.getFloat32(0) : view.getInt32(0);
}

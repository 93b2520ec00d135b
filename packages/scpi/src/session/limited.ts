import type {
  ByteTransport,
  Call,
  DriverContext,
  LimitedImplementation,
  Limits,
  WritableImplementation,
} from '@fourwire/core';
import { refuseNumber } from './refuse-number.ts';

/** A setting with the limits that hold for the model found. */
export function limited(
  setting: WritableImplementation<number>,
  limits: () => Limits,
): LimitedImplementation<number> {
  return { ...setting, limits: async () => limits() };
}

/** A setting in seconds whose class states no limits: what is above `max` is refused before it is sent. */
export function upTo(
  setting: WritableImplementation<number>,
  max: number,
  name: string,
): WritableImplementation<number> {
  return {
    ...setting,
    write: async (value, call) => {
      refuseNumber(value, 's', name, { min: 0, max });
      await setting.write(value, call);
    },
  };
}

/**
 * A full scale. The instrument takes the next range up, and a range reaches 5 % beyond its name: 20 V for a level of
 * 21 V.
 */
export function fullScale(
  setting: WritableImplementation<number>,
  max: () => number,
): LimitedImplementation<number> {
  return {
    ...limited(setting, () => ({ min: 0, max: max() })),
    same: (written, readBack) => readBack * 1.05 >= written * (1 - 1e-6),
  };
}

/** A setting whose value is handed to `tell` whenever it is read or written. */
export function observed<T>(
  setting: WritableImplementation<T>,
  tell: (value: T) => void,
): WritableImplementation<T> {
  return {
    ...setting,
    read: async (call) => {
      const value = await setting.read(call);
      tell(value);
      return value;
    },
    write: async (value, call) => {
      await setting.write(value, call);
      tell(value);
    },
  };
}

/** A setting on which the limits of others depend: they are read anew whenever it was written. */
export function coupled<T, S extends WritableImplementation<T>>(
  setting: S & WritableImplementation<T>,
  context: Pick<DriverContext<ByteTransport>, 'refreshLimits'>,
): S {
  return {
    ...setting,
    write: async (value: T, call: Call) => {
      await setting.write(value, call);
      await context.refreshLimits(call);
    },
  };
}

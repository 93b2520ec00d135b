import type { TspObject } from '../tsp/tsp-object.ts';
import type { Smu2450Function } from './smu2450-model.ts';

/** The numbers of the constants. Unconfirmed: scripts name them. */
export const constants = {
  ON: 1,
  OFF: 0,
  FUNC_DC_VOLTAGE: 'smu.FUNC_DC_VOLTAGE',
  FUNC_DC_CURRENT: 'smu.FUNC_DC_CURRENT',
  FUNC_RESISTANCE: 'smu.FUNC_RESISTANCE',
  OFFMODE_NORMAL: 'smu.OFFMODE_NORMAL',
  OFFMODE_ZERO: 'smu.OFFMODE_ZERO',
  OFFMODE_HIGHZ: 'smu.OFFMODE_HIGHZ',
  OFFMODE_GUARD: 'smu.OFFMODE_GUARD',
  SENSE_2WIRE: 'smu.SENSE_2WIRE',
  SENSE_4WIRE: 'smu.SENSE_4WIRE',
  TERMINALS_FRONT: 'smu.TERMINALS_FRONT',
  TERMINALS_REAR: 'smu.TERMINALS_REAR',
  FILTER_REPEAT_AVG: 'smu.FILTER_REPEAT_AVG',
  FILTER_MOVING_AVG: 'smu.FILTER_MOVING_AVG',
  RANGE_AUTO: 'smu.RANGE_AUTO',
  RANGE_BEST: 'smu.RANGE_BEST',
  RANGE_FIXED: 'smu.RANGE_FIXED',
} as const;

/** The off modes. */
export const offModes = {
  NORM: constants.OFFMODE_NORMAL,
  ZERO: constants.OFFMODE_ZERO,
  HIMP: constants.OFFMODE_HIGHZ,
  GUAR: constants.OFFMODE_GUARD,
} as const;
/** What is forced or measured. */
export const functionNames: Readonly<Record<Smu2450Function, string>> = {
  voltage: constants.FUNC_DC_VOLTAGE,
  current: constants.FUNC_DC_CURRENT,
  resistance: constants.FUNC_RESISTANCE,
};

/** `smu.ON` and `smu.OFF`, which print as their names do. */
export const [on, off] = ['smu.ON', 'smu.OFF'];

/** The attribute of a switch. */
export function flag(
  object: TspObject,
  name: string,
  get: () => boolean,
  set: (value: boolean) => void,
): void {
  object.attribute(name, {
    get: () => (get() ? on : off),
    set: (value) => set(value === on || value === 1 || value === true),
  });
}

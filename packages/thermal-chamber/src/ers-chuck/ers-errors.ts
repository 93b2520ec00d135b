/** Texts of the numbers that `RE` gives. Source: sheet ers-chuck.md, section 4. */
export const ersErrors: Readonly<Record<number, string>> = {
  1: 'more than 2 K above the highest temperature',
  3: 'converter: check the cable of the chuck',
  4: 'chuck sensor',
  5: 'measurement of voltage or current of the chuck',
  7: 'base sensor',
  8: 'no communication with the external chiller',
  16: 'dew point too high: waiting for drier air',
  17: 'dew point alarm: defrosting',
  18: 'dew point sensor',
  40: 'converter stands still: power is off',
  61: 'over-current in heater 1',
  62: 'power supply of heater 1',
  63: 'under-current in heater 1',
  70: 'internal temperature',
  72: 'thermal cut-out',
  81: 'over-current in heater 2',
  82: 'power supply of heater 2',
  83: 'under-current in heater 2',
  89: 'air of the chiller is not cold',
  97: 'air pressure too low',
  200: 'lock switch of the prober',
  201: 'chuck temperatures differ: power is off',
  202: 'cable of the PT1000',
  203: 'cable of the PT1000',
};

/** Errors with which the chuck temperature is none. */
export const ersChuckSensorErrors: ReadonlySet<number> = new Set([3, 4, 40, 202, 203]);

/** Errors with which the dew point is none. */
export const ersDewPointSensorErrors: ReadonlySet<number> = new Set([18]);

/** Registers of the EZT-430i, relative as on the wire. Source: sheet csz-ezt.md, section 2. */
export const register = {
  offline: 0,
  outOfSync: 2,
  /** Alarm words: loop communication, loop control error, inputs. */
  alarms: 3,
  systemEvents: 12,
  programStatus: 15,
  /** Process value, setpoint, output, mode, error code of loop 1; those of loop 2 follow at 5. */
  loop: 35,
} as const;

export const loopStride = 5;

/** How many registers of a loop are read at once, and where in them is what. */
export const loopLength = 5;
export const inLoop = { processValue: 0, setpoint: 1, error: 4 } as const;

/** System events 1 to 6, bit 0 first, as a field driver has them. */
export const eventBits = 6;

/**
 * Codes of the program's status. Unconfirmed: that they are those of the controller's F4 registers.
 */
export const programStatus = { off: 0, run: 2, hold: 3 } as const;

/** What a loop reports as its error, as a field driver has it. */
export const loopErrors: Readonly<Record<number, string>> = {
  4: 'illegal setup values',
  25: 'hold back time out',
  26: 'autotune error',
  27: 'input type needs calibration',
  29: 'EEPROM error',
  30: 'cold junction failure',
  39: 'sensor break',
  40: 'converter failure',
};

/** What the alarm words from register 2 on are about. */
export const alarmWords = [
  'program out of synchronism',
  'loop communication',
  'loop control error',
  'input alarm',
] as const;

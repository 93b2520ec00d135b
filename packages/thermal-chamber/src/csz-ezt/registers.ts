/** Registers of the EZT-430i, relative as on the wire. Source: sheet csz-ezt.md, section 2. */
export const register = {
  offline: 0,
  outOfSync: 2,
  /** Alarm words: loop communication, loop control error, inputs. */
  alarms: 3,
  systemEvents: 12,
  /** Process value, setpoint, output, mode, error code of loop 1; those of loop 2 follow at 5. */
  loop: 35,
} as const;

export const loopStride = 5;

/** How many registers of a loop are read at once, and where in them is what. */
export const loopLength = 5;
export const inLoop = { processValue: 0, setpoint: 1, error: 4 } as const;

/** What the alarm words from register 2 on are about. */
export const alarmWords = [
  'program out of synchronism',
  'loop communication',
  'loop control error',
  'input alarm',
] as const;

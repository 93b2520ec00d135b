/** Why the chamber stopped (`SCOD?`), where it is an alarm. Source: sheet thermotron.md, section 3. */
export const stopAlarms: Readonly<Record<number, string>> = {
  6: 'open input',
  7: 'process alarm',
  8: 'system monitor',
  9: 'power failure',
  10: 'thermal alarm',
};

/** The value of `SCOD?` while the chamber runs. */
export const stopCodeRunning = 1;

/** Bits of `ALRMn?`. */
export const alarmBits: readonly (readonly [bit: number, text: string])[] = [
  [0, 'low deviation'],
  [1, 'high deviation'],
  [4, 'low process value'],
  [5, 'high process value'],
];

/** Bits of the 3800's `MODE?` in which it conditions: program, program held, manual. */
export const modeRunning = 0b1_1001;

/** Bit of `MODE?` for a program that is held. */
export const modeHeld = 0b0_1000;

/** Bits of `MODE?` for a program that runs or is held. */
export const modeProgram = 0b0_1001;

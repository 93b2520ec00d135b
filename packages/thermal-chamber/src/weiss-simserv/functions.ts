/** Numbers of SimServ functions. Source: sheet weiss-simserv.md, section 4. */
export const simServ = {
  information: 99_997,
  status: 10_012,
  variableCount: 11_018,
  variableUnit: 11_023,
  writeSetpoint: 11_001,
  readSetpoint: 11_002,
  readActual: 11_004,
  inputMinimum: 11_007,
  inputMaximum: 11_009,
  writeGradientUp: 11_068,
  readGradientUp: 11_066,
  writeGradientDown: 11_072,
  readGradientDown: 11_070,
  outputCount: 14_007,
  writeOutput: 14_001,
  readOutput: 14_003,
  inputCount: 15_004,
  inputName: 15_005,
  readInput: 15_002,
  messageCount: 17_002,
  messageText: 17_007,
  messageType: 17_005,
  messageStatus: 17_009,
  resetErrors: 17_012,
  stopProgram: 19_015,
  programStatus: 19_210,
} as const;

/** Bits of the chamber's status. */
export const statusBit = { running: 2, warning: 4, alarm: 8 } as const;

/** Bits of the program's status. */
export const programBit = { running: 1, paused: 2, pausedByPlc: 32 } as const;

/** Types of message; bits of their own, other than those of the status (section 7). */
export const messageType: Readonly<Record<number, string>> = { 1: 'alarm', 2: 'warning' };

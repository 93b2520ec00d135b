/**
 * Registers of the F4T, data map 1, as zero-based addresses. Source: sheet watlow-f4t.md, section 4, after
 * ChamberConnectLibrary and the TestEquity and Watlow manuals.
 */
export const register = {
  serialNumber: 12,
  partNumber: 16,
  softwareVersion: 4,
  /** Communications units by the wire on which they are asked: 15 °C, 30 °F. */
  unitsOverEthernet: 6730,
  unitsOverSerial: 14_080,
  rampAction: 2794,
  rampScale: 2796,
  rampRate: 2798,
  modeRequested: 2730,
  setpointMinimum: 2774,
  setpointMaximum: 2776,
  setpoint: 2782,
  processValue: 2820,
  /** State of the first event output; the others follow at 2. */
  event: 16_594,
  /** State of the fifth event output; the others follow at 2. */
  eventFive: 16_822,
  /** State of the first alarm; the others follow at 100. */
  alarmState: 1356,
  cascadeSetpointMinimum: 4034,
  cascadeSetpointMaximum: 4036,
  cascadeSetpoint: 4042,
  productTemperature: 4180,
  /** Whether the product is controlled; the sense is inverted. */
  cascadeFunction: 4200,
  /** Pauses or terminates the profile that runs. */
  profileHalt: 16_566,
  profileState: 16_568,
} as const;

/** Distance between the registers of one control loop and the next. */
export const loopStride = 160;

/** How many characters the part number has, one to a register. */
export const partNumberLength = 15;

/** Codes that the registers hold (sheet, section 7). */
export const code = {
  auto: 10,
  both: 13,
  celsius: 15,
  minutes: 57,
  hours: 39,
  off: 62,
  on: 63,
  cascadeActive: 62,
  cascadeIdle: 63,
  paused: 146,
  terminate: 148,
  running: 149,
  setpoint: 85,
  waitingForStart: 1783,
} as const;

/** States of an alarm that is not active: start-up, none, not alarming. */
export const quietAlarms: ReadonlySet<number> = new Set([88, 61, 12]);

/** Registers of BINDER controllers, as zero-based addresses. Source: sheet binder-modbus.md, sections 3 and 4. */
export const mb1 = {
  temperature: 0x11a9,
  setpoint: 0x1077,
  manualSetpoint: 0x1581,
  basicSetpoint: 0x156f,
  mode: 0x1a22,
  linesToWrite: 0x158b,
  lines: 0x1081,
  door: 0x1007,
  limitExceeded: 0x10bd,
  displayText: 0x1228,
  /** Alarm active, and behind it note active. */
  alarmAndNote: 0x123d,
} as const;

/** How many characters the display text has, one to a register. */
export const displayLength = 20;

/** Bits of MB1's mode. */
export const mb1Mode = { basic: 0x1000, manual: 0x0800, program: 0x0400 } as const;

export const mb2 = {
  temperature: 0x1004,
  humidity: 0x100a,
  manualSetpoint: 0x114c,
  manualHumidity: 0x114e,
  stop: 0x114a,
  contactsToWrite: 0x1158,
  contacts: 0x1292,
} as const;

/** Bits of MB2's operation contacts. */
export const mb2Contact = { humidityOff: 0, idle: 1, firstOutput: 2, outputs: 7 } as const;

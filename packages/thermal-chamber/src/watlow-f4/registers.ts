/**
 * Registers of the Series F4, as zero-based addresses. Source: sheet watlow-f4.md, section 4, after
 * ChamberConnectLibrary and the TestEquity 107 manual.
 */
export const register = {
  /** Unconfirmed on the F4: model number, two parts of the serial number, software id and revision. */
  identity: 0,
  /** Writing 0 stores everything in the EEPROM. */
  store: 25,
  /** Process value and error code of input 1; the others follow at 4. */
  processValue: 100,
  /** 0 or 1 static set point, 2 profile running, 3 profile holding. */
  status: 200,
  /** State of digital input 1; the others follow at 12. */
  digitalInput: 201,
  setpoint: 300,
  setpointTwo: 319,
  /** Low and high set point limit of input 1; the others follow at 10, as do the decimals and the unit. */
  limits: 602,
  decimals: 606,
  celsius: 901,
  /** Condition of digital input 1; the others follow at 2. */
  inputCondition: 1061,
  resume: 1209,
  hold: 1210,
  terminate: 1217,
  freeSteps: 1219,
  cascade: 1925,
  /** Event output 1; the others follow at 10. */
  event: 2000,
  /** Name of profile 1, one character to a register; the others follow at 10. */
  name: 3500,
  profile: 4000,
  step: 4001,
  edit: 4002,
  stepType: 4003,
  duration: 4009,
  waitEnabled: 4012,
  stepEvents: 4030,
  rate: 4043,
  target: 4044,
  targetTwo: 4045,
  guaranteed: 4048,
  guaranteedTwo: 4049,
  jump: 4050,
  end: 4060,
  /** Running profile and step. */
  running: 4100,
  timeLeft: 4119,
  jumpCount: 4126,
} as const;

/** What can be written to {@link register.edit}. */
export const editAction = { create: 1, insert: 2, deleteProfile: 3, start: 5 } as const;

/** Types of a step; anything above `end` says that there is no such step. */
export const stepType = { autostart: 0, rampTime: 1, rampRate: 2, soak: 3, jump: 4, end: 5 } as const;

/** What happens at the end of a profile, by its code. */
export const endActions = ['hold', 'off', 'all-off', 'idle'] as const;

export const profiles = 40;

export const nameLength = 10;

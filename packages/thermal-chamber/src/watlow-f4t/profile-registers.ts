/**
 * Registers of F4T profiles, data map 1, as zero-based addresses. Source: sheet watlow-f4t.md, section 4, profile control
 * and profile editing, after ChamberConnectLibrary.
 */
export const profileRegister = {
  /** Profile to start, at 2 the step, at 4 what is to be done. */
  profileToStart: 16_558,
  stepToStart: 16_560,
  start: 16_562,
  resume: 16_564,
  /** State; behind it, at 2 and 4, minutes and hours that are left of the profile. */
  state: 16_568,
  /** Profile and, at 2, step that run. */
  current: 16_588,
  /** Seconds, minutes and hours that are left of the step, two registers apart. */
  stepTimeLeft: 16_622,
  /** Name of profile 1; the others follow at 40. */
  name: 16_886,
  /** How many profiles are stored; behind it their numbers, two registers apart. */
  stored: 48_000,
  /** Profile to edit. Everything below is about it. */
  edit: 18_888,
  editAction: 18_890,
  editedName: 18_606,
  /** Number of steps; 0 in an empty slot. */
  steps: 18_920,
  logging: 19_038,
  /** Deviation of guaranteed soaks of loop 1; that of loop 2 follows at 2. */
  deviation: 19_086,
  firstStep: 19_094,
} as const;

/** Distance between the registers of one step and the next. */
export const stepStride = 170;

/** Distance between the names of one profile and the next. */
export const nameStride = 40;

/** Places in the registers of a step. */
export const stepOffset = {
  type: 0,
  hours: 2,
  minutes: 4,
  seconds: 6,
  jumpStep: 8,
  jumpCount: 10,
  /** Rate of loop 1; that of loop 2 follows at 2, as do target, guarantee and end. */
  rate: 12,
  target: 20,
  guarantee: 44,
  /** Events 1 to 4, two registers apart. */
  events: 52,
  /** Events 5 to 8. */
  furtherEvents: 68,
  end: 76,
} as const;

/** Codes of profiles (sheet, section 7). */
export const profileCode = {
  start: 1782,
  pause: 146,
  resume: 147,
  add: 1375,
  remove: 1772,
  noLogging: 59,
  off: 62,
  on: 63,
  hold: 47,
  rampTime: 1928,
  rampRate: 81,
  soak: 87,
  jump: 116,
  end: 27,
} as const;

/** Profiles in a controller, and steps in each. */
export const profileLimits = { profiles: 40, steps: 50, nameLength: 20, events: 8 } as const;

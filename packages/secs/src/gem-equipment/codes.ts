/**
 * Acknowledge codes as equipment gives them; 0 is success everywhere. They are written here again, from the sheet, and
 * not taken from the host's tables: host and equipment must not agree on one mistake. Source: sheet gem.md section 10.
 */
export const ack = { ok: 0 } as const;
export const onlack = { accepted: 0, notAllowed: 1, already: 2 } as const;
export const eac = { ok: 0, unknown: 1, busy: 2, outOfRange: 3 } as const;
export const drack = { ok: 0, noSpace: 1, format: 2, defined: 3, variableUnknown: 4 } as const;
export const lrack = { ok: 0, noSpace: 1, format: 2, linked: 3, eventUnknown: 4, reportUnknown: 5 } as const;
export const erack = { ok: 0, eventUnknown: 1 } as const;
export const hcack = {
  done: 0,
  unknown: 1,
  cannotNow: 2,
  badParameter: 3,
  later: 4,
  already: 5,
  noObject: 6,
} as const;
/** CPACK, and CEPACK where 0 says that a parameter is good. */
export const cpack = { unknown: 1, value: 2, format: 3 } as const;
export const cmda = { done: 0, unknown: 1, cannotNow: 2 } as const;
export const tiaack = {
  ok: 0,
  tooManyVariables: 1,
  noMoreTraces: 2,
  period: 3,
  unknown: 4,
  group: 5,
} as const;
export const tiack = { ok: 0, notDone: 1 } as const;
export const ackc5 = { ok: 0, error: 1 } as const;
export const ackc7 = { ok: 0, notPermitted: 1, length: 2, notFound: 4, modeUnsupported: 5 } as const;
export const ppgnt = { ok: 0, already: 1, noSpace: 2, badId: 3, busy: 4, refused: 5 } as const;
export const ackc10 = { ok: 0, refused: 1, noTerminal: 2 } as const;
export const grant = { ok: 0, busy: 1, noSpace: 2, duplicate: 3 } as const;
export const rspack = { ok: 0, rejected: 1 } as const;
export const strack = { notAllowed: 1, streamUnknown: 2, functionUnknown: 3, secondary: 4 } as const;
export const rsda = { ok: 0, busy: 1, empty: 2 } as const;
export const vlaack = { ok: 0, definition: 1, cannotNow: 2 } as const;
export const lvack = { unknown: 1, noLimits: 2, repeated: 3, value: 4 } as const;
export const limitack = {
  idUnknown: 1,
  aboveMax: 2,
  belowMin: 3,
  inverted: 4,
  format: 5,
  notANumber: 6,
  duplicate: 7,
} as const;
/** ControlState. */
export const controlCode = {
  'equipment-offline': 1,
  attempt: 2,
  'host-offline': 3,
  local: 4,
  remote: 5,
} as const;

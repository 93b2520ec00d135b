/**
 * Error numbers of SENTIO that do not depend on its version. Source: sheet mpi-sentio.md, section 3, which warns that
 * 15, 16 and 18 changed their meaning between generations: the text that comes with a number counts, not this table.
 */
export const sentioError = {
  endOfRoute: 11,
  stationEmpty: 65,
  noWaferOnChuck: 86,
} as const;

/** Bits of the status half of `errstat` (sheet, section 2). */
export const sentioStatus = {
  lastDie: 1,
  lastSubsite: 2,
} as const;

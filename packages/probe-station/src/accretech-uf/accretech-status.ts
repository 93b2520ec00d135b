/**
 * Status bytes with which an Accretech prober reports (sheet accretech-uf.md, section 3). Those below 64 mean nothing.
 */
export const status = {
  moved: 65,
  movedDown: 66,
  chuckUp: 67,
  chuckDown: 68,
  marked: 69,
  loaded: 70,
  unloaded: 71,
  outside: 74,
  refused: 76,
  waferEnd: 81,
  alignmentRejected: 84,
  stoppedByCommand: 85,
  stopped: 90,
  chuckTemperatureAccepted: 93,
  lotEnd: 94,
  stopReceived: 95,
  failed: 99,
  testComplete: 100,
  aligned: 113,
  needleAlignmentFailed: 115,
  continuousFail: 117,
  stoppedByHost: 125,
} as const;

/** The status bytes that end any command badly, with what they say. */
export const failures: ReadonlyMap<number, string> = new Map([
  [status.outside, 'the target is outside the probing area'],
  [status.refused, 'the prober refused it'],
  [status.alignmentRejected, 'the alignment was rejected'],
  [status.stoppedByCommand, 'probing was stopped by a command'],
  [status.stopped, 'probing was stopped'],
  [status.stopReceived, 'a stop was received'],
  [status.failed, 'it ended abnormally'],
  [status.needleAlignmentFailed, 'the needle alignment failed'],
  [status.continuousFail, 'too many dies in a row failed'],
  [status.stoppedByHost, 'the GEM host stopped probing'],
]);

/** Bit 6 of a status byte: the prober asked for service with it. */
export const requested = 0x40;

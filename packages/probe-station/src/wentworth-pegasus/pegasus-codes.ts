/** What the codes of `INF` say (sheet wentworth-pegasus.md, section 3). */
const texts: Readonly<Record<number, string>> = {
  3: 'the target is outside the current area',
  8: 'the command is not recognised',
  9: 'the X or Y increment is zero',
  10: 'a move with the chuck raised',
  11: 'an axis is not referenced',
  12: 'a variable is out of range',
  13: 'a variable is too small',
  14: 'a variable is too large',
  15: 'a variable is no multiple of its step',
  16: 'the probing height is above the Z limit',
  20: 'the edge sensor is open at fine-down',
  21: 'a motor failed to reference',
  22: 'the chuck is not lifted for indexing',
  24: 'the tester timed out',
  28: 'the wafer clamp failed to open',
  29: 'the wafer clamp failed to close',
  303: 'not supported by this prober',
  306: 'aborted by the operator',
  505: 'the edge sensor opened while moving',
  600: 'velocity limit',
  601: 'the door is open; close it',
  602: 'the door was opened during the move; close it',
  603: 'the vacuum did not come on',
  604: 'the vacuum did not go off',
  710: 'the camera is above gross height',
};

/** What a range of codes is about. */
const ranges: readonly (readonly [from: number, to: number, text: string])[] = [
  [30, 39, 'a fault of the edge sensor'],
  [70, 71, 'the download of a learnt map failed'],
  [300, 305, 'a fault of the system or missing hardware'],
  [400, 412, 'probing was stopped by the tester, the inker or a fail limit'],
  [500, 508, 'a fault of a motor'],
  [630, 632, 'a fault of the link to the stage'],
  [650, 655, 'a fault of the network'],
  [700, 703, 'a fault of the probe cleaner'],
  [720, 730, 'a fault of the reader or the manual load'],
  [800, 808, 'a fault of the analysis'],
  [900, 902, 'a fault of inker or tester'],
];

/** Codes that report well. */
export function isWell(code: number): boolean {
  // 50 and 51 tell that the edge sensor opened or closed.
  return code === 0 || code === 50 || code === 51;
}

/** What a code says. */
export function codeText(code: number): string {
  return texts[code] ?? ranges.find(([from, to]) => code >= from && code <= to)?.[2] ?? 'see the manual';
}

/** Errors of a TANGO (sheet tango-prior.md, A4). */
const errors: Readonly<Record<number, string>> = {
  1: 'there is no such axis',
  2: 'it cannot be carried out',
  3: 'the line is too long',
  4: 'there is no such instruction',
  5: 'a number is out of range',
  6: 'wrong number of parameters',
  7: 'neither ! nor ? before the instruction',
  11: 'no move while the joystick is on',
  12: 'a limit switch is hit',
  13: 'encoder error',
  14: 'the limit switch was not released in the reference run',
  15: 'the opposite limit switch was hit in the reference run',
  21: 'moves are not allowed now',
  22: 'moves are not allowed now: a door is open, or the controller is starting',
  27: 'the emergency stop is pressed',
  29: 'the amplifiers are off',
  30: 'the safety circuit is open',
  32: 'the target is outside the limits; nothing moved',
  89: 'the controller is in standby',
  90: 'temperature',
  91: 'encoder error',
};

/** What a number of the controller means. */
export function tangoErrorText(code: number): string {
  if (code >= 8 && code <= 10) return 'the state of the function does not allow it';
  if (code >= 70 && code <= 81) return 'a fault of its hardware';
  if (code >= 82 && code <= 88) return 'its supply is overloaded';
  return errors[code] ?? 'an error that its manual explains';
}

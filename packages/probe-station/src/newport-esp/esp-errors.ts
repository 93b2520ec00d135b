/** Errors of one axis: the last two digits of a number from 100 on (sheet newport-esp.md, section 4). */
const axisErrors: Readonly<Record<number, string>> = {
  0: 'the type of its motor is not defined',
  1: 'parameter out of range',
  2: 'amplifier fault',
  3: 'following error',
  4: 'positive limit switch',
  5: 'negative limit switch',
  6: 'positive software limit',
  7: 'negative software limit',
  8: 'the motor is not connected',
  9: 'feedback fault',
  10: 'above the maximum velocity',
  11: 'above the maximum acceleration',
  13: 'the motor is off; switch it on with reference.home()',
  15: 'above the maximum jerk',
  16: 'offset of the converter',
  17: 'the parameter is protected',
  18: 'the data of the stage cannot be read',
  19: 'the data of the stage are damaged',
  20: 'the reference run was aborted',
  21: 'the current is out of range',
  22: 'amplifier module',
  23: 'amplifier module',
  24: 'the speed is out of range',
  25: 'master axis',
  26: 'cannot be changed now',
  27: 'trajectory mode not allowed for a reference run',
  28: 'encoder ratio',
  29: 'the digital interlock is open',
  30: 'not allowed during a reference run',
  31: 'the axis belongs to a group',
  32: 'trajectory mode',
};

/** Errors of the controller as a whole. */
const generalErrors: Readonly<Record<number, string>> = {
  1: 'time-out of its bus',
  4: 'emergency stop',
  6: 'there is no such command',
  7: 'parameter out of range',
  8: 'the interlock of a cable is open',
  9: 'there is no such axis',
  23: 'servo tick',
  26: 'program error',
  27: 'not allowed now',
  28: 'its flash memory is full',
  35: 'there is no such program',
  37: 'the number of the axis is missing',
  38: 'a parameter is missing',
};

/** What a number of the error queue means; numbers that no table has are passed on. */
export function espErrorText(code: number): string {
  const axis = Math.floor(code / 100);
  const text = axis === 0 ? generalErrors[code] : axisErrors[code % 100];
  const meaning = text ?? 'an error that its manual explains';
  return axis === 0 ? meaning : `axis ${axis}: ${meaning}`;
}

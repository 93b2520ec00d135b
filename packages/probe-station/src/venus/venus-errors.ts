/** Errors of Venus-1 and Venus-3 (sheet venus-corvus.md, section 5). */
const errors: Readonly<Record<number, string>> = {
  100: 'the number of the device is out of range',
  101: 'too few parameters, or an unknown command',
  102: 'undefined symbol',
  1001: 'wrong type of parameter',
  1002: 'too few parameters',
  1003: 'parameter missing or out of range',
  1004: 'the move would leave the limits; nothing moved',
  1007: 'parameter out of range',
  1008: 'too few parameters',
  1009: 'its stack is full',
  1010: 'its memory is full',
  1015: 'outside the working range',
  2000: 'unknown command',
  3000: 'the configuration is missing',
  3001: 'the configuration is damaged',
  3100: 'the last valid parameters were restored, as the configuration was damaged',
};

/** What a number of the controller means. */
export function venusErrorText(code: number): string {
  if (code >= 1 && code <= 4) return 'internal error';
  return errors[code] ?? 'an error that its manual explains';
}

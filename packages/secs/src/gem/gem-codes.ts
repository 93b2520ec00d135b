/** What a code in an acknowledgement means. */
export type CodeTexts = Readonly<Record<number, string>>;

/**
 * Meanings of the acknowledge codes; 0 is success everywhere. Source: SEMI E5; sheet gem.md section 10. Codes above
 * those listed are the maker's.
 */
export const codes = {
  COMMACK: { 1: 'denied, try again' },
  OFLACK: {},
  ONLACK: { 1: 'not allowed', 2: 'already on-line' },
  EAC: { 1: 'constant unknown', 2: 'busy', 3: 'out of range' },
  TIACK: { 1: 'error, not done' },
  DRACK: { 1: 'no space', 2: 'format', 3: 'report already defined', 4: 'variable unknown' },
  LRACK: { 1: 'no space', 2: 'format', 3: 'event already linked', 4: 'event unknown', 5: 'report unknown' },
  ERACK: { 1: 'event unknown' },
  HCACK: {
    1: 'unknown command',
    2: 'cannot now',
    3: 'bad parameter',
    4: 'will finish later',
    5: 'already so',
    6: 'no such object',
  },
  CPACK: { 1: 'unknown name', 2: 'bad value', 3: 'bad format' },
  ACKC5: {},
  ACKC7: {
    1: 'not permitted',
    2: 'length',
    3: 'matrix overflow',
    4: 'process program not found',
    5: 'mode unsupported',
    6: 'done later',
  },
  PPGNT: {
    1: 'already have it',
    2: 'no space',
    3: 'bad process program id',
    4: 'busy',
    5: 'will not accept',
  },
  ACKC10: { 1: 'will not display', 2: 'terminal not available' },
} as const satisfies Readonly<Record<string, CodeTexts>>;

/** The name of an acknowledge code, as SEMI E5 has it. */
export type CodeName = keyof typeof codes;

/** What a code means, in words. */
export function codeText(name: CodeName, code: number): string {
  const texts: CodeTexts = codes[name];
  return texts[code] ?? (code >= 64 ? "the maker's own code" : 'reserved');
}

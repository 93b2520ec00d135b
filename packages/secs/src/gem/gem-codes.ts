/** What a code in an acknowledgement means. */
type CodeTexts = Readonly<Record<number, string>>;

/**
 * Meanings of the acknowledge codes; 0 is success everywhere. Source: SEMI E5; sheet gem.md section 10. Codes above
 * those listed are the maker's.
 */
const codes = {
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
  CEPACK: { 1: 'unknown name', 2: 'bad value', 3: 'bad format', 4: 'name not valid here' },
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
  ACKC7A: {
    1: 'another model',
    2: 'another software revision',
    3: 'bad command code',
    4: 'bad parameter',
    5: 'other',
  },
  ACKC10: { 1: 'will not display', 2: 'terminal not available' },
  TIAACK: {
    1: 'too many variables',
    2: 'no more traces',
    3: 'bad period',
    4: 'variable unknown',
    5: 'bad group size',
  },
  GRANT: { 1: 'busy', 2: 'no space', 3: 'duplicate DATAID' },
  RSPACK: { 1: 'rejected' },
  STRACK: {
    1: 'not allowed',
    2: 'stream unknown',
    3: 'function unknown',
    4: 'is a secondary',
  },
  RSDA: { 1: 'busy', 2: 'no spooled data' },
  VLAACK: { 1: 'definition error', 2: 'cannot now' },
  LVACK: { 1: 'variable unknown', 2: 'has no limits', 3: 'repeated', 4: 'limit value error' },
  LIMITACK: {
    1: 'limit id unknown',
    2: 'upper border above the maximum',
    3: 'lower border below the minimum',
    4: 'upper border below the lower one',
    5: 'format',
    6: 'not a number',
    7: 'duplicate',
  },
} as const satisfies Readonly<Record<string, CodeTexts>>;

/** The name of an acknowledge code, as SEMI E5 has it. */
export type CodeName = keyof typeof codes;

/** What a code means, in words. */
export function codeText(name: CodeName, code: number): string {
  const texts: CodeTexts = codes[name];
  return texts[code] ?? (code >= 64 ? "the maker's own code" : 'reserved');
}

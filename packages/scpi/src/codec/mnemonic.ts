import { excerpt, malformed, refused } from './fault.ts';

/** The short form of a mnemonic written as manuals print it: `MEASure` gives `MEAS`. */
export function shortForm(pattern: string): string {
  const short = pattern.replaceAll(/[a-z]/g, '');
  if (short === '') {
    throw refused(
      'scpi-mnemonic-pattern',
      `A mnemonic is written with its short form in capitals, as MEASure, got ${excerpt(pattern)}.`,
    );
  }
  return short;
}

/** The long form of a mnemonic written as manuals print it: `MEASure` gives `MEASURE`. */
export function longForm(pattern: string): string {
  return pattern.toUpperCase();
}

/**
 * Whether `word` is the mnemonic `pattern`, in any case: exactly the short or exactly the long form, so `MEAS` and
 * `measure` are `MEASure`, and `MEASU` is not. The capitals of the pattern decide, not a rule about vowels, because
 * the rule has exceptions (sheet scpi.md, 1.1).
 */
export function matches(pattern: string, word: string): boolean {
  const upper = word.toUpperCase();
  return upper === shortForm(pattern) || upper === longForm(pattern);
}

/**
 * The numeric suffix of `word` when it is the mnemonic `pattern`: `OUTPut` and `OUTP2` give 2, `OUTP` gives 1;
 * `undefined` when it is another mnemonic.
 */
export function numericSuffix(pattern: string, word: string): number | undefined {
  if (matches(pattern, word)) return 1;
  const [, name = '', digits = ''] = /^(.*?)(\d{1,9})$/s.exec(word) ?? [];
  return digits !== '' && matches(pattern, name) ? Number(digits) : undefined;
}

/**
 * Which of the `patterns` a response element is: `parseKeyword('SIN', ['SINusoid', 'SQUare'])` gives `SINusoid`.
 *
 * @throws FourwireError of kind `protocol` when it is none of them.
 */
export function parseKeyword<const Pattern extends string>(
  text: string,
  patterns: readonly Pattern[],
): Pattern {
  const word = text.trim();
  const found = patterns.find((pattern) => matches(pattern, word));
  if (found === undefined) {
    throw malformed(
      'scpi-keyword-unknown',
      `Expected one of ${patterns.join(', ')}, got ${excerpt(text)}.`,
      text,
      0,
      { allowed: patterns },
    );
  }
  return found;
}

/**
 * A response element of character data, in capitals: a letter, then letters, digits and `_`.
 *
 * @throws FourwireError of kind `protocol` when it is anything else.
 */
export function parseCharacterData(text: string): string {
  const word = text.trim();
  if (!/^[A-Za-z]\w*$/.test(word)) {
    throw malformed('scpi-keyword-malformed', `Expected character data, got ${excerpt(text)}.`, text);
  }
  return word.toUpperCase();
}

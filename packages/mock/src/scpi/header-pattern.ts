/** One node of a header: its short and long form, and whether it may be left out or carries a number. */
interface PatternNode {
  readonly short: string;
  readonly long: string;
  readonly optional: boolean;
  readonly numbered: boolean;
  /** Whether the number 1, and no other, may stand behind it. */
  readonly one: boolean;
}

/**
 * A command header in the notation of manuals: `[SENSe:]VOLTage[:DC]:RANGe[:UPPer]?`, `OUTPut#:STATe`, `*IDN?`. Capital
 * letters are the short form; only exactly the short or the long form matches, whatever its case; `#` takes a number,
 * 1 when it is left out, and `[1]` takes that number alone: `SOURce[1]` (sheet scpi.md, section 1.1).
 */
export class HeaderPattern {
  /** Those of every simulator made so far: each new one has the same. */
  static readonly #known = new Map<string, HeaderPattern>();

  /** The pattern of a text. */
  static of(pattern: string): HeaderPattern {
    let known = HeaderPattern.#known.get(pattern);
    if (known === undefined) {
      known = new HeaderPattern(pattern);
      HeaderPattern.#known.set(pattern, known);
    }
    return known;
  }

  readonly query: boolean;
  readonly #nodes: readonly PatternNode[];

  constructor(pattern: string) {
    this.query = pattern.endsWith('?');
    const text = this.query ? pattern.slice(0, -1) : pattern;
    this.#nodes = [...text.matchAll(/(\[)?:?(\*?[A-Za-z_]+\d*)(#|\[1\])?:?(\])?/g)].map(
      ([, open, name = '', number]) => ({
        short: name.replaceAll(/[a-z]/g, '').toUpperCase(),
        long: name.toUpperCase(),
        optional: open !== undefined,
        numbered: number === '#',
        one: number === '[1]',
      }),
    );
  }

  /** The numbers in the header, in order, or `undefined` when it is another header. */
  match(mnemonics: readonly string[]): readonly number[] | undefined {
    return this.#matchFrom(mnemonics, 0, 0);
  }

  #matchFrom(mnemonics: readonly string[], at: number, nodeAt: number): readonly number[] | undefined {
    const node = this.#nodes[nodeAt];
    if (node === undefined) return at === mnemonics.length ? [] : undefined;
    const mnemonic = mnemonics[at];
    const number = mnemonic === undefined ? undefined : numberOf(node, mnemonic.toUpperCase());
    if (number !== undefined) {
      const rest = this.#matchFrom(mnemonics, at + 1, nodeAt + 1);
      if (rest !== undefined) return node.numbered ? [number, ...rest] : rest;
    }
    if (!node.optional) return undefined;
    const rest = this.#matchFrom(mnemonics, at, nodeAt + 1);
    return rest === undefined ? undefined : node.numbered ? [1, ...rest] : rest;
  }
}

/** The number behind a mnemonic that is this node; 1 where none stands. */
function numberOf(node: PatternNode, mnemonic: string): number | undefined {
  if (mnemonic === node.short || mnemonic === node.long) return 1;
  if (node.one && (mnemonic === `${node.short}1` || mnemonic === `${node.long}1`)) return 1;
  if (!node.numbered) return undefined;
  for (const form of [node.long, node.short]) {
    const digits = mnemonic.startsWith(form) ? mnemonic.slice(form.length) : '';
    if (/^\d{1,4}$/.test(digits)) return Number(digits);
  }
  return undefined;
}

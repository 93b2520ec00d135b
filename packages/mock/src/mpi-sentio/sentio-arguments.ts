import { SentioRefusal } from './sentio-refusal.ts';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const flags: Readonly<Record<string, boolean>> = { true: true, false: false, '1': true, '0': false };

/** The arguments of one command: separated by commas, with blanks around them (sheet mpi-sentio.md, section 2). */
export class SentioArguments {
  readonly #texts: readonly string[];

  /** @param text - what follows the command word */
  constructor(text: string) {
    this.#texts = text.trim() === '' ? [] : text.split(',').map((part) => part.trim());
  }

  /** How many there are. */
  get length(): number {
    return this.#texts.length;
  }

  /** @throws SentioRefusal 7 unless there are from `least` to `most` arguments */
  expect(least: number, most: number = least): void {
    if (this.length < least || this.length > most) throw new SentioRefusal('parameterCount');
  }

  /** The argument as it came; empty if it is missing. */
  text(index: number): string {
    return this.#texts[index] ?? '';
  }

  /** @throws SentioRefusal 5 when the argument is no number */
  number(index: number): number {
    if (!decimal.test(this.text(index))) throw new SentioRefusal('invalidFormat');
    return Number(this.text(index));
  }

  /** @throws SentioRefusal 5 when the argument is no whole number */
  integer(index: number): number {
    const value = this.number(index);
    if (!Number.isSafeInteger(value)) throw new SentioRefusal('invalidFormat');
    return value;
  }

  /** @throws SentioRefusal 6 when the argument is none of `True`, `False`, 1 and 0, in any case */
  flag(index: number): boolean {
    return this.word(index, flags);
  }

  /**
   * What a word stands for; case does not matter.
   *
   * @throws SentioRefusal 6 when `meanings`, by lower-case words, does not have it
   */
  word<T>(index: number, meanings: Readonly<Record<string, T>>): T {
    const word = this.text(index).toLowerCase();
    const meaning = Object.hasOwn(meanings, word) ? meanings[word] : undefined;
    if (meaning === undefined) throw new SentioRefusal('invalidParameter');
    return meaning;
  }

  /** As {@link word}, for words that stand for themselves. */
  oneOf<T extends string>(index: number, words: readonly T[]): T {
    const word = this.text(index).toLowerCase();
    const found = words.find((candidate) => candidate.toLowerCase() === word);
    if (found === undefined) throw new SentioRefusal('invalidParameter');
    return found;
  }
}

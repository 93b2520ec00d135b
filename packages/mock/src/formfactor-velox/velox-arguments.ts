import { VeloxRefusal } from './velox-refusal.ts';

/** Micrometres of a unit. Jogs and encoder counts depend on the station and are refused. */
const micrometres: Readonly<Record<string, number>> = { Y: 1, M: 1, I: 25.4 };

/** What a position counts from, by the first letter of its name. */
const references = { H: 'home', Z: 'zero', R: 'relative', C: 'centre', D: 'die' } as const;

/** What a position counts from. */
export type VeloxReference = (typeof references)[keyof typeof references];

/**
 * The parameters of one command: blank-separated, positional, texts in quotes, and what is left out on the right takes
 * its default (sheet formfactor-velox.md, sections 2 and 3).
 */
export class VeloxArguments {
  readonly #texts: readonly string[];

  /** @param parameters - what follows the name of the command, or what it was cut into */
  constructor(parameters: string | readonly string[]) {
    this.#texts = typeof parameters === 'string' ? words(parameters) : parameters;
  }

  /** The parameters without the first ones. */
  from(index: number): VeloxArguments {
    return new VeloxArguments(this.#texts.slice(index));
  }

  get length(): number {
    return this.#texts.length;
  }

  text(index: number, missing = ''): string {
    return this.#texts[index] ?? missing;
  }

  /** @throws VeloxRefusal when the parameter is no number */
  number(index: number, missing: number): number {
    const text = this.#texts[index];
    if (text === undefined) return missing;
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) throw new VeloxRefusal(`"${text}" is not a number.`);
    return value;
  }

  /** @throws VeloxRefusal when the parameter is no whole number from `least` to `most` */
  integer(index: number, missing: number, least = -1e9, most = 1e9): number {
    const value = this.number(index, missing);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new VeloxRefusal(`"${this.text(index)}" is out of range.`);
    return value;
  }

  /** A switch: 0 or 1. */
  flag(index: number, missing: number): boolean {
    return this.integer(index, missing, 0, 1) === 1;
  }

  /** The first letter of a word, in upper case. */
  letter(index: number, missing: string, letters: string): string {
    const letter = this.text(index, missing).charAt(0).toUpperCase();
    if (letter === '' || !letters.includes(letter))
      throw new VeloxRefusal(`"${this.text(index)}" is none of ${letters}.`);
    return letter;
  }

  reference(index: number, missing: keyof typeof references): VeloxReference {
    const letter = this.letter(index, missing, Object.keys(references).join(''));
    return references[letter as keyof typeof references];
  }

  /**
   * How many micrometres the unit has.
   *
   * @param pitch - what an index is worth
   */
  unit(index: number, pitch?: { readonly x: number; readonly y: number }): readonly [x: number, y: number] {
    const letter = this.text(index, 'Y').charAt(0).toUpperCase();
    if (letter === 'X' && pitch !== undefined) return [pitch.x, pitch.y];
    const factor = Object.hasOwn(micrometres, letter) ? micrometres[letter] : undefined;
    if (factor === undefined) throw new VeloxRefusal(`"${this.text(index)}" is no unit of this station.`);
    return [factor, factor];
  }

  /** Part of the highest speed, from a percentage. */
  speed(index: number): number {
    const percent = this.number(index, 100);
    if (percent < 0.1 || percent > 100) throw new VeloxRefusal('The velocity is 0.1 to 100 percent.');
    return percent / 100;
  }
}

function words(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** Carries out one command. */
export type VeloxCommand = (args: VeloxArguments) => string | Promise<string>;

/** Commands by name. */
export type VeloxCommands = Readonly<Record<string, VeloxCommand>>;

/** Numbers as a reply carries them: up to three decimals. */
export function values(...numbers: readonly number[]): string {
  // Adding 0 turns -0 into 0.
  return numbers.map((value) => String(Math.round(value * 1000) / 1000 + 0)).join(' ');
}

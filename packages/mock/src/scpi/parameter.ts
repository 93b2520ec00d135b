import { ScpiRefusal } from './status-model.ts';

/** What numbers a parameter takes. */
export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
  readonly default?: number;
  /** The unit that may stand behind the number, with multipliers; none when missing. */
  readonly unit?: string;
}

const multipliers: Readonly<Record<string, number>> = {
  EX: 1e18,
  PE: 1e15,
  T: 1e12,
  G: 1e9,
  MA: 1e6,
  K: 1e3,
  M: 1e-3,
  U: 1e-6,
  N: 1e-9,
  P: 1e-12,
  F: 1e-15,
  A: 1e-18,
  '': 1,
};

/** One parameter of a command as it was sent. */
export class Parameter {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** A number, or `MIN`, `MAX`, `DEF`; out of range is refused with -222. */
  number(range: NumberRange = {}): number {
    return inside(this.#value(range), range);
  }

  /** A whole number; fractions are rounded as IEEE 488.2 has it. */
  integer(range: NumberRange = {}): number {
    return inside(Math.round(this.#value(range)), range);
  }

  /** `ON`, `OFF`, or a number: what does not round to 0 is on. */
  boolean(): boolean {
    const word = this.text.toUpperCase();
    if (word === 'ON') return true;
    if (word === 'OFF') return false;
    if (/^[A-Z]/.test(word)) throw new ScpiRefusal(-224);
    return Math.round(parseNumber(this.text, undefined)) !== 0;
  }

  /** Whether it is this word in the notation of manuals (`IMMediate`), in its short or long form. */
  is(word: string): boolean {
    const given = this.text.toUpperCase();
    return given === shortForm(word) || given === word.toUpperCase();
  }

  /** One of a few words in the notation of manuals (`IMMediate`), given as its short form. */
  word(words: readonly string[]): string {
    const found = words.find((word) => this.is(word));
    if (found === undefined) throw new ScpiRefusal(/^[A-Za-z]/.test(this.text) ? -224 : -141);
    return shortForm(found);
  }

  /** A quoted string. */
  string(): string {
    const mark = this.text.charAt(0);
    const inner = this.text.slice(1, -1);
    if ((mark !== '"' && mark !== "'") || this.text.length < 2 || !this.text.endsWith(mark)) {
      throw new ScpiRefusal(-151);
    }
    // A mark inside stands doubled, or the string ended before.
    if (inner.replaceAll(mark + mark, '').includes(mark)) throw new ScpiRefusal(-151);
    return inner.replaceAll(mark + mark, mark);
  }

  #value({ min, max, default: normal, unit }: NumberRange): number {
    if (min !== undefined && this.is('MINimum')) return min;
    if (max !== undefined && this.is('MAXimum')) return max;
    if (normal !== undefined && this.is('DEFault')) return normal;
    return parseNumber(this.text, unit);
  }
}

function shortForm(word: string): string {
  return word.replaceAll(/[a-z]/g, '');
}

function inside(value: number, { min = -Infinity, max = Infinity }: NumberRange): number {
  if (value < min || value > max) throw new ScpiRefusal(-222);
  return value;
}

function parseNumber(text: string, unit: string | undefined): number {
  const [, mantissa, suffix = ''] =
    /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:\s*[eE]\s*[+-]?\d+)?)\s*([A-Za-z]*)$/.exec(text) ?? [];
  if (mantissa === undefined) return parseNonDecimal(text);
  const value = Number(mantissa.replaceAll(/\s/g, ''));
  if (!Number.isFinite(value)) throw new ScpiRefusal(-123);
  return value * multiplier(suffix.toUpperCase(), unit?.toUpperCase());
}

/** `#H1F`, `#Q17`, `#B101`. */
function parseNonDecimal(text: string): number {
  const forms = [
    { form: /^#H[0-9A-F]+$/i, base: 16 },
    { form: /^#Q[0-7]+$/i, base: 8 },
    { form: /^#B[01]+$/i, base: 2 },
  ];
  const base = forms.find(({ form }) => form.test(text))?.base;
  if (base === undefined) throw new ScpiRefusal(-104);
  return Number.parseInt(text.slice(2), base);
}

function multiplier(suffix: string, unit: string | undefined): number {
  if (suffix === '') return 1;
  if (unit === undefined) throw new ScpiRefusal(-138);
  const prefix = suffix.endsWith(unit) ? suffix.slice(0, suffix.length - unit.length) : undefined;
  // M is milli everywhere but before OHM and HZ.
  if (prefix === 'M' && (unit === 'OHM' || unit === 'HZ')) return 1e6;
  const factor = prefix === undefined ? undefined : multipliers[prefix];
  if (factor === undefined) throw new ScpiRefusal(-131);
  return factor;
}

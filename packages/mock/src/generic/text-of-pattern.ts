/** What a class such as `\d` stands for; anything else that is escaped stands for itself. */
const classes: Readonly<Record<string, string>> = {
  d: '0-9',
  w: 'A-Za-z0-9_',
  s: ' ',
  S: '!-~',
  D: '!-/:-~',
  W: '!-/',
};

/** How many more than it must a part comes where the pattern leaves that open. */
const usuallyMore = 2;

/**
 * A text that a regular expression matches as a whole, chosen by a fraction from 0 to 1: the first of all alternatives
 * and characters and as few as may be at 0, the last and more of them at 1. Look-around and back references are not known.
 */
export function textOfPattern(pattern: string, fraction: number): string {
  return new PatternText(pattern, fraction).text();
}

/** Reads a pattern from left to right and writes a text that it matches. */
class PatternText {
  readonly #pattern: string;
  readonly #fraction: number;
  #at = 0;

  constructor(pattern: string, fraction: number) {
    this.#pattern = pattern;
    this.#fraction = fraction;
  }

  /** Up to the end or to the bracket that closes a group. */
  text(): string {
    const alternatives = [''];
    for (;;) {
      const next = this.#pattern[this.#at];
      if (next === undefined || next === ')') return this.#choose(alternatives);
      if (next === '|') {
        this.#at++;
        alternatives.push('');
      } else alternatives.push((alternatives.pop() ?? '') + this.#part());
    }
  }

  #part(): string {
    const next = this.#take();
    if (next === '^' || next === '$') return '';
    let one: string;
    if (next === '(') {
      if (this.#pattern.startsWith('?:', this.#at)) this.#at += 2;
      one = this.text();
      this.#at++;
    } else if (next === '[') one = this.#choose(this.#class());
    else if (next === '\\')
      one = this.#choose(charactersOf(classes[this.#take()] ?? this.#pattern[this.#at - 1] ?? ''));
    else one = next === '.' ? this.#choose(charactersOf('!-~')) : next;
    return one.repeat(this.#count());
  }

  #class(): readonly string[] {
    const except = this.#pattern[this.#at] === '^';
    if (except) this.#at++;
    let ranges = '';
    while (this.#at < this.#pattern.length && this.#pattern[this.#at] !== ']') {
      const next = this.#take();
      ranges += next === '\\' ? (classes[this.#take()] ?? this.#pattern[this.#at - 1] ?? '') : next;
    }
    this.#at++;
    const characters = charactersOf(ranges);
    return except ? charactersOf('!-~').filter((one) => !characters.includes(one)) : characters;
  }

  #count(): number {
    const [all = '', sign, low = '', comma, high = ''] =
      /^(?:([?*+])|\{(\d+)(,)?(\d*)\})/.exec(this.#pattern.slice(this.#at)) ?? [];
    if (all === '') return 1;
    this.#at += all.length;
    if (this.#pattern[this.#at] === '?') this.#at++;
    const least = sign === undefined ? Number(low) : Number(sign === '+');
    const open = sign === '*' || sign === '+' || (comma !== undefined && high === '');
    const most = sign === '?' ? 1 : open ? Infinity : Number(comma === undefined ? low : high);
    return least + Math.round(this.#fraction * Math.min(usuallyMore, most - least));
  }

  #take(): string {
    return this.#pattern[this.#at++] ?? '';
  }

  #choose(choices: readonly string[]): string {
    return choices[Math.round(this.#fraction * (choices.length - 1))] ?? '';
  }
}

/** The characters of ranges such as `A-Z_`. */
function charactersOf(ranges: string): readonly string[] {
  const characters: string[] = [];
  for (let at = 0; at < ranges.length; at++) {
    const first = ranges.charCodeAt(at);
    const isRange = ranges[at + 1] === '-' && at + 2 < ranges.length;
    const last = isRange ? ranges.charCodeAt(at + 2) : first;
    if (isRange) at += 2;
    for (let code = first; code <= last; code++) characters.push(String.fromCharCode(code));
  }
  return characters;
}

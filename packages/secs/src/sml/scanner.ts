import { FourwireError } from '@fourwire/core';

const gap = /\s+|\/\/.*|\*.*|\/\*[^]*?\*\//y;
const word = /[^\s<>[\]"'*/]+/y;
const quoted = /"([^"]*)"|'([^']*)'/y;

/**
 * Walks through SML and knows the line and column of what is wrong.
 *
 * @internal
 */
export class SmlScanner {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next character behind white space and comments, empty at the end. */
  next(): string {
    while (this.match(gap) !== undefined);
    return this.text.charAt(this.position);
  }

  /** Takes `character` if it is the next one. */
  take(character: string): boolean {
    if (this.next() !== character) return false;
    this.position++;
    return true;
  }

  /** Takes what a sticky expression matches right here. */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.position;
    const found = expression.exec(this.text);
    if (found === null) return undefined;
    this.position += found[0].length;
    return found;
  }

  /** Takes the next word: letters, digits, signs and points. Empty when something else comes. */
  word(): string {
    this.next();
    return this.match(word)?.[0] ?? '';
  }

  /** Takes a text in quotes, `undefined` when none begins here. */
  quoted(): string | undefined {
    const mark = this.next();
    if (mark !== '"' && mark !== "'") return undefined;
    const found = this.match(quoted);
    if (found === undefined) throw this.error('sml-syntax', `the text that begins with ${mark} never ends`);
    return found[1] ?? found[2];
  }

  /** An error that shows what stands at `position` instead of what was expected. */
  unexpected(expected: string, position: number = this.position): FourwireError {
    const [found = ''] = this.text.slice(position, position + 20).split(/[\r\n]/, 1);
    const shown = position === this.text.length ? 'the end' : JSON.stringify(found);
    return this.error('sml-syntax', `expected ${expected}, found ${shown}`, position);
  }

  /** An error of kind `protocol` with line and column, both counted from 1. */
  error(code: string, fault: string, position: number = this.position): FourwireError {
    const before = this.text.slice(0, position);
    const line = before.split('\n').length;
    const column = position - before.lastIndexOf('\n');
    const message = `SML line ${line}, column ${column}: ${fault}.`;
    return new FourwireError('protocol', code, message, { details: { line, column } });
  }
}

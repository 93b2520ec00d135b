import { LineCounter, isCollection, isMap, isNode, isScalar, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';
import type { FourwireError } from '@fourwire/core';

/** Makes the error of a mistake in a file. */
export type Mistaken = (
  message: string,
  details: { readonly file: string; readonly line: number; readonly column: number },
) => FourwireError;

/** A YAML text that knows where in it each value is. */
export class YamlText {
  readonly document: Document.Parsed;
  readonly #name: string;
  readonly #mistaken: Mistaken;
  readonly #lines = new LineCounter();

  /**
   * @param name - stands for the text in messages
   * @param mistaken - makes the error of a mistake
   * @throws FourwireError of kind `range` for a text that is no YAML
   */
  constructor(text: string, name: string, mistaken: Mistaken) {
    this.#name = name;
    this.#mistaken = mistaken;
    this.document = parseDocument(text, { lineCounter: this.#lines });
    const [broken] = this.document.errors;
    if (broken === undefined) return;
    const what = broken.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
    throw this.#mistake(broken.pos[0], `${what}.`);
  }

  /**
   * What it says.
   *
   * @throws FourwireError for a text whose aliases stand for more than a computer can hold
   */
  value(): unknown {
    try {
      return this.document.toJS();
    } catch (cause) {
      throw this.#mistake(0, `${cause instanceof Error ? cause.message : String(cause)}.`);
    }
  }

  /**
   * The error for a mistake in the value at these keys, with its line and column; where there is none, with those of what
   * should hold it.
   *
   * @param ofKey - the key should not be there at all
   */
  mistakeIn(keys: readonly (string | number)[], what: string, { ofKey = false } = {}): FourwireError {
    return this.#mistake(this.#offset(keys, ofKey), what);
  }

  /** The error for a mistake in a node. */
  mistakeAt(node: Node, what: string): FourwireError {
    return this.#mistake(startOf(node), what);
  }

  #mistake(offset: number, what: string): FourwireError {
    const { line, col } = this.#lines.linePos(offset);
    return this.#mistaken(`${this.#name}:${line}:${col}: ${what}`, { file: this.#name, line, column: col });
  }

  #offset(keys: readonly (string | number)[], ofKey: boolean): number {
    const last = keys.at(-1);
    const parent = keys.length > 1 ? this.document.getIn(keys.slice(0, -1), true) : this.document.contents;
    if (isMap(parent)) {
      for (const { key, value } of parent.items) {
        if (!isScalar(key) || String(key.value) !== String(last)) continue;
        return startOf(isNode(value) && !ofKey ? value : key);
      }
    }
    const item = isCollection(parent) ? parent.get(last, true) : undefined;
    return startOf(isNode(item) ? item : isCollection(parent) ? parent : this.document.contents);
  }
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

import type { ScpiChannelList } from './channel-list.ts';
import { formatChannelList } from './channel-list.ts';
import { blockHeader } from './block.ts';
import { excerpt, refused } from './fault.ts';
import { matches, shortForm } from './mnemonic.ts';
import type { ByteOrder, SampleArray } from './samples.ts';
import { writeSamples } from './samples.ts';
import type { QuoteMark } from './string-data.ts';
import { quote } from './string-data.ts';

/**
 * A piece of a command that has been checked: made by `keyword`, `quoted`, `channels` and `block`, taken by the template
 * `scpi`. An object that only looks like one is refused.
 */
export class ScpiFragment {
  /** Keywords may also stand in a header, everything else only in the data. */
  readonly kind: 'keyword' | 'data';
  /** The text as it is sent; of a block, its header. */
  readonly text: string;
  readonly #payload: Uint8Array | undefined;

  /** @internal */
  constructor(kind: 'keyword' | 'data', text: string, payload?: Uint8Array) {
    this.kind = kind;
    this.text = text;
    this.#payload = payload;
  }

  /** The data of a block. */
  get payload(): Uint8Array | undefined {
    return this.#payload;
  }

  /** Whether `value` was made here. */
  static is(value: unknown): value is ScpiFragment {
    return typeof value === 'object' && value !== null && #payload in value;
  }
}

const KEYWORD = /^[A-Za-z]\w*(?::[A-Za-z]\w*)*$/;

/**
 * A mnemonic, an enumeration value or a path of mnemonics for a command: `keyword('MAX')`, `keyword('CH1')`,
 * `keyword('VOLT:DC')`. With `allowed`, in the notation of manuals, only these in their short or long form, sent
 * short: `keyword('sine', ['SINusoid'])` is refused, `keyword('sinusoid', ['SINusoid'])` sends `SIN`.
 *
 * @throws FourwireError of kind `range` when it is not made of letters, digits and `_`, or is not allowed.
 */
export function keyword(word: string, allowed?: readonly string[]): ScpiFragment {
  if (!KEYWORD.test(word)) {
    throw refused(
      'scpi-value-refused',
      `A keyword is a letter followed by letters, digits and _, with : between nodes, got ${excerpt(word)}.`,
    );
  }
  if (allowed === undefined) return new ScpiFragment('keyword', word);
  const pattern = allowed.find((candidate) => matches(candidate, word));
  if (pattern === undefined) {
    throw refused('scpi-value-refused', `Allowed are ${allowed.join(', ')}, got ${excerpt(word)}.`, {
      allowed,
    });
  }
  return new ScpiFragment('keyword', shortForm(pattern));
}

/**
 * A quoted string with the mark of your choice, for instruments that want single quotes; a plain string in the
 * template is sent in double quotes.
 *
 * @throws FourwireError of kind `range` when it holds anything but printable ASCII.
 */
export function quoted(text: string, mark: QuoteMark): ScpiFragment {
  return new ScpiFragment('data', quote(text, mark));
}

/**
 * A channel list: `channels([1, { from: 3, to: 5 }, [2, 1]])` sends `(@1,3:5,2!1)`.
 *
 * @throws FourwireError of kind `range` when a number is not a whole number of 0 or more.
 */
export function channels(list: ScpiChannelList): ScpiFragment {
  return new ScpiFragment('data', formatChannelList(list));
}

/**
 * A definite block with bytes as they are, or with samples in a byte order that must be said when they have more than
 * one byte. The array is read when the command is sent, so leave it alone until then.
 *
 * @throws FourwireError of kind `range` above 999,999,999 bytes, and for samples without a byte order.
 */
export function block(bytes: Uint8Array | Int8Array): ScpiFragment;
/** The same for samples of more than one byte, in the byte order that is set in the instrument. Throws as for bytes. */
export function block(samples: SampleArray, byteOrder: ByteOrder): ScpiFragment;
export function block(samples: SampleArray, byteOrder?: ByteOrder): ScpiFragment {
  const text = blockHeader(samples.byteLength);
  if (samples.BYTES_PER_ELEMENT === 1) {
    return new ScpiFragment('data', text, new Uint8Array(samples.buffer, samples.byteOffset, samples.length));
  }
  if (byteOrder === undefined) {
    throw refused(
      'scpi-value-refused',
      `A block of samples of ${samples.BYTES_PER_ELEMENT} bytes needs a byte order, 'big' or 'little', as set in the instrument.`,
    );
  }
  const payload = new Uint8Array(samples.byteLength);
  writeSamples(samples, byteOrder, payload);
  return new ScpiFragment('data', text, payload);
}

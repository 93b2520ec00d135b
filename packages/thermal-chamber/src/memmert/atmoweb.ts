import type { ByteTransport, Call, Exchanger, Limits } from '@fourwire/core';
import { FourwireError } from '@fourwire/core';
import { TextSession } from '@fourwire/transport';
import { unexpectedReply } from '../wire/errors.ts';
import { httpFraming } from '../wire/http-framing.ts';
import { parseDecimal } from '../wire/texts.ts';

/** Reads and writes the keys of AtmoWEB. */
export class AtmoWeb {
  readonly #session: TextSession;

  constructor(exchanger: Exchanger<ByteTransport>, host: string) {
    this.#session = new TextSession(exchanger, httpFraming(host));
  }

  /** The text of a key; `undefined` for a function that the unit has not. */
  async text(key: string, call?: Call): Promise<string | undefined> {
    const value = field(await this.#session.ask(`/atmoweb?${key}=`, call), key);
    return value === 'N/A' ? undefined : value;
  }

  /** @throws FourwireError of kind `device`, code `value-invalid`, when the unit has no value */
  async number(key: string, call?: Call): Promise<number> {
    const value = await this.text(key, call);
    if (value !== undefined) return parseDecimal(value);
    throw new FourwireError('device', 'value-invalid', `${key} has no value: the unit answers N/A.`);
  }

  /** The range of a key that can be set. */
  async range(key: string, call?: Call): Promise<Required<Limits>> {
    const value = (await this.text(`${key}_Range`, call)) ?? '';
    return { min: parseDecimal(field(value, 'min')), max: parseDecimal(field(value, 'max')) };
  }

  /** Sets a key; the unit does not say whether it took it. */
  async set(key: string, value: string, call?: Call): Promise<void> {
    await this.#session.tell(`/atmoweb?${key}=${encodeURIComponent(value)}`, call);
  }
}

/**
 * The value of a key in what is nearly JSON: braces may be missing, commas too many, keys of an inner object bare
 * (sheet memmert.md, section 2). Texts come without their quotes, an object as its text.
 */
export function field(body: string, key: string): string {
  const pattern = new RegExp(
    `(?:^|[{,\\s])"?${key}"?\\s*:\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(\\{[^}]*\\}?)|([^,}\\s]+))`,
  );
  const [, text, object, word] = pattern.exec(body) ?? [];
  const value = text?.replaceAll(/\\(.)/g, '$1') ?? object ?? word;
  if (value === undefined) throw unexpectedReply(`a value of ${key}`, body.slice(0, 120));
  return value;
}

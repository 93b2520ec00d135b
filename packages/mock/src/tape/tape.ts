import { FourwireError } from '@fourwire/core';

/** One message on the wire, as a tape holds it. */
export interface TapeMessage {
  /** Seconds since the recording began. */
  readonly at: number;
  readonly direction: 'sent' | 'received';
  readonly bytes: Uint8Array;
  /** The device in whose name it was exchanged, where the wire knows. */
  readonly device?: string;
}

/** A conversation with instruments, read from a file. */
export interface Tape {
  /** The address of the wire, without secrets. */
  readonly address: string;
  /** What travelled on it: `bytes`, `registers`, `secs`. */
  readonly wire: string;
  /** When the recording began, ISO 8601. */
  readonly began: string;
  /** Who was at the other end, by the path of the device. */
  readonly identities: Readonly<Record<string, unknown>>;
  readonly messages: readonly TapeMessage[];
}

/** The first line of every tape says which form it has. */
export const tapeForm = 1;

/** An address without what is nobody's business: user and password, and whatever is called a secret. */
export function withoutSecrets(address: string): string {
  return address
    .replaceAll(/\/\/[^/@\s]*@/gu, '//')
    .replaceAll(/([?&;](?:[^=&;]*(?:password|passwd|pwd|secret|token|key|user)[^=&;]*)=)[^&;#\s]*/giu, '$1…');
}

/** A message as a line of JSON: as text where it is nothing but text, which a person can read and mend. */
export function messageLine({ at, direction, bytes, device }: TapeMessage): string {
  const isText = bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return JSON.stringify({
    at: Number(at.toFixed(4)),
    [direction]: isText ? { text: buffer.toString('latin1') } : { hex: buffer.toString('hex') },
    ...(device === undefined ? {} : { device }),
  });
}

/**
 * Reads a tape.
 *
 * @param name - of the file, for messages
 * @throws FourwireError of kind `range`, code `tape-unusable`, with the line that is wrong
 */
export function parseTape(text: string, name: string): Tape {
  const lines = text.split(/\r?\n/u);
  const unusable = (index: number, what: string): FourwireError =>
    new FourwireError('range', 'tape-unusable', `${name}, line ${index + 1}: ${what}.`);
  const parsed = lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = jsonObject(line);
    if (value === undefined) throw unusable(index, 'this is no JSON object');
    return [{ index, value }];
  });
  const [head, ...rest] = parsed;
  if (head?.value['tape'] !== tapeForm)
    throw unusable(head?.index ?? 0, `a tape begins with { "tape": ${tapeForm}, … }`);
  const identities: Record<string, unknown> = {};
  const messages: TapeMessage[] = [];
  for (const { index, value } of rest) {
    const { device, identity, at } = value;
    if (identity !== undefined) {
      identities[typeof device === 'string' ? device : ''] = identity;
      continue;
    }
    const direction = 'sent' in value ? 'sent' : 'received';
    const bytes = bytesOf(value[direction]);
    if (bytes === undefined)
      throw unusable(index, 'a message needs "sent" or "received" with { "text" } or { "hex" }');
    if (typeof at !== 'number' || !Number.isFinite(at))
      throw unusable(index, '"at" must be the seconds since the beginning');
    messages.push({ at, direction, bytes, ...(typeof device === 'string' ? { device } : {}) });
  }
  const { address, wire, began } = head.value;
  return {
    address: typeof address === 'string' ? address : '',
    wire: typeof wire === 'string' ? wire : 'bytes',
    began: typeof began === 'string' ? began : '',
    identities,
    messages,
  };
}

function jsonObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (!isRecord(value)) return undefined;
  const { text, hex } = value;
  if (typeof text === 'string') return Uint8Array.from(Buffer.from(text, 'latin1'));
  if (typeof hex !== 'string' || !/^(?:[0-9a-f]{2})*$/iu.test(hex)) return undefined;
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

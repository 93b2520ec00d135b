import { FourwireError } from '@fourwire/core';

/** What the mock's driver asks of the mock's machine. */
export type MockRequest =
  | { readonly op: 'identify' }
  | { readonly op: 'read'; readonly path: string }
  | { readonly op: 'write'; readonly path: string; readonly value: unknown }
  | { readonly op: 'limits'; readonly path: string }
  | { readonly op: 'run'; readonly path: string; readonly input: unknown }
  | { readonly op: 'look'; readonly path: string }
  | { readonly op: 'stop'; readonly path: string }
  /** What happened at an event member after the given number of occurrences. */
  | { readonly op: 'events'; readonly path: string; readonly after: number };

/** How far a command has come. */
export interface CommandLook {
  readonly running: boolean;
  /** From 0 to 1. */
  readonly fraction: number;
  readonly output?: unknown;
}

/** What happened at an event member. */
export interface EventLook {
  readonly count: number;
  readonly values: readonly unknown[];
}

/** What the machine answers. */
export type MockReply = { readonly value: unknown } | { readonly fault: string };

/**
 * One line of the mock's own protocol: a checksum, a number that the reply repeats, and JSON. Bytes and columns of
 * numbers, which JSON does not have, are marked.
 */
export function encodeLine(id: number, message: MockRequest | MockReply): string {
  const json = JSON.stringify(message, (_key, value: unknown) => {
    if (value instanceof Uint8Array) return { $bytes: [...value] };
    if (value instanceof Float64Array) return { $floats: [...value] };
    return value;
  });
  const body = `${id} ${json.replaceAll(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)}`;
  return `${checksum(body)} ${body}\n`;
}

/** @throws FourwireError of kind `protocol`, code `mock-line-malformed`, for anything that {@link encodeLine} did not make */
export function decodeLine(line: string): { id: number; message: unknown } {
  const match = /^([0-9a-f]{8}) ((\d+) (\{.*\}))$/.exec(line.trim());
  const [, sum, body = '', id, json = ''] = match ?? [];
  if (sum !== checksum(body)) {
    throw new FourwireError(
      'protocol',
      'mock-line-malformed',
      `Expected a line of the mock's protocol with the right checksum, got ${JSON.stringify(line.slice(0, 80))}.`,
    );
  }
  const message = JSON.parse(json, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$bytes' in value) return Uint8Array.from(value.$bytes as number[]);
    if ('$floats' in value) return Float64Array.from(value.$floats as number[]);
    return value;
  }) as unknown;
  return { id: Number(id), message };
}

/** FNV-1a, 32 bits. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

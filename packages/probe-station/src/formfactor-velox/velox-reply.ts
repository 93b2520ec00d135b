import { FourwireError } from '@fourwire/core';
import { refused, unexpected } from '../faults.ts';

/** What Velox or ProberBench answers, whichever wire it came on. */
export interface VeloxReply {
  /** 0 is success. */
  readonly code: number;
  /** Values with blanks between them, or the message of an error. */
  readonly text: string;
}

/** Error numbers that mean something of their own; all others are passed on (sheet formfactor-velox.md, section 4). */
export const veloxCode = {
  endOfWafer: 703,
} as const;

/** A reply as it comes over GPIB: `0: 4 6 1 2`, `0:100 200` or `703: End of wafer.` (section 2). */
export function parseGpibReply(line: string): VeloxReply {
  const [, code, text = ''] = /^\s*(-?\d+)\s*:(.*)$/s.exec(line) ?? [];
  if (code === undefined) throw unexpected('code: values from Velox', line);
  return { code: Number(code), text: text.trim() };
}

/**
 * A reply of the message server: `Rsp=3:0:values`, where the values may hold colons and may be missing (section 1).
 *
 * @returns `undefined` for what is no reply to a command
 */
export function parseServerReply(line: string): (VeloxReply & { readonly id: number }) | undefined {
  const [, id, code, text = ''] = /^\s*Rsp=(\d+):(-?\d+)(?::(.*))?$/s.exec(line) ?? [];
  return id === undefined ? undefined : { id: Number(id), code: Number(code), text: text.trim() };
}

/**
 * The reply, when it reports success.
 *
 * @throws FourwireError of kind `device`, code `instrument-refused`, with the station's own code and text
 */
export function succeeded(command: string, reply: VeloxReply): string {
  if (reply.code === 0) return reply.text;
  throw refused(command, reply.code, reply.text === '' ? 'no text' : reply.text);
}

/** The values of a reply; a text in double quotes is one of them. */
export function valuesOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
}

/**
 * The first `count` values of a reply as numbers.
 *
 * @throws FourwireError of kind `protocol` where there are fewer, or others
 */
export function numbersOf(command: string, text: string, count: number): readonly number[] {
  const values = valuesOf(text).slice(0, count).map(Number);
  if (values.length === count && values.every(Number.isFinite)) return values;
  throw new FourwireError(
    'protocol',
    'reply-unexpected',
    `Expected ${count} numbers for "${command}", got "${text.slice(0, 80)}".`,
    { command, reply: text },
  );
}

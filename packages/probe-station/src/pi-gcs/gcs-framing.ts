import type { MessageEnd } from '@fourwire/core';
import type { Framing } from '@fourwire/transport';

const lineFeed = 0x0a;
const blank = 0x20;

/**
 * Commands of GCS 2.0 end with LF, those of one byte with nothing. A line of a reply that ends with blank and LF is
 * followed by another (sheet pi-gcs.md, section 2).
 */
export const gcsFraming: Framing = {
  encode: (command) => (isByte(command) ? command : `${command}\n`),
  end: (command) => (isProbe(command) ? probeEnd() : replyEnd()),
  decode: (reply) => reply.replace(/\n$/, ''),
};

/** Commands of one byte, which are answered even while the controller carries out a long command. */
export const gcsByte = {
  /** Which axes move. */
  moving: '\x05',
  /** Whether the controller is ready. */
  ready: '\x07',
} as const;

/**
 * A question that a controller may not know, followed by one for its error: only the second is then answered. GCS is
 * silent about what it does not know.
 */
export function probe(question: string): string {
  return `${question}\nERR?`;
}

/**
 * The answer of a probe; `undefined` when the controller does not know the question.
 */
export function probed(reply: string): string | undefined {
  return reply.includes('=') ? reply.slice(0, reply.lastIndexOf('\n')) : undefined;
}

/** The values of a reply by axis, such as `1=5.000012`; of other lines none. */
export function byAxis(reply: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of reply.split('\n')) {
    const [, axis, value] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
    if (axis !== undefined && value !== undefined) values.set(axis, value);
  }
  return values;
}

function isByte(command: string): boolean {
  return command.length === 1 && command < ' ';
}

function isProbe(command: string): boolean {
  return /\?.*\nERR\?$/.test(command);
}

function replyEnd(): MessageEnd {
  return { find: (bytes) => endOfReply(bytes, 0) };
}

/** Two replies where the first is an answer, and one where it is the number of an error. */
function probeEnd(): MessageEnd {
  return {
    find: (bytes) => {
      const first = endOfReply(bytes, 0);
      if (first < 0 || !bytes.subarray(0, first).includes(0x3d)) return first;
      return endOfReply(bytes, first);
    },
  };
}

function endOfReply(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(lineFeed, from); at >= 0; at = bytes.indexOf(lineFeed, at + 1))
    if (bytes[at - 1] !== blank || at === from) return at + 1;
  return -1;
}

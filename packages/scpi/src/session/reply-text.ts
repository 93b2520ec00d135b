import { contentStart } from './reply-end.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * A reply as text, without what ends its line: a line feed, and a carriage return before it. What is left of the end of
 * the line before goes too.
 */
export function replyText(reply: Uint8Array): string {
  let end = reply.length;
  if (reply[end - 1] === lineFeed) end--;
  if (reply[end - 1] === carriageReturn) end--;
  const start = contentStart(reply);
  return Buffer.from(reply.buffer, reply.byteOffset + start, Math.max(0, end - start)).toString('latin1');
}

/** A reply as bytes, without the line feed at its end. */
export function replyBytes(reply: Uint8Array): Uint8Array {
  return reply.at(-1) === lineFeed ? reply.subarray(0, -1) : reply;
}

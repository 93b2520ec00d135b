import { FourwireError } from '@fourwire/core';
import type { Item } from '../secs-ii/item.ts';

/**
 * A SECS-II message: what both transports carry between their headers. Odd functions are primaries, even ones the
 * answers to them, function 0 says that the transaction is aborted. Source: SEMI E5; sheet secs-ii.md sections 1 and 3.
 */
export interface SecsMessage {
  /** 0 to 127. */
  readonly stream: number;
  /** 0 to 255. */
  readonly function: number;
  /** The W-bit: the sender of this primary wants an answer. */
  readonly reply: boolean;
  /** The body; a message without one consists of its header. */
  readonly item?: Item | undefined;
}

/** Stream, function and W-bit as they are written everywhere: `S1F3 W`, `S1F4`. */
export type MessageName = `S${number}F${number}` | `S${number}F${number} W`;

/** What {@link isMessage} demands, in words. */
export const messageLimits = 'a stream is a whole number from 0 to 127 and a function one from 0 to 255';

/**
 * A message from its name: `secsMessage('S1F3 W', L(U4(3001)))`. Kind `range`, code `secs-message`, when the name is
 * not of that form or a number is too big.
 */
export function secsMessage(name: MessageName, item?: Item): SecsMessage {
  const [, stream, secsFunction, reply] = /^S(\d+)F(\d+)( W)?$/.exec(name) ?? [];
  const message = {
    stream: Number(stream),
    function: Number(secsFunction),
    reply: reply !== undefined,
    item,
  };
  if (isMessage(message)) return message;
  throw new FourwireError('range', 'secs-message', `${name} names no message like S1F3 W: ${messageLimits}.`);
}

/** The secondary that answers `primary`: the next function of its stream, without W-bit. */
export function replyTo(primary: SecsMessage, item?: Item): SecsMessage {
  return { stream: primary.stream, function: primary.function + 1, reply: false, item };
}

/** The secondary that aborts the transaction of `primary`: function 0 of its stream. */
export function abortOf(primary: SecsMessage): SecsMessage {
  return { stream: primary.stream, function: 0, reply: false };
}

/** Whether a message opens a transaction or stands alone: its function is odd. */
export function isPrimary(message: Pick<SecsMessage, 'function'>): boolean {
  return message.function % 2 === 1;
}

/** Stream, function and W-bit of a message, for people: `S1F3 W`. */
export function messageName(message: Omit<SecsMessage, 'item'>): MessageName {
  const name: MessageName = `S${message.stream}F${message.function}`;
  return message.reply ? `${name} W` : name;
}

/** Whether stream and function are within their bounds. */
export function isMessage(message: Omit<SecsMessage, 'item'>): boolean {
  return isWithin(message.stream, 127) && isWithin(message.function, 255);
}

function isWithin(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= max;
}

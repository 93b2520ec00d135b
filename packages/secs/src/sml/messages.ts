import { isMessage, messageLimits, messageName } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import { parseItem } from './parse.ts';
import { printItem } from './print.ts';
import type { SmlOptions } from './print.ts';
import { SmlScanner } from './scanner.ts';

/** A message in a file of SML, with the name that stood before it. */
export interface NamedMessage {
  readonly name: string | undefined;
  readonly message: SecsMessage;
}

const label = /[^\s:.<>"'*/][^:.<>"'*/\r\n]*:/y;
const streamFunction = /(["']?)S(\d{1,3})F(\d{1,3})\1/iy;
const replyBit = /W(?![\w:])/iy;

/**
 * The message as SML: `S1F3 W`, the item, a point. Kind `range`, code `secs-item-depth`, when more than 512 lists lie
 * in one another.
 */
export function messageToSml(message: SecsMessage, options: SmlOptions = {}): string {
  const { item } = message;
  if (options.dialect === 'secs4net') {
    const head = `'S${message.stream}F${message.function}'${message.reply ? ' W' : ''}`;
    return [head, ...(item === undefined ? [] : [printItem(item, options, 0, '  ')]), '.'].join('\n');
  }
  if (item === undefined) return `${messageName(message)}.`;
  return `${messageName(message)}${options.singleLine === true ? ' ' : '\n'}${printItem(item, options, 0, '')}.`;
}

/**
 * The one message that `text` describes; its final point may be missing. Errors as in `itemFromSml`.
 */
export function messageFromSml(text: string): SecsMessage {
  const scanner = new SmlScanner(text);
  const { message } = parseMessage(scanner);
  if (scanner.next() !== '') throw scanner.unexpected('the end');
  return message;
}

/** All messages of a file, with their names where they have one (`AreYouThere: S1F1 W.`). Errors as in `itemFromSml`. */
export function messagesFromSml(text: string): NamedMessage[] {
  const scanner = new SmlScanner(text);
  const messages: NamedMessage[] = [];
  while (scanner.next() !== '') messages.push(parseMessage(scanner));
  return messages;
}

function parseMessage(scanner: SmlScanner): NamedMessage {
  scanner.next();
  const name = scanner.match(label)?.[0].slice(0, -1).trim();
  scanner.next();
  const start = scanner.position;
  const [, , stream, secsFunction] = scanner.match(streamFunction) ?? [];
  if (stream === undefined) throw scanner.unexpected('a stream and function like S1F3');
  scanner.next();
  const reply = scanner.match(replyBit) !== undefined;
  const item = scanner.next() === '<' ? parseItem(scanner, 0) : undefined;
  if (!scanner.take('.') && scanner.next() !== '')
    throw scanner.unexpected(item === undefined ? '"<" or "."' : '"."');
  const message = { stream: Number(stream), function: Number(secsFunction), reply, item };
  if (!isMessage(message)) throw scanner.error('sml-value', messageLimits, start);
  return { name, message };
}

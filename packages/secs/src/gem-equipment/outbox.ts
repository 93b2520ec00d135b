import { FourwireError } from '@fourwire/core';
import type { SecsLink } from '../connection/secs-transport.ts';
import { messageName, secsMessage } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import { asList, asNumber } from '../secs-ii/access.ts';
import { L, U4 } from '../secs-ii/constructors.ts';
import { encodeItem } from '../secs-ii/encode.ts';
import type { Item } from '../secs-ii/item.ts';
import { grant } from './codes.ts';

/** More than a host that is slow to answer leaves behind in an hour. */
const longestQueue = 10_000;

/** SECS-I gave a block up; to GEM that is a failure of communications. Source: sheet gem.md section 1. */
export const sendFailed = 'secs-i-send-failed';

/** Where messages go that could not be sent. */
export interface OutboxOwner {
  /** The link went away before the host had these, oldest first. */
  undelivered(messages: readonly SecsMessage[]): void;
  /** The line did not take a message: nobody is there, though the line is (SECS-I). */
  unreachable(): void;
  /** A message was lost though the link is there: no answer, or no room left. */
  failed(message: SecsMessage, error: FourwireError): void;
}

/**
 * Sends primaries in their order, as many at a time as the transport takes, and keeps what the host has not
 * acknowledged: whatever is under way when the link goes is handed back.
 */
export class Outbox {
  readonly #owner: OutboxOwner;
  readonly #queue: SecsMessage[] = [];
  readonly #underWay = new Set<SecsMessage>();
  #link: SecsLink | undefined;

  constructor(owner: OutboxOwner) {
    this.#owner = owner;
  }

  /** Starts on a link, or hands back what is left when there is none any more. */
  use(link: SecsLink | undefined): void {
    this.#link = link;
    if (link !== undefined) {
      this.#pump();
      return;
    }
    const left = [...this.#underWay, ...this.#queue.splice(0)];
    this.#underWay.clear();
    if (left.length > 0) this.#owner.undelivered(left);
  }

  put(message: SecsMessage): void {
    if (this.#queue.length >= longestQueue) {
      const text = `${messageName(message)} was dropped: ${longestQueue} messages wait for the host.`;
      this.#owner.failed(message, new FourwireError('busy', 'queue-full', text));
      return;
    }
    this.#queue.push(message);
    this.#pump();
  }

  #pump(): void {
    const link = this.#link;
    if (link === undefined) return;
    while (this.#underWay.size < link.wire.concurrency) {
      const message = this.#queue.shift();
      if (message === undefined) return;
      this.#underWay.add(message);
      deliver(link, message).then(
        () => this.#done(link, message),
        (error: unknown) => this.#failed(link, message, FourwireError.from(error)),
      );
    }
  }

  #done(link: SecsLink, message: SecsMessage): void {
    if (this.#underWay.delete(message) && this.#link === link) this.#pump();
  }

  #failed(link: SecsLink, message: SecsMessage, error: FourwireError): void {
    // What was handed back already is nobody's loss.
    if (!this.#underWay.has(message)) return;
    // The link is about to be found gone: the message stays, to be handed back with the others.
    if (error.kind === 'link' && this.#link === link) return;
    if (error.code === sendFailed) {
      this.#owner.unreachable();
      return;
    }
    this.#underWay.delete(message);
    this.#owner.failed(message, error);
    this.#pump();
  }
}

/** Sends one primary and waits until the host has it; asks leave first where it is long and travels in blocks. */
export async function deliver(link: SecsLink, message: SecsMessage): Promise<Item | undefined> {
  await inquire(link, message);
  if (!message.reply) {
    await link.exchange((wire, turn) => wire.send(message, turn));
    return undefined;
  }
  const reply = await link.exchange((wire, turn) => wire.request(message, turn));
  return reply.item;
}

/** Stream 6 events of more than one block are announced with S6F5. Source: sheet secs-ii.md section 3.3. */
async function inquire(link: SecsLink, { stream, function: code, item }: SecsMessage): Promise<void> {
  const { blockBytes } = link.wire;
  if (blockBytes === undefined || item === undefined || stream !== 6 || (code !== 11 && code !== 13)) return;
  const { length } = encodeItem(item);
  if (length <= blockBytes) return;
  const dataId = asList(item, 'S6F11')[0] ?? U4(0);
  const inquiry = secsMessage('S6F5 W', L(dataId, U4(length)));
  const answer = await link.exchange((wire, turn) => wire.request(inquiry, turn));
  const code6 = asNumber(answer.item, 'GRANT6');
  if (code6 === grant.ok) return;
  throw new FourwireError(
    'device',
    'gem-refused',
    `The host refused S6F${code} of ${length} bytes: GRANT6 ${code6}.`,
    { device: { code: code6, text: 'not granted' }, retry: 'later' },
  );
}

import { FourwireError } from '@fourwire/core';
import type { Clock, Timer } from '@fourwire/core';
import { Observable, Subject } from 'rxjs';
import { abortOf, messageName } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import type { IncomingPrimary } from './secs-transport.ts';

/** More than equipment sends before a host that has just connected begins to listen. */
const longestBacklog = 256;

/**
 * Hands what the far side says unasked to whoever listens, and aborts what nobody answers. Equipment may send S1F13
 * in the same segment as Select.rsp, before anybody can listen: until the first listener comes, primaries wait.
 */
export class PrimaryInbox {
  readonly primary$: Observable<IncomingPrimary>;
  readonly #primary$ = new Subject<IncomingPrimary>();
  readonly #patienceMs: number;
  #backlog: Primary[] | undefined = [];
  #patience: Timer | undefined;

  /** @param patienceMs - how long primaries wait for the first listener */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.primary$ = new Observable((subscriber) => {
      const subscription = this.#primary$.subscribe(subscriber);
      this.#release();
      return subscription;
    });
  }

  /** Takes a primary; `header` makes the bytes of its header, `answer` sends its reply. */
  take(
    message: SecsMessage,
    header: () => Uint8Array,
    clock: Clock,
    answer: (reply: SecsMessage) => void,
  ): void {
    const primary = new Primary(message, header, answer);
    const backlog = this.#backlog;
    if (backlog === undefined) {
      this.#hand(primary);
      return;
    }
    backlog.push(primary);
    if (backlog.length >= longestBacklog) this.#release();
    else this.#patience ??= clock.setTimer(this.#patienceMs, () => this.#release());
  }

  /** The connection ended: what waits can no longer be answered. */
  clear(): void {
    this.#patience?.cancel();
    this.#patience = undefined;
    this.#backlog?.splice(0);
  }

  #release(): void {
    this.#patience?.cancel();
    this.#patience = undefined;
    const backlog = this.#backlog ?? [];
    this.#backlog = undefined;
    for (const primary of backlog) this.#hand(primary);
  }

  #hand(primary: Primary): void {
    this.#primary$.next(primary);
    if (!primary.settled) primary.reply();
  }
}

class Primary implements IncomingPrimary {
  readonly message: SecsMessage;
  settled: boolean;
  readonly #header: () => Uint8Array;
  readonly #answer: (reply: SecsMessage) => void;
  #answered: boolean;

  constructor(message: SecsMessage, header: () => Uint8Array, answer: (reply: SecsMessage) => void) {
    this.message = message;
    this.#header = header;
    this.#answer = answer;
    this.settled = !message.reply;
    this.#answered = !message.reply;
  }

  get header(): Uint8Array {
    return this.#header();
  }

  hold(): void {
    this.settled = true;
  }

  reply(message: SecsMessage = abortOf(this.message)): void {
    const { stream, function: primary } = this.message;
    if (message.stream !== stream || (message.function !== primary + 1 && message.function !== 0)) {
      throw new FourwireError(
        'internal',
        'reply-unfit',
        `${messageName(message)} is no answer to ${messageName(this.message)}.`,
      );
    }
    if (this.#answered) return;
    this.settled = true;
    this.#answered = true;
    this.#answer(message);
  }
}

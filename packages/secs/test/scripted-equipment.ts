import { Bus, BusClient, FourwireError } from '@fourwire/core';
import type { Clock, Turn } from '@fourwire/core';
import { BehaviorSubject, Subject } from 'rxjs';
import type { IncomingPrimary, SecsTransport } from '../src/connection/secs-transport.ts';
import { messageName, secsMessage } from '../src/messages/message.ts';
import type { MessageName, SecsMessage } from '../src/messages/message.ts';
import { itemFromSml } from '../src/sml/parse.ts';
import { itemToSml } from '../src/sml/print.ts';

/** An equipment without a wire: says what it is told to say, in SML, and keeps what it was asked. */
export class ScriptedEquipment implements SecsTransport {
  readonly wire = 'secs' as const;
  readonly address = 'scripted';
  readonly concurrency = 16;
  readonly matchesReplies = true;
  readonly primary$ = new Subject<IncomingPrimary>();
  readonly selected$ = new BehaviorSubject(true);
  /** What it was asked, as `S1F3 W <L [1] <U4 1>>`. */
  readonly asked: string[] = [];
  /** What it was answered. */
  readonly answered: string[] = [];
  /** Answers by name of the primary, `S1F3`; an error is thrown. What has none is aborted. */
  readonly answers = new Map<string, string | FourwireError | (() => string)>();

  open(): Promise<void> {
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
  recover(): Promise<boolean> {
    return Promise.resolve(true);
  }
  send(): Promise<void> {
    return Promise.resolve();
  }

  async request(message: SecsMessage, _turn: Turn): Promise<SecsMessage> {
    this.asked.push(show(message));
    const name = `S${message.stream}F${message.function}`;
    const answer = this.answers.get(name);
    if (answer === undefined)
      throw new FourwireError('device', 'transaction-aborted', `${name} was aborted.`);
    if (FourwireError.is(answer)) throw answer;
    const sml = typeof answer === 'string' ? answer : answer();
    return { ...secsMessage(`S${message.stream}F${message.function + 1}`), item: itemFromSml(sml) };
  }

  /** Says something unasked. */
  say(name: MessageName, sml?: string): void {
    const message = secsMessage(name, sml === undefined ? undefined : itemFromSml(sml));
    this.primary$.next({
      message,
      header: new Uint8Array(10),
      hold: () => {},
      reply: (reply) => this.answered.push(reply === undefined ? `S${message.stream}F0` : show(reply)),
    });
  }

  /** A client on a bus of its own. */
  async client(clock: Clock): Promise<BusClient<SecsTransport>> {
    const bus = new Bus<SecsTransport>(this, { clock });
    await bus.open();
    return new BusClient(bus, 'bonder');
  }
}

function show(message: SecsMessage): string {
  const body = message.item === undefined ? '' : ` ${itemToSml(message.item, { singleLine: true })}`;
  return `${messageName(message)}${body}`;
}

import type { Call, Clock } from '@fourwire/core';
import { A } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { accepted } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { formatTime, parseTime } from './gem-time.ts';
import type { EquipmentTime, TimeFormat } from './gem-time.ts';
import { textOrNone } from './status-variables.ts';

/** The clock of the equipment, and the host's as the equipment asks for it. */
export class EquipmentClock {
  readonly #conversation: Conversation;
  readonly #clock: Clock;
  readonly #format: TimeFormat;
  readonly #timeZone: string | undefined;

  constructor(conversation: Conversation, clock: Clock, format: TimeFormat, timeZone: string | undefined) {
    this.#conversation = conversation;
    this.#clock = clock;
    this.#format = format;
    this.#timeZone = timeZone;
  }

  /** S2F17: what time it is at the equipment. */
  async read(call?: Call): Promise<EquipmentTime> {
    const reply = await this.#conversation.ask('S2F17 W', undefined, call);
    return parseTime(textOrNone(reply, 'TIME').trim(), this.#clock.now());
  }

  /** S2F31: sets the equipment's clock to the host's time. */
  async set(call?: Call): Promise<void> {
    accepted(await this.#conversation.tell('S2F31 W', this.now(), call), 'TIACK', 'to set its clock');
  }

  /** The host's time as the equipment wants it: the body of S2F18 and S2F31. */
  now(): Item {
    return A(formatTime(this.#clock.now(), this.#format, this.#timeZone));
  }
}

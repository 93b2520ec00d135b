import { secsMessage } from '../messages/message.ts';
import { asText, isEmptyItem } from '../secs-ii/access.ts';
import { A, B } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { formatTime, localMilliseconds } from '../gem/gem-time.ts';
import type { TimeFormat } from '../gem/gem-time.ts';
import { tiack } from './codes.ts';
import type { EquipmentCore, Handlers } from './core.ts';

/** The equipment's clock: S2F17, S2F31. Source: sheet gem.md section 4. */
export class MachineClock {
  readonly handlers: Handlers;
  readonly #core: EquipmentCore;
  /** How far the equipment's clock is ahead of the computer's. */
  #aheadMs = 0;

  constructor(core: EquipmentCore) {
    this.#core = core;
    this.handlers = {
      S2F17: () => A(this.now()),
      S2F31: (item) => B(this.#set(item)),
    };
  }

  /** TIME now, as TimeFormat has it. */
  now(): string {
    const { constants, ids, clock, definition } = this.#core;
    const format = constants.number(ids.constants.timeFormat) as TimeFormat;
    return formatTime(clock.now() + this.#aheadMs, format, definition.timeZone);
  }

  /** S2F17: asks the host for its time and takes it over; false when the host has none. */
  async askHost(): Promise<boolean> {
    return this.#set(await this.#core.ask(secsMessage('S2F17 W'))) === tiack.ok;
  }

  #set(item: Item | undefined): number {
    if (isEmptyItem(item)) return tiack.notDone;
    const { clock, definition } = this.#core;
    const now = clock.now();
    const told = localMilliseconds(asText(item, 'TIME').trim(), now, definition.timeZone);
    if (told === undefined) return tiack.notDone;
    this.#aheadMs = told - (localMilliseconds(formatTime(now, 1, definition.timeZone), now) ?? told);
    return tiack.ok;
  }
}

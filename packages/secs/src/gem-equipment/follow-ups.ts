import { toMilliseconds } from '@fourwire/core';
import type { Timer } from '@fourwire/core';
import { secsMessage } from '../messages/message.ts';
import { A, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import type { EquipmentCore } from './core.ts';

/**
 * What the host announced with an inquiry and was granted: should it not come in time, the host is told so with S9F13.
 * Source: sheet secs-ii.md sections 3.2 and 3.3.
 */
export class FollowUps {
  readonly #core: EquipmentCore;
  readonly #expected = new Map<string, Timer>();

  constructor(core: EquipmentCore) {
    this.#core = core;
  }

  /**
   * Waits for a message; anew where it is waited for already.
   *
   * @param message - MEXP, such as `S07F03`
   * @param data - EDID: what is expected with it
   */
  expect(key: string, message: string, data: Item): void {
    this.arrived(key);
    const { conversationTimeout = { seconds: 45 } } = this.#core.definition;
    const timer = this.#core.clock.setTimer(
      toMilliseconds(conversationTimeout, 'conversationTimeout'),
      () => {
        this.#expected.delete(key);
        this.#core.say(secsMessage('S9F13', L(A(message), data)));
      },
    );
    this.#expected.set(key, timer);
  }

  /** It has come. */
  arrived(key: string): void {
    this.#expected.get(key)?.cancel();
    this.#expected.delete(key);
  }

  stop(): void {
    for (const timer of this.#expected.values()) timer.cancel();
    this.#expected.clear();
  }
}

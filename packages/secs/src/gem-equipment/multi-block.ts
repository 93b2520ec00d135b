import { asList } from '../secs-ii/access.ts';
import { B, L } from '../secs-ii/constructors.ts';
import { grant } from './codes.ts';
import type { EquipmentCore, Handlers } from './core.ts';
import { FollowUps } from './follow-ups.ts';

/** What S2F39 may announce. */
const announced = ['S2F23', 'S2F33', 'S2F35', 'S2F45', 'S2F49'] as const;

const conversation = 'S2F39';

/**
 * Grants leave for a long message (S2F39), and waits for it. Source: sheet secs-ii.md section 3.3. Unconfirmed: that leave
 * is granted whatever is announced; which message MEXP names, as any of five may follow: S02F33 here, with the DATAID.
 */
export class MultiBlock {
  readonly #followUps: FollowUps;

  constructor(core: EquipmentCore) {
    this.#followUps = new FollowUps(core);
  }

  /** The handlers with S2F39 among them, and with an ear for what it announces. */
  around(handlers: Handlers): Handlers {
    const listening = announced.flatMap((name) => {
      const handler = handlers[name];
      if (handler === undefined) return [];
      return [
        [
          name,
          (item: Parameters<typeof handler>[0]) => {
            this.#followUps.arrived(conversation);
            return handler(item);
          },
        ] as const,
      ];
    });
    return {
      ...handlers,
      S2F39: (item) => {
        const [dataId = L()] = asList(item, 'S2F39', 2);
        this.#followUps.expect(conversation, 'S02F33', dataId);
        return B(grant.ok);
      },
      ...Object.fromEntries(listening),
    };
  }

  stop(): void {
    this.#followUps.stop();
  }
}

import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { asList, asNumber, asText } from '../secs-ii/access.ts';
import { L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { accepted } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { codeText } from './gem-codes.ts';

/** Who the equipment says it is. */
export interface Partner {
  /** MDLN, up to 20 characters. */
  readonly model: string;
  /** SOFTREV, up to 20 characters. */
  readonly softwareRevision: string;
}

/** Establishes communications and brings the equipment on-line. Source: SEMI E30; sheet gem.md sections 1 and 2. */
export class Communications {
  /** The equipment asked S1F1: it may be on its way on-line. */
  readonly asked$: Observable<void>;
  readonly #asked$ = new Subject<void>();
  readonly #conversation: Conversation;
  #greetings = 0;
  #partner: Partner | undefined;

  constructor(conversation: Conversation) {
    this.asked$ = this.#asked$.asObservable();
    this.#conversation = conversation;
  }

  /** S1F13: establishes communications. When the equipment's own S1F13 was answered meanwhile, that counts as well. */
  async establish(call?: Call): Promise<Partner> {
    const before = this.#greetings;
    try {
      const [commack, who] = asList(await this.#conversation.ask('S1F13 W', L(), call), 'S1F14', 2);
      const code = asNumber(commack, 'COMMACK');
      if (code !== 0) {
        const text = codeText('COMMACK', code);
        throw new FourwireError(
          'device',
          'communications-denied',
          `The equipment refused to establish communications: COMMACK ${code}, ${text}.`,
          { device: { code, text }, retry: 'later' },
        );
      }
      this.#partner = partnerOf(who, 'S1F14') ?? this.#partner;
    } catch (error) {
      if (this.#greetings === before) throw error;
    }
    return this.#partner ?? { model: '', softwareRevision: '' };
  }

  /** Takes the equipment's S1F13. */
  greeted(item: Item | undefined): void {
    this.#greetings++;
    this.#partner = partnerOf(item, 'S1F13') ?? this.#partner;
  }

  /** S1F1: are you there? */
  async areYouThere(call?: Call): Promise<Partner> {
    const reply = await this.#conversation.ask('S1F1 W', undefined, call);
    return partnerOf(reply, 'S1F2') ?? { model: '', softwareRevision: '' };
  }

  /**
   * S1F17: asks the equipment to go on-line.
   *
   * @throws FourwireError of kind `device`, code `gem-refused`, when it is not in HOST OFF-LINE: its operator must do it
   */
  async goOnline(call?: Call): Promise<void> {
    accepted(await this.#conversation.ask('S1F17 W', undefined, call), 'ONLACK', 'to go on-line', [2]);
  }

  /** Takes the equipment's S1F1. */
  asked(): void {
    this.#asked$.next();
  }

  /** S1F15: asks the equipment to go off-line; from then on it answers little more than S1F13 and S1F17. */
  async goOffline(call?: Call): Promise<void> {
    accepted(await this.#conversation.tell('S1F15 W', undefined, call), 'OFLACK', 'to go off-line');
  }
}

function partnerOf(item: Item | undefined, name: string): Partner | undefined {
  if (item?.format !== 'L' || item.value.length === 0) return undefined;
  const [model, softwareRevision] = asList(item, name, 2);
  return {
    model: asText(model, 'MDLN').trim(),
    softwareRevision: asText(softwareRevision, 'SOFTREV').trim(),
  };
}

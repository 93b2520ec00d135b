import type { Call } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { asId, asList, asNumber, isEmptyItem } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { B, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { accepted } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import type { IdItems } from './ids.ts';
import { textOrNone } from './status-variables.ts';

/** An alarm of the equipment. */
export interface Alarm {
  /** ALID. */
  readonly id: Id;
  /** Whether it stands now. */
  readonly active: boolean;
  /** Category of ALCD: 1 personal safety, 2 equipment safety, 3 and 4 parameters, 5 irrecoverable, 6 warning, 7 attention. */
  readonly category: number;
  readonly text: string;
}

/** How S5F5 names alarms: as a list with one item for each, or as one item that holds them all. */
export type AlarmRequest = 'array' | 'list';

/** The bit of ALCD that says that an alarm stands, and of ALED that enables one. */
const set = 0x80;

/** The equipment's alarms. Source: SEMI E5, E30; sheet gem.md section 5, stream 5. */
export class Alarms {
  /** Alarms that were set or cleared. */
  readonly alarm$: Observable<Alarm>;
  readonly #alarm$ = new Subject<Alarm>();
  readonly #conversation: Conversation;
  readonly #ids: IdItems;
  readonly #request: AlarmRequest;

  constructor(conversation: Conversation, ids: IdItems, request: AlarmRequest) {
    this.alarm$ = this.#alarm$.asObservable();
    this.#conversation = conversation;
    this.#ids = ids;
    this.#request = request;
  }

  /** S5F3: whether the equipment reports an alarm; all alarms when no id is given. */
  async enable(enabled: boolean, id?: Id, call?: Call): Promise<void> {
    const which = id === undefined ? this.#ids.array('alarm', []) : this.#ids.one('alarm', id);
    const reply = await this.#conversation.tell('S5F3 W', L(B(enabled ? set : 0), which), call);
    accepted(reply, 'ACKC5', `to ${enabled ? 'enable' : 'disable'} the alarms`);
  }

  /** S5F5: these alarms, or all, with whether they stand. Alarms that the equipment does not know are left out. */
  async list(ids: readonly Id[] = [], call?: Call): Promise<readonly Alarm[]> {
    // An empty list of one form means "all" to some tools and "none" to others: the array form is what they document.
    const request =
      this.#request === 'list' && ids.length > 0
        ? L(ids.map((id) => this.#ids.one('alarm', id)))
        : this.#ids.array('alarm', ids);
    const entries = asList(await this.#conversation.ask('S5F5 W', request, call), 'S5F6');
    return entries
      .filter((entry) => !isEmptyItem(asList(entry, 'S5F6 entry', 3)[0]))
      .map((entry) => alarmOf(entry, 'S5F6 entry'));
  }

  /** Takes S5F1; gives what tells the listeners. */
  received(item: Item | undefined): () => void {
    const alarm = alarmOf(item, 'S5F1');
    return () => this.#alarm$.next(alarm);
  }
}

function alarmOf(item: Item | undefined, name: string): Alarm {
  const [alcd, alid, altx] = asList(item, name, 3);
  const code = asNumber(alcd, 'ALCD');
  return {
    id: asId(alid, 'ALID'),
    active: (code & set) !== 0,
    category: code & ~set,
    text: textOrNone(altx, 'ALTX').trim(),
  };
}

import type { Call } from '@fourwire/core';
import { Subject, filter } from 'rxjs';
import type { Observable } from 'rxjs';
import { asId, asIds, asList } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { BOOLEAN, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { accepted } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import type { IdItems } from './ids.ts';
import { textOrNone } from './status-variables.ts';

/** A report: variables whose values come together, in this order. */
export interface ReportDefinition {
  readonly id: Id;
  readonly variables: readonly Id[];
}

/** Which reports come with an event, in this order. */
export interface EventLink {
  readonly event: Id;
  readonly reports: readonly Id[];
}

/** What the equipment calls an event. */
export interface EventName {
  readonly id: Id;
  readonly name: string;
  /** Data variables that mean something with it. */
  readonly variables: readonly Id[];
}

/** Something that happened at the equipment, with the values of the reports linked to it. */
export interface CollectionEvent {
  /** CEID. */
  readonly event: Id;
  readonly reports: readonly {
    readonly id: Id;
    /** In the order of the report's definition. */
    readonly values: readonly Item[];
  }[];
}

/** Reports, links and events. Source: SEMI E30; sheet gem.md sections 5 and 6. */
export class EventReports {
  /** Events with their reports, as they come. */
  readonly event$: Observable<CollectionEvent>;
  readonly #event$ = new Subject<CollectionEvent>();
  readonly #conversation: Conversation;
  readonly #ids: IdItems;
  #dataId = 0;

  constructor(conversation: Conversation, ids: IdItems) {
    this.event$ = this.#event$.asObservable();
    this.#conversation = conversation;
    this.#ids = ids;
  }

  /**
   * Puts these reports and links in place of all that were there, and enables the events of the links: S2F37 disable
   * all, S2F33 delete all, S2F33 define, S2F35 link, S2F37 enable, in the order that every tool takes.
   */
  async replace(
    reports: readonly ReportDefinition[],
    links: readonly EventLink[],
    call?: Call,
  ): Promise<void> {
    await this.enable(false, [], call);
    await this.define([], call);
    if (reports.length > 0) await this.define(reports, call);
    const linked = links.filter((link) => link.reports.length > 0);
    if (linked.length > 0) await this.link(linked, call);
    const events = links.map(({ event }) => event);
    if (events.length > 0) await this.enable(true, events, call);
  }

  /** S2F33: defines reports, all or none; without any it deletes all reports and links. */
  async define(reports: readonly ReportDefinition[], call?: Call): Promise<void> {
    const definitions = reports.map(({ id, variables }) =>
      L(this.#ids.one('report', id), L(variables.map((variable) => this.#ids.one('variable', variable)))),
    );
    const reply = await this.#conversation.tellLong('S2F33 W', L(this.#nextDataId(), L(definitions)), call);
    accepted(reply, 'DRACK', 'to define the reports');
  }

  /** S2F35: links reports to events, all or none. */
  async link(links: readonly EventLink[], call?: Call): Promise<void> {
    const items = links.map(({ event, reports }) =>
      L(this.#ids.one('event', event), L(reports.map((report) => this.#ids.one('report', report)))),
    );
    const reply = await this.#conversation.tellLong('S2F35 W', L(this.#nextDataId(), L(items)), call);
    accepted(reply, 'LRACK', 'to link the reports');
  }

  /** S2F37: enables or disables events, all of them when none are given. */
  async enable(enabled: boolean, events: readonly Id[] = [], call?: Call): Promise<void> {
    const request = L(BOOLEAN(enabled), L(events.map((event) => this.#ids.one('event', event))));
    const reply = await this.#conversation.tell('S2F37 W', request, call);
    accepted(reply, 'ERACK', `to ${enabled ? 'enable' : 'disable'} the events`);
  }

  /** The events of one id, such as MaterialReceived. */
  of(event: Id): Observable<CollectionEvent> {
    return this.event$.pipe(filter((happened) => happened.event === event));
  }

  /** S1F23: what the equipment calls its events and which variables go with them; of all when no ids are given. */
  async names(ids: readonly Id[] = [], call?: Call): Promise<readonly EventName[]> {
    const request = L(ids.map((id) => this.#ids.one('event', id)));
    return asList(await this.#conversation.ask('S1F23 W', request, call), 'S1F24').map((entry) => {
      const [id, name, variables] = asList(entry, 'S1F24 entry', 3);
      return {
        id: asId(id, 'CEID'),
        name: textOrNone(name, 'CENAME'),
        variables: asIds(variables, 'VID'),
      };
    });
  }

  /** S6F15: an event's reports with the values as they are now, though it did not happen. */
  async request(event: Id, call?: Call): Promise<CollectionEvent> {
    const reply = await this.#conversation.ask('S6F15 W', this.#ids.one('event', event), call);
    return eventOf(reply, 'S6F16', false);
  }

  /** S6F17: the reports that come with an event now, and the variables that they hold; not every equipment knows it. */
  async definitionOf(event: Id, call?: Call): Promise<readonly ReportDefinition[]> {
    const reply = await this.#conversation.ask('S6F17 W', this.#ids.one('event', event), call);
    return asList(asList(reply, 'S6F18', 3)[2], 'S6F18').map((report) => {
      const [id, values] = asList(report, 'S6F18 report', 2);
      const pairs = asList(values, 'S6F18 values');
      return {
        id: asId(id, 'RPTID'),
        variables: pairs.map((pair) => asId(asList(pair, 'S6F18 value', 2)[0], 'VID')),
      };
    });
  }

  /** S6F19: the values of one report as they are now; empty when the equipment has no such report. */
  async report(id: Id, call?: Call): Promise<readonly Item[]> {
    return asList(await this.#conversation.ask('S6F19 W', this.#ids.one('report', id), call), 'S6F20');
  }

  /** Takes S6F11, or S6F13 where every value stands behind its id; gives what tells the listeners. */
  received(item: Item | undefined, annotated: boolean): () => void {
    const value = eventOf(item, annotated ? 'S6F13' : 'S6F11', annotated);
    return () => this.#event$.next(value);
  }

  #nextDataId(): Item {
    this.#dataId = (this.#dataId % 0x7f) + 1;
    return this.#ids.one('data', this.#dataId);
  }
}

function eventOf(item: Item | undefined, name: string, annotated: boolean): CollectionEvent {
  const [, event, reports] = asList(item, name, 3);
  return {
    event: asId(event, 'CEID'),
    reports: asList(reports, name).map((report) => {
      const [id, values] = asList(report, name, 2);
      const items = asList(values, name);
      return {
        id: asId(id, 'RPTID'),
        values: annotated ? items.map((pair) => asList(pair, name, 2)[1] ?? pair) : items,
      };
    }),
  };
}

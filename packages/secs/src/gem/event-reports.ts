import type { Call } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { asId, asList } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { BOOLEAN, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { accepted } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import type { IdItems } from './ids.ts';

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
    const reply = await this.#conversation.tell('S2F33 W', L(this.#nextDataId(), L(definitions)), call);
    accepted(reply, 'DRACK', 'to define the reports');
  }

  /** S2F35: links reports to events, all or none. */
  async link(links: readonly EventLink[], call?: Call): Promise<void> {
    const items = links.map(({ event, reports }) =>
      L(this.#ids.one('event', event), L(reports.map((report) => this.#ids.one('report', report)))),
    );
    const reply = await this.#conversation.tell('S2F35 W', L(this.#nextDataId(), L(items)), call);
    accepted(reply, 'LRACK', 'to link the reports');
  }

  /** S2F37: enables or disables events, all of them when none are given. */
  async enable(enabled: boolean, events: readonly Id[] = [], call?: Call): Promise<void> {
    const request = L(BOOLEAN(enabled), L(events.map((event) => this.#ids.one('event', event))));
    const reply = await this.#conversation.tell('S2F37 W', request, call);
    accepted(reply, 'ERACK', `to ${enabled ? 'enable' : 'disable'} the events`);
  }

  /** Takes S6F11, or S6F13 where every value stands behind its id; gives what tells the listeners. */
  received(item: Item | undefined, annotated: boolean): () => void {
    const name = annotated ? 'S6F13' : 'S6F11';
    const [, event, reports] = asList(item, name, 3);
    const value: CollectionEvent = {
      event: asId(event, 'CEID'),
      reports: asList(reports, name).map((report) => {
        const [id, values] = asList(report, `${name} report`, 2);
        const items = asList(values, `${name} values`);
        return {
          id: asId(id, 'RPTID'),
          values: annotated ? items.map((pair) => asList(pair, `${name} value`, 2)[1] ?? pair) : items,
        };
      }),
    };
    return () => this.#event$.next(value);
  }

  #nextDataId(): Item {
    this.#dataId = (this.#dataId % 0x7f) + 1;
    return this.#ids.one('data', this.#dataId);
  }
}

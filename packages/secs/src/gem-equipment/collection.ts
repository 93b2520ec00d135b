import { asBoolean, asId, asIds, asList } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { A, B, L, U4 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { itemFromSml } from '../sml/parse.ts';
import { itemToSml } from '../sml/print.ts';
import { drack, erack, lrack } from './codes.ts';
import { pick } from './core.ts';
import type { EquipmentCore, EventData, Handlers } from './core.ts';
import { variableValue } from './variables.ts';

interface Report {
  /** RPTID in the format in which the host defined it. */
  readonly item: Item;
  readonly variables: readonly Id[];
}

/**
 * Reports, their links to events, and which events are enabled: S2F33, S2F35, S2F37, S6F11 to S6F22 and S1F23.
 * Source: SEMI E30; sheet gem.md sections 5 and 6.
 */
export class DataCollection {
  readonly handlers: Handlers;
  readonly #core: EquipmentCore;
  readonly #reports = new Map<Id, Report>();
  /** Reports by event. */
  readonly #links = new Map<Id, readonly Id[]>();
  readonly #enabled = new Set<Id>();
  #dataId = 0;

  constructor(core: EquipmentCore) {
    this.#core = core;
    core.remembered.recall('collection', (text) => this.#restore(itemFromSml(text)));
    this.handlers = {
      S1F23: (item) =>
        L(pick(core.events, item === undefined ? [] : asIds(item, 'CEID')).map((one) => this.#name(one))),
      S2F33: (item) => B(this.#define(item)),
      S2F35: (item) => B(this.#link(item)),
      S2F37: (item) => B(this.#enable(item)),
      S6F15: (item) => this.report(asId(item, 'CEID'), { annotated: false }),
      S6F17: (item) => this.report(asId(item, 'CEID'), { annotated: true }),
      S6F19: (item) => this.#values(asId(item, 'RPTID'), false),
      S6F21: (item) => this.#values(asId(item, 'RPTID'), true),
    };
  }

  /** The ids of the enabled events. */
  get enabled(): readonly Id[] {
    return [...this.#enabled];
  }

  isEnabled(event: Id): boolean {
    return this.#enabled.has(event);
  }

  /** The body of S6F11, or of S6F13 where every value stands behind its id, with the values as they are now. */
  report(event: Id, { annotated, data }: { annotated: boolean; data?: EventData | undefined }): Item {
    const { idItems } = this.#core;
    const reports = (this.#links.get(event) ?? []).map((id) => {
      const report = this.#reports.get(id);
      return L(report?.item ?? idItems.one('report', id), this.#reportValues(report, annotated, data));
    });
    this.#dataId = (this.#dataId + 1) >>> 0;
    return L(U4(this.#dataId), idItems.one('event', event), L(reports));
  }

  #values(id: Id, annotated: boolean): Item {
    return this.#reportValues(this.#reports.get(id), annotated, undefined);
  }

  #reportValues(report: Report | undefined, annotated: boolean, data: EventData | undefined): Item {
    const { idItems } = this.#core;
    return L(
      (report?.variables ?? []).map((id) => {
        const value = variableValue(this.#core, id, data) ?? L();
        return annotated ? L(idItems.one('variable', id), value) : value;
      }),
    );
  }

  /** All or nothing; gives DRACK. */
  #define(item: Item | undefined): number {
    const [, definitions] = asList(item, 'S2F33', 2);
    const wanted = new Map<Id, Report>();
    const entries = asList(definitions, 'S2F33 reports');
    for (const entry of entries) {
      const [rptid, variables] = asList(entry, 'S2F33 report', 2);
      const id = asId(rptid, 'RPTID');
      const ids = asList(variables, 'S2F33 variables').map((one) => asId(one, 'VID'));
      if (ids.length > 0 && (this.#reports.has(id) || wanted.has(id))) return drack.defined;
      if (ids.some((one) => variableValue(this.#core, one) === undefined)) return drack.variableUnknown;
      wanted.set(id, { item: rptid ?? L(), variables: ids });
    }
    if (entries.length === 0) {
      this.#reports.clear();
      this.#links.clear();
    }
    for (const [id, report] of wanted) {
      if (report.variables.length > 0) this.#reports.set(id, report);
      else this.#delete(id);
    }
    this.#keep();
    return drack.ok;
  }

  /** A report that goes is taken from all links. */
  #delete(report: Id): void {
    this.#reports.delete(report);
    for (const [event, ids] of this.#links) {
      const left = ids.filter((id) => id !== report);
      if (left.length === 0) this.#links.delete(event);
      else this.#links.set(event, left);
    }
  }

  /** All or nothing; gives LRACK. Linking disables the event until S2F37. */
  #link(item: Item | undefined): number {
    const [, links] = asList(item, 'S2F35', 2);
    const wanted = new Map<Id, readonly Id[]>();
    for (const entry of asList(links, 'S2F35 links')) {
      const [ceid, reports] = asList(entry, 'S2F35 link', 2);
      const event = asId(ceid, 'CEID');
      const ids = asList(reports, 'S2F35 reports').map((one) => asId(one, 'RPTID'));
      if (!this.#core.events.has(event)) return lrack.eventUnknown;
      if (ids.some((one) => !this.#reports.has(one))) return lrack.reportUnknown;
      if (ids.length > 0 && (this.#links.has(event) || wanted.has(event))) return lrack.linked;
      wanted.set(event, ids);
    }
    for (const [event, ids] of wanted) {
      this.#enabled.delete(event);
      if (ids.length > 0) this.#links.set(event, ids);
      else this.#links.delete(event);
    }
    this.#keep();
    return lrack.ok;
  }

  /** All or nothing; gives ERACK. */
  #enable(item: Item | undefined): number {
    const [ceed, ceids] = asList(item, 'S2F37', 2);
    const enabled = asBoolean(ceed, 'CEED');
    const ids = asIds(ceids, 'CEID');
    if (ids.some((id) => !this.#core.events.has(id))) return erack.eventUnknown;
    for (const id of ids.length === 0 ? this.#core.events.all.map((event) => event.id) : ids) {
      if (enabled) this.#enabled.add(id);
      else this.#enabled.delete(id);
    }
    this.#keep();
    return erack.ok;
  }

  /** Reports, links and enabled events as one list: outlives a power-off. */
  #keep(): void {
    const { idItems, remembered } = this.#core;
    const ids = (kind: 'variable' | 'event', all: Iterable<Id>): Item =>
      L([...all].map((id) => idItems.one(kind, id)));
    remembered.keep('collection', () =>
      itemToSml(
        L(
          L([...this.#reports.values()].map(({ item, variables }) => L(item, ids('variable', variables)))),
          L(
            [...this.#links].map(([event, reports]) =>
              L(idItems.one('event', event), this.#reportIds(reports)),
            ),
          ),
          ids('event', this.#enabled),
        ),
      ),
    );
  }

  #reportIds(reports: readonly Id[]): Item {
    return L(reports.map((id) => this.#reports.get(id)?.item ?? this.#core.idItems.one('report', id)));
  }

  /** Events that the machine no longer has are forgotten. */
  #restore(kept: Item): void {
    const [reports, links, enabled] = asList(kept, 'collection', 3);
    for (const entry of asList(reports, 'reports')) {
      const [rptid, variables] = asList(entry, 'report', 2);
      this.#reports.set(asId(rptid, 'RPTID'), { item: rptid ?? L(), variables: asIds(variables, 'VID') });
    }
    for (const entry of asList(links, 'links')) {
      const [ceid, ids] = asList(entry, 'link', 2);
      const event = asId(ceid, 'CEID');
      if (this.#core.events.has(event)) this.#links.set(event, asIds(ids, 'RPTID'));
    }
    for (const id of asIds(enabled, 'CEID')) if (this.#core.events.has(id)) this.#enabled.add(id);
  }

  #name(one: EquipmentCore['events']['all'][number] | Id): Item {
    const { idItems } = this.#core;
    if (typeof one !== 'object') return L(idItems.one('event', one), A(''), L());
    const variables = (one.variables ?? []).map((id) => idItems.one('variable', id));
    return L(idItems.one('event', one.id), A(one.name), L(variables));
  }
}

import type { Item } from '@fourwire/secs';
import type { Machine } from './gem-equipment.ts';
import { idOf, idsOf, item, listOf } from './items.ts';

/** Reports, their links to events, and which events are enabled: S2F33, S2F35, S2F37 (sheet gem.md, sections 5 and 6). */
export class EventReports {
  readonly #machine: Machine;
  /** Variable ids by report id. */
  readonly #reports = new Map<string, readonly string[]>();
  /** Report ids by event id. */
  readonly #links = new Map<string, readonly string[]>();
  readonly #enabled = new Set<string>();
  #dataId = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** S2F33: all or nothing; gives DRACK. */
  define(message: Item | undefined): Item | 'malformed' {
    const definitions = listOf(listOf(message)?.[1]);
    if (definitions === undefined) return 'malformed';
    if (definitions.length === 0) {
      this.#reports.clear();
      this.#links.clear();
      return item.byte(0);
    }
    const wanted: [string, readonly string[]][] = [];
    for (const definition of definitions) {
      const [id, variables] = listOf(definition) ?? [];
      const [report, ids] = [idOf(id), idsOf(variables)];
      if (report === undefined || ids === undefined) return item.byte(2);
      if (ids.length > 0 && this.#reports.has(report)) return item.byte(3);
      if (ids.some((one) => this.#variable(one) === undefined)) return item.byte(4);
      wanted.push([report, ids]);
    }
    for (const [report, ids] of wanted) {
      if (ids.length > 0) this.#reports.set(report, ids);
      else this.#delete(report);
    }
    return item.byte(0);
  }

  /** S2F35: all or nothing; gives LRACK. Linking disables the event until S2F37. */
  link(message: Item | undefined): Item | 'malformed' {
    const links = listOf(listOf(message)?.[1]);
    if (links === undefined) return 'malformed';
    const wanted: [string, readonly string[]][] = [];
    for (const link of links) {
      const [id, reports] = listOf(link) ?? [];
      const [event, ids] = [idOf(id), idsOf(reports)];
      if (event === undefined || ids === undefined) return item.byte(2);
      if (!this.#isEvent(event)) return item.byte(4);
      if (ids.length > 0 && this.#links.has(event)) return item.byte(3);
      if (ids.some((one) => !this.#reports.has(one))) return item.byte(5);
      wanted.push([event, ids]);
    }
    for (const [event, ids] of wanted) {
      this.#enabled.delete(event);
      if (ids.length > 0) this.#links.set(event, ids);
      else this.#links.delete(event);
    }
    return item.byte(0);
  }

  /** S2F37; gives ERACK. */
  enable(message: Item | undefined): Item | 'malformed' {
    const [flag, events] = listOf(message) ?? [];
    const ids = idsOf(events);
    if (flag?.format !== 'BOOLEAN' || ids === undefined) return 'malformed';
    if (ids.some((one) => !this.#isEvent(one))) return item.byte(1);
    for (const one of ids.length === 0 ? this.#machine.events.map(({ id }) => String(id)) : ids) {
      if (flag.value[0] === true) this.#enabled.add(one);
      else this.#enabled.delete(one);
    }
    return item.byte(0);
  }

  /** The body of S6F11 with the values as they are now; `undefined` when the event is not enabled. */
  report(event: number, always = false): Item | undefined {
    const id = String(event);
    if (!always && !this.#enabled.has(id)) return undefined;
    const reports = (this.#links.get(id) ?? []).map((report) =>
      item.list(
        item.u4(Number(report)),
        item.list(
          ...(this.#reports.get(report) ?? []).map((one) => this.#variable(one)?.value() ?? item.list()),
        ),
      ),
    );
    return item.list(item.u4(this.#dataId++), item.u4(event), item.list(...reports));
  }

  #delete(report: string): void {
    this.#reports.delete(report);
    for (const [event, ids] of this.#links) {
      const left = ids.filter((id) => id !== report);
      if (left.length === 0) this.#links.delete(event);
      else this.#links.set(event, left);
    }
  }

  #variable(id: string): Machine['variables'][number] | undefined {
    return this.#machine.variables.find((variable) => String(variable.id) === id);
  }

  #isEvent(id: string): boolean {
    return this.#machine.events.some((event) => String(event.id) === id);
  }
}

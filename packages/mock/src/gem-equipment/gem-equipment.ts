import type { ByteService } from '@fourwire/core';
import type { Item } from '@fourwire/secs';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { EventReports } from './event-reports.ts';
import { hsmsService } from './hsms-service.ts';
import type { DataMessage, HsmsLink } from './hsms-service.ts';
import { idOf, idsOf, item, listOf } from './items.ts';

/** ControlState as GEM counts it (sheet gem.md, section 2). */
export const controlState = { equipmentOffLine: 1, attempt: 2, hostOffLine: 3, local: 4, remote: 5 } as const;

/** A variable that can be asked for by its id. */
export interface EquipmentVariable {
  readonly id: number;
  readonly name: string;
  readonly units: string;
  value(): Item;
}

/** An alarm that the equipment can raise. */
export interface EquipmentAlarm {
  readonly id: number;
  readonly text: string;
  /** Category, bits 7 to 1 of ALCD; 4, parameter error, unless given. */
  readonly category?: number;
}

/** HCACK (sheet gem.md, section 10). */
export const hcack = { done: 0, unknown: 1, cannotNow: 2, badParameter: 3, later: 4, already: 5 } as const;

/** What the machine behind the protocol does. */
export interface Machine {
  readonly model: string;
  readonly software: string;
  readonly variables: readonly EquipmentVariable[];
  readonly events: readonly { readonly id: number; readonly name: string }[];
  readonly alarms: readonly EquipmentAlarm[];
  /** Recipes by name. */
  readonly recipes: Map<string, Uint8Array>;
  /** Carries out a remote command; gives HCACK. */
  command(name: string, parameters: ReadonlyMap<string, Item>): number;
}

/** A primary that is answered with one item, or `undefined` when its item has the wrong form. */
type Answer = (message: DataMessage) => Item | undefined | 'malformed';

/** The first id that the machine's own ids cannot have, for the alarms' category. */
const defaultCategory = 4;

/**
 * GEM equipment over HSMS: communication and control state, variables, reports and events, alarms, remote commands,
 * process programs, clock-free. Source: sheets gem.md and hsms.md.
 */
export class GemEquipment {
  readonly service: ByteService;
  readonly #nak = new FaultFlag();
  readonly #error = new FaultFlag();
  readonly #busy = new FaultFlag();
  /** Every primary is refused with S9F7, or aborted with function 0; every remote command cannot be done now. */
  readonly faults = {
    nak: this.#nak.switch,
    'error-reply': this.#error.switch,
    busy: this.#busy.switch,
  } satisfies FaultSwitches;
  readonly #machine: Machine;
  readonly #reports: EventReports;
  readonly #answers: ReadonlyMap<string, Answer>;
  readonly #alarmsEnabled: Set<number>;
  readonly #alarmsSet = new Set<number>();
  #control: number;
  #link: HsmsLink | undefined;
  #communicating = false;

  /** @param sessionId - the device id that data messages carry */
  constructor(machine: Machine, sessionId = 0, initialControl: number = controlState.remote) {
    this.#machine = machine;
    this.#control = initialControl;
    this.#reports = new EventReports(machine);
    this.#alarmsEnabled = new Set(machine.alarms.map((alarm) => alarm.id));
    this.#answers = this.#makeAnswers();
    this.service = hsmsService(sessionId, {
      selected: (link) => {
        this.#link = link;
        link.primary(1, 13, this.#identity(), true);
      },
      message: (link, message) => this.#message(link, message),
      illegal: (link, header) => {
        link.primary(9, 7, item.bytes(header), false);
      },
      closed: (link) => {
        if (this.#link !== link) return;
        this.#link = undefined;
        this.#communicating = false;
      },
    });
  }

  get control(): number {
    return this.#control;
  }

  /** The operator's switch at the machine. */
  setControl(state: number): void {
    this.#control = state;
  }

  /** Whether anything may be told to the host now. */
  get reporting(): boolean {
    return this.#communicating && this.#control >= controlState.local;
  }

  /** Tells the host that something happened, with the reports that it linked. */
  raise(event: number): void {
    const report = this.#reports.report(event);
    if (report !== undefined && this.reporting) this.#link?.primary(6, 11, report, true);
  }

  /** Sets or clears an alarm and tells the host. */
  setAlarm(id: number, set: boolean): void {
    const alarm = this.#machine.alarms.find((candidate) => candidate.id === id);
    if (alarm === undefined || this.#alarmsSet.has(id) === set) return;
    if (set) this.#alarmsSet.add(id);
    else this.#alarmsSet.delete(id);
    if (this.reporting && this.#alarmsEnabled.has(id))
      this.#link?.primary(5, 1, this.#alarmItem(alarm), true);
  }

  #message(link: HsmsLink, message: DataMessage): void {
    // Replies to what the equipment sent need nothing but the end of waiting, and it waits for none.
    if (message.function % 2 === 0) {
      if (message.stream === 1 && message.function === 14) this.#communicating = true;
      return;
    }
    if (this.#nak.active) {
      link.primary(9, 7, item.bytes(message.header), false);
      return;
    }
    if (this.#error.active) {
      if (message.reply) link.abort(message);
      return;
    }
    const name = `S${message.stream}F${message.function}`;
    if (name === 'S1F13') {
      this.#communicating = true;
      link.answer(message, item.list(item.byte(0), this.#identity()));
      return;
    }
    if (!this.#communicating) return;
    if (this.#control < controlState.local && name !== 'S1F17') {
      if (message.reply) link.abort(message);
      return;
    }
    const answer = this.#answers.get(name);
    if (answer === undefined) {
      const known = [...this.#answers.keys()].some((key) => key.startsWith(`S${message.stream}F`));
      link.primary(9, known ? 5 : 3, item.bytes(message.header), false);
      return;
    }
    const reply = answer(message);
    if (reply === 'malformed') link.primary(9, 7, item.bytes(message.header), false);
    else if (message.reply) link.answer(message, reply);
  }

  #identity(): Item {
    return item.list(item.text(this.#machine.model), item.text(this.#machine.software));
  }

  #alarmItem(alarm: EquipmentAlarm): Item {
    const code = (alarm.category ?? defaultCategory) | (this.#alarmsSet.has(alarm.id) ? 0x80 : 0);
    return item.list(item.byte(code), item.u4(alarm.id), item.text(alarm.text));
  }

  #makeAnswers(): ReadonlyMap<string, Answer> {
    const { variables, alarms, recipes, events } = this.#machine;
    const byIds = <T extends { readonly id: number }>(
      all: readonly T[],
      value: Item | undefined,
      known: (one: T) => Item,
      unknown: (id: string) => Item,
    ): Item | 'malformed' => {
      const ids = idsOf(value);
      if (ids === undefined) return 'malformed';
      if (ids.length === 0) return item.list(...all.map(known));
      return item.list(
        ...ids.map((id) => {
          const one = all.find((candidate) => String(candidate.id) === id);
          return one === undefined ? unknown(id) : known(one);
        }),
      );
    };
    const empty = item.list();
    return new Map<string, Answer>([
      ['S1F1', () => this.#identity()],
      [
        'S1F3',
        ({ item: ids }) =>
          byIds(
            variables,
            ids,
            (variable) => variable.value(),
            () => empty,
          ),
      ],
      [
        'S1F11',
        ({ item: ids }) =>
          byIds(
            variables,
            ids,
            ({ id, name, units }) => item.list(item.u4(id), item.text(name), item.text(units)),
            (id) => item.list(item.u4(Number(id)), item.text(''), item.text('')),
          ),
      ],
      [
        'S1F15',
        () => {
          this.#control = controlState.hostOffLine;
          return item.byte(0);
        },
      ],
      ['S1F17', () => this.#goOnLine()],
      [
        'S1F23',
        ({ item: ids }) =>
          byIds(
            events,
            ids,
            ({ id, name }) => item.list(item.u4(id), item.text(name), empty),
            (id) => item.list(item.u4(Number(id)), item.text(''), empty),
          ),
      ],
      ['S2F25', ({ item: echoed }) => echoed],
      ['S2F33', ({ item: definition }) => this.#reports.define(definition)],
      ['S2F35', ({ item: links }) => this.#reports.link(links)],
      ['S2F37', ({ item: enabling }) => this.#reports.enable(enabling)],
      ['S2F41', ({ item: remote }) => this.#remoteCommand(remote)],
      ['S5F3', ({ item: enabling }) => this.#enableAlarms(enabling)],
      [
        'S5F5',
        ({ item: ids }) =>
          byIds(
            alarms,
            ids,
            (alarm) => this.#alarmItem(alarm),
            (id) => item.list(item.bytes(new Uint8Array(0)), item.u4(Number(id)), item.text('')),
          ),
      ],
      [
        'S5F7',
        () =>
          item.list(
            ...alarms.filter(({ id }) => this.#alarmsEnabled.has(id)).map((alarm) => this.#alarmItem(alarm)),
          ),
      ],
      ['S6F15', ({ item: id }) => this.#reports.report(Number(idOf(id)), true) ?? empty],
      [
        'S7F1',
        ({ item: inquiry }) => {
          const name = idOf(listOf(inquiry)?.[0]);
          return name === undefined ? 'malformed' : item.byte(0);
        },
      ],
      [
        'S7F3',
        ({ item: program }) => {
          const [id, body] = listOf(program) ?? [];
          const name = idOf(id);
          if (name === undefined || body === undefined) return 'malformed';
          if (body.format !== 'B' && body.format !== 'A') return item.byte(2);
          recipes.set(name, body.format === 'B' ? body.value : new TextEncoder().encode(body.value));
          return item.byte(0);
        },
      ],
      [
        'S7F5',
        ({ item: id }) => {
          const name = idOf(id) ?? '';
          const body = recipes.get(name);
          return body === undefined ? empty : item.list(item.text(name), item.bytes(body));
        },
      ],
      ['S7F17', ({ item: ids }) => this.#deleteRecipes(idsOf(ids))],
      ['S7F19', () => item.list(...[...recipes.keys()].map((name) => item.text(name)))],
      ['S10F3', () => item.byte(0)],
    ]);
  }

  #goOnLine(): Item {
    if (this.#control >= controlState.local) return item.byte(2);
    if (this.#control !== controlState.hostOffLine) return item.byte(1);
    this.#control = controlState.remote;
    return item.byte(0);
  }

  #deleteRecipes(names: readonly string[] | undefined): Item | 'malformed' {
    const { recipes } = this.#machine;
    if (names === undefined) return 'malformed';
    if (names.some((name) => !recipes.has(name))) return item.byte(4);
    for (const name of names.length === 0 ? [...recipes.keys()] : names) recipes.delete(name);
    return item.byte(0);
  }

  #enableAlarms(enabling: Item | undefined): Item | 'malformed' {
    const [flag, id] = listOf(enabling) ?? [];
    if (flag?.format !== 'B') return 'malformed';
    const on = ((flag.value[0] ?? 0) & 0x80) !== 0;
    const ids = idsOf(id);
    if (ids === undefined) return 'malformed';
    const wanted = ids.length === 0 ? this.#machine.alarms.map((alarm) => alarm.id) : ids.map(Number);
    if (wanted.some((one) => !this.#machine.alarms.some((alarm) => alarm.id === one))) return item.byte(1);
    for (const one of wanted) {
      if (on) this.#alarmsEnabled.add(one);
      else this.#alarmsEnabled.delete(one);
    }
    return item.byte(0);
  }

  #remoteCommand(remote: Item | undefined): Item | 'malformed' {
    const [command, list] = listOf(remote) ?? [];
    const name = idOf(command);
    const pairs = listOf(list);
    if (name === undefined || pairs === undefined) return 'malformed';
    const parameters = new Map<string, Item>();
    for (const pair of pairs) {
      const [key, value] = listOf(pair) ?? [];
      const id = idOf(key);
      if (id === undefined || value === undefined) return 'malformed';
      parameters.set(id, value);
    }
    const code =
      this.#control === controlState.remote && !this.#busy.active
        ? this.#machine.command(name, parameters)
        : hcack.cannotNow;
    return item.list(item.byte(code), item.list());
  }
}

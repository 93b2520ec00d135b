import type { Timer } from '@fourwire/core';
import { asId, asIds, asList, asNumber } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { A, B, F8, L, U1 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { convertItem } from './convert-item.ts';
import { limitack, lvack, vlaack } from './codes.ts';
import type { EquipmentCore, Handlers } from './core.ts';
import type { EquipmentVariable } from './definition.ts';

/** One limit of a variable: the event comes at the upper border from below, at the lower one from above. */
interface Limit {
  readonly upper: number;
  readonly lower: number;
  /** Which side the value is on; undefined until it was looked at. */
  above: boolean | undefined;
}

/** The faults of one variable's definition: LVACK, and the limit at fault. */
interface Fault {
  readonly lvack: number;
  readonly limit?: readonly [id: number, limitack: number];
}

/** How often monitored variables are looked at. */
const periodMs = 1000;
const limitIds = 7;

/** Limits monitoring: S2F45, S2F47, LimitZoneTransition. Source: SEMI E30; sheet gem.md section 9. */
export class LimitsMonitoring {
  readonly handlers: Handlers;
  readonly #core: EquipmentCore;
  readonly #limits = new Map<Id, Map<number, Limit>>();
  #timer: Timer | undefined;

  constructor(core: EquipmentCore) {
    this.#core = core;
    this.handlers = {
      S2F45: (item) => this.#define(item),
      S2F47: (item) => this.#list(item === undefined ? [] : asIds(item, 'VID')),
    };
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Looks at the monitored variables now; they are looked at every second besides. */
  check(): void {
    for (const [id, limits] of this.#limits) {
      const variable = this.#core.variables.get(id);
      if (variable === undefined) continue;
      const value = asNumber(variable.value(), variable.name);
      for (const [limitId, limit] of limits) this.#checkOne(variable, limitId, limit, value);
    }
  }

  #checkOne(variable: EquipmentVariable, limitId: number, limit: Limit, value: number): void {
    const before = limit.above;
    if (value >= limit.upper) limit.above = true;
    else if (value <= limit.lower) limit.above = false;
    // Inside the dead band nothing changes; where monitoring begins there, the middle decides.
    else limit.above ??= value > (limit.upper + limit.lower) / 2;
    if (before === undefined || before === limit.above || variable.limits === undefined) return;
    const { ids, idItems } = this.#core;
    this.#core.raise(
      variable.limits.event,
      new Map<Id, Item>([
        [ids.data.limitVariable, idItems.one('variable', variable.id)],
        [ids.data.eventLimit, B(limitId)],
        [ids.data.transitionType, U1(limit.above ? 0 : 1)],
      ]),
    );
  }

  #watch(): void {
    this.stop();
    if (this.#limits.size === 0) return;
    this.#timer = this.#core.clock.setTimer(periodMs, () => {
      this.check();
      this.#watch();
    });
  }

  /** All or nothing. */
  #define(item: Item | undefined): Item {
    const [, variables] = asList(item, 'S2F45', 2);
    const entries = asList(variables, 'S2F45 variables');
    const faults: Item[] = [];
    const changes: (() => void)[] = [];
    const seen = new Set<Id>();
    for (const entry of entries) {
      const [vid, limits] = asList(entry, 'S2F45 variable', 2);
      const id = asId(vid, 'VID');
      const variable = this.#core.variables.get(id);
      const wanted = asList(limits, 'S2F45 limits');
      const fault = seen.has(id) ? { lvack: lvack.repeated } : this.#plan(variable, wanted, changes);
      seen.add(id);
      if (fault === undefined) continue;
      const at = fault.limit === undefined ? L() : L(B(fault.limit[0]), B(fault.limit[1]));
      faults.push(L(vid ?? L(), B(fault.lvack), at));
    }
    if (faults.length > 0) return L(B(vlaack.definition), L(faults));
    if (entries.length === 0) this.#limits.clear();
    for (const change of changes) change();
    this.check();
    this.#watch();
    return L(B(vlaack.ok), L());
  }

  /** Notes in `changes` what a variable's new limits come to. */
  #plan(
    variable: EquipmentVariable | undefined,
    wanted: readonly Item[],
    changes: (() => void)[],
  ): Fault | undefined {
    if (variable === undefined) return { lvack: lvack.unknown };
    const { id, limits: range } = variable;
    if (range === undefined) return { lvack: lvack.noLimits };
    if (wanted.length === 0) changes.push(() => this.#limits.delete(id));
    const seen = new Set<number>();
    for (const entry of wanted) {
      const [limitid, borders] = asList(entry, 'S2F45 limit', 2);
      const limitId = asNumber(limitid, 'LIMITID');
      const [upperdb, lowerdb] = asList(borders, 'S2F45 borders');
      const fault = seen.has(limitId) ? limitack.duplicate : limitFault(limitId, upperdb, lowerdb, range);
      if (fault !== undefined) return { lvack: lvack.value, limit: [limitId, fault] };
      seen.add(limitId);
      if (upperdb === undefined) changes.push(() => this.#undefine(id, limitId));
      else {
        const limit = { upper: asNumber(upperdb, 'UPPERDB'), lower: asNumber(lowerdb, 'LOWERDB') };
        changes.push(() => this.#set(id, limitId, { ...limit, above: undefined }));
      }
    }
    return undefined;
  }

  #set(id: Id, limitId: number, limit: Limit): void {
    const limits = this.#limits.get(id) ?? new Map<number, Limit>();
    limits.set(limitId, limit);
    this.#limits.set(id, limits);
  }

  #undefine(id: Id, limitId: number): void {
    const limits = this.#limits.get(id);
    limits?.delete(limitId);
    if (limits?.size === 0) this.#limits.delete(id);
  }

  #list(ids: readonly Id[]): Item {
    const { variables, idItems } = this.#core;
    const all = variables.all.filter(({ limits }) => limits !== undefined);
    const wanted = ids.length === 0 ? all : ids.map((id) => variables.get(id) ?? id);
    return L(
      wanted.map((one) => {
        const id = typeof one === 'object' ? one.id : one;
        const item = idItems.one('variable', id);
        if (typeof one !== 'object' || one.limits === undefined) return L(item, L());
        const number = (value: number): Item => convertItem(F8(value), one.value(), value) ?? F8(value);
        const { min, max } = one.limits;
        const limits = [...(this.#limits.get(id) ?? [])].map(([limitId, { upper, lower }]) =>
          L(B(limitId), number(upper), number(lower)),
        );
        return L(item, L(A(one.unit ?? ''), number(min), number(max), L(limits)));
      }),
    );
  }
}

/** LIMITACK; undefined where the limit is good. */
function limitFault(
  limitId: number,
  upperdb: Item | undefined,
  lowerdb: Item | undefined,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  if (limitId < 1 || limitId > limitIds) return limitack.idUnknown;
  // No borders undefine the limit.
  if (upperdb === undefined) return undefined;
  if (upperdb.format === 'A' || lowerdb?.format === 'A') return limitack.notANumber;
  if (upperdb.format === 'L' || lowerdb === undefined || lowerdb.format === 'L') return limitack.format;
  const [upper, lower] = [asNumber(upperdb, 'UPPERDB'), asNumber(lowerdb, 'LOWERDB')];
  if (upper > range.max) return limitack.aboveMax;
  if (lower < range.min) return limitack.belowMin;
  return upper < lower ? limitack.inverted : undefined;
}

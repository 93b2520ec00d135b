import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { FourwireError } from '@fourwire/core';
import { asBoolean, asId, asIds, asList, asNumber } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { sameItem } from '../secs-ii/compare.ts';
import { A, B, BOOLEAN, L, U1, U2, U4 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { itemFromSml } from '../sml/parse.ts';
import { itemToSml } from '../sml/print.ts';
import { convertItem } from './convert-item.ts';
import { eac } from './codes.ts';
import type { EquipmentCore, Handlers } from './core.ts';
import type { EquipmentConstant } from './definition.ts';
import type { GemIds } from './gem-ids.ts';
import { Registry } from './registry.ts';

/** Equipment constants: S2F13, S2F15, S2F29. Source: sheet gem.md section 5, stream 2, and section 11. */
export class ConstantTable {
  readonly handlers: Handlers;
  /** Constants whose value changed, whoever changed it. */
  readonly changed$: Observable<{ readonly id: Id; readonly value: Item }>;
  readonly #changed$ = new Subject<{ readonly id: Id; readonly value: Item }>();
  readonly #core: EquipmentCore;
  readonly #registry: Registry<EquipmentConstant>;
  readonly #values = new Map<Id, Item>();

  constructor(core: EquipmentCore) {
    this.changed$ = this.#changed$.asObservable();
    this.#core = core;
    const own = core.definition.constants ?? [];
    this.#registry = new Registry('constant', [...own, ...standardConstants(core.ids)]);
    for (const { id, value } of this.#registry.all) this.#values.set(id, value);
    core.remembered.recall('constants', (text) => this.#restore(itemFromSml(text)));
    this.handlers = {
      S2F13: (item) => L(this.#wanted(item).map((one) => (isConstant(one) ? this.value(one.id) : L()))),
      S2F15: (item) => B(this.#write(item)),
      S2F29: (item) => L(this.#wanted(item).map((one) => this.#describe(one))),
    };
  }

  /** @throws FourwireError of kind `range`, code `constant-unknown` */
  value(id: Id): Item {
    const value = this.#values.get(id);
    if (value !== undefined) return value;
    throw new FourwireError('range', 'constant-unknown', `The equipment has no constant ${String(id)}.`);
  }

  /** The value, or undefined for an id that no constant has. */
  find(id: Id): Item | undefined {
    return this.#values.get(id);
  }

  number(id: Id): number {
    return asNumber(this.value(id), 'ECV');
  }

  flag(id: Id): boolean {
    return asBoolean(this.value(id), 'ECV');
  }

  /**
   * The operator sets a constant at the machine.
   *
   * @throws FourwireError of kind `range` for one that there is not, or a value that it cannot have
   */
  set(id: Id, value: Item): void {
    const fits = this.#fit(id, value);
    if (fits === undefined) {
      const text = `Constant ${String(id)} cannot be set to that; see its range with S2F29.`;
      throw new FourwireError('range', 'constant-refused', text);
    }
    this.#change(id, fits);
    this.#keep();
    const { ids, idItems } = this.#core;
    const changed = new Map([[ids.data.changedConstant, idItems.one('constant', id)]]);
    this.#core.raise(ids.events.operatorConstantChange, changed);
  }

  #wanted(item: Item | undefined): readonly (EquipmentConstant | Id)[] {
    const ids = item === undefined ? [] : asIds(item, 'ECID');
    return ids.length === 0 ? this.#registry.all : ids.map((id) => this.#registry.get(id) ?? id);
  }

  /** All or nothing. */
  #write(item: Item | undefined): number {
    const wanted: (readonly [Id, Item])[] = [];
    for (const pair of asList(item, 'S2F15')) {
      const [ecid, ecv] = asList(pair, 'S2F15 entry', 2);
      const id = asId(ecid, 'ECID');
      const constant = this.#registry.get(id);
      if (constant === undefined) return eac.unknown;
      if (constant.affectsProcess === true && this.#core.control.state !== 'remote') return eac.busy;
      const value = this.#fit(id, ecv);
      if (value === undefined) return eac.outOfRange;
      wanted.push([id, value]);
    }
    for (const [id, value] of wanted) this.#change(id, value);
    this.#keep();
    return eac.ok;
  }

  #keep(): void {
    const { idItems, remembered } = this.#core;
    remembered.keep('constants', () =>
      itemToSml(L([...this.#values].map(([id, value]) => L(idItems.one('constant', id), value)))),
    );
  }

  /** What a machine had that no longer has it, or not in this range, is left at its default. */
  #restore(kept: Item): void {
    for (const pair of asList(kept, 'constants')) {
      const [ecid, ecv] = asList(pair, 'constant', 2);
      const id = asId(ecid, 'ECID');
      const value = this.#fit(id, ecv);
      if (value !== undefined && !sameItem(value, this.value(id))) this.#change(id, value);
    }
  }

  #change(id: Id, value: Item): void {
    this.#values.set(id, value);
    this.#registry.get(id)?.changed?.(value);
    this.#changed$.next({ id, value });
  }

  /** The value in the constant's own format; undefined where that cannot be, or is out of range. */
  #fit(id: Id, item: Item | undefined): Item | undefined {
    const constant = this.#registry.get(id);
    if (constant === undefined || item === undefined) return undefined;
    const value = convertItem(item, constant.value);
    if (value === undefined) return undefined;
    const { min, max } = constant;
    if (min === undefined && max === undefined) return value;
    const number = asNumber(value, 'ECV');
    return number >= (min ?? -Infinity) && number <= (max ?? Infinity) ? value : undefined;
  }

  #describe(one: EquipmentConstant | Id): Item {
    const { idItems } = this.#core;
    if (!isConstant(one)) return L(idItems.one('constant', one), A(''), A(''), A(''), A(''), A(''));
    const limit = (number: number | undefined): Item =>
      number === undefined ? A('') : (convertItem(U4(0), one.value, number) ?? A(''));
    return L(
      idItems.one('constant', one.id),
      A(one.name),
      limit(one.min),
      limit(one.max),
      one.value,
      A(one.unit ?? ''),
    );
  }
}

function isConstant(one: EquipmentConstant | Id): one is EquipmentConstant {
  return typeof one === 'object';
}

/** What GEM itself wants. Source: sheet gem.md section 11. */
function standardConstants({ constants: ids }: GemIds): readonly EquipmentConstant[] {
  const flag = (id: Id, name: string, value: boolean): EquipmentConstant => ({
    id,
    name,
    value: BOOLEAN(value),
  });
  const range = (
    id: Id,
    name: string,
    value: Item,
    min: number,
    max: number,
    unit = '',
  ): EquipmentConstant => ({
    id,
    name,
    value,
    min,
    max,
    unit,
  });
  return [
    range(ids.establishTimeout, 'EstablishCommunicationsTimeout', U2(10), 1, 240, 's'),
    range(ids.timeFormat, 'TimeFormat', U1(1), 0, 2),
    range(ids.maxSpoolTransmit, 'MaxSpoolTransmit', U4(0), 0, 0xffff_ffff),
    flag(ids.overwriteSpool, 'OverWriteSpool', true),
    flag(ids.configSpool, 'ConfigSpool', true),
    flag(ids.wBitS5, 'WBitS5', true),
    flag(ids.wBitS6, 'WBitS6', true),
    flag(ids.wBitS10, 'WBitS10', true),
    flag(ids.annotatedEvents, 'AnnotatedEventReports', false),
    range(ids.onLineSubState, 'OnLineSubState', U1(5), 4, 5),
    range(ids.onLineFailed, 'OnLineFailed', U1(1), 1, 3),
  ];
}

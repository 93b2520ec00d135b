import { FourwireError } from '@fourwire/core';
import { secsMessage } from '../messages/message.ts';
import { asIds, asList, asNumber } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { A, B, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { itemFromSml } from '../sml/parse.ts';
import { itemToSml } from '../sml/print.ts';
import { ackc5 } from './codes.ts';
import { pick } from './core.ts';
import type { EquipmentCore, Handlers } from './core.ts';
import type { EquipmentAlarm } from './definition.ts';
import { Registry } from './registry.ts';

const defaultCategory = 4;
/** The bit of ALCD that says that an alarm is set, and of ALED that enables one. */
const setBit = 0x80;

/** Alarms: S5F1, S5F3, S5F5, S5F7. Source: SEMI E30; sheet gem.md section 5, stream 5. */
export class EquipmentAlarms {
  readonly handlers: Handlers;
  readonly #core: EquipmentCore;
  readonly #registry: Registry<EquipmentAlarm>;
  readonly #enabled: Set<Id>;
  readonly #set = new Set<Id>();

  constructor(core: EquipmentCore) {
    this.#core = core;
    this.#registry = new Registry('alarm', core.definition.alarms ?? []);
    const enabled = core.remembered.recall('alarms', (text) => asIds(itemFromSml(text), 'alarms'));
    this.#enabled = new Set(
      enabled?.filter((id) => this.#registry.has(id)) ?? this.#registry.all.map(({ id }) => id),
    );
    this.handlers = {
      S5F3: (item) => B(this.#enable(item)),
      S5F5: (item) =>
        L(pick(this.#registry, item === undefined ? [] : asIds(item, 'ALID')).map((one) => this.#item(one))),
      S5F7: () =>
        L(this.#registry.all.filter(({ id }) => this.#enabled.has(id)).map((one) => this.#item(one))),
    };
  }

  get enabled(): readonly Id[] {
    return [...this.#enabled];
  }

  /** The alarms that stand. */
  get set(): readonly Id[] {
    return [...this.#set];
  }

  /**
   * Sets or clears an alarm and tells the host; nothing happens where it is so already.
   *
   * @throws FourwireError of kind `range`, code `alarm-unknown`
   */
  change(id: number, set: boolean): void {
    const alarm = this.#registry.get(id);
    if (alarm === undefined)
      throw new FourwireError('range', 'alarm-unknown', `The equipment has no alarm ${id}.`);
    if (this.#set.has(id) === set) return;
    if (set) this.#set.add(id);
    else this.#set.delete(id);
    if (this.#enabled.has(id)) this.#core.say(secsMessage('S5F1 W', this.#item(alarm)));
    const event = set ? alarm.setEvent : alarm.clearEvent;
    if (event === undefined) return;
    const { ids, idItems } = this.#core;
    this.#core.raise(event, new Map([[ids.data.alarmId, idItems.one('alarm', id)]]));
  }

  #enable(item: Item | undefined): number {
    const [aled, alid] = asList(item, 'S5F3', 2);
    const enabled = (asNumber(aled, 'ALED') & setBit) !== 0;
    const ids = asIds(alid, 'ALID');
    if (ids.some((id) => !this.#registry.has(id))) return ackc5.error;
    for (const id of ids.length === 0 ? this.#registry.all.map((alarm) => alarm.id) : ids) {
      if (enabled) this.#enabled.add(id);
      else this.#enabled.delete(id);
    }
    const { idItems, remembered } = this.#core;
    remembered.keep('alarms', () => itemToSml(L(this.enabled.map((id) => idItems.one('alarm', id)))));
    return ackc5.ok;
  }

  #item(one: EquipmentAlarm | Id): Item {
    const { idItems } = this.#core;
    if (typeof one !== 'object') return L(B(), idItems.one('alarm', one), A(''));
    const category = one.category ?? defaultCategory;
    const code = this.#set.has(one.id) ? category | setBit : category;
    return L(B(code), idItems.one('alarm', one.id), A(one.text));
  }
}

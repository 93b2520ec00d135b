import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { asId, asList, isEmptyItem } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { accepted } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { gemValue } from './gem-value.ts';
import type { GemValue } from './gem-value.ts';
import type { IdItems } from './ids.ts';
import { checkIds, textOrNone } from './status-variables.ts';

/** What the equipment says of one of its constants. Limits and default may come in another format than the value. */
export interface ConstantDescription {
  readonly id: Id;
  readonly name: string;
  readonly min: GemValue | undefined;
  readonly max: GemValue | undefined;
  readonly standard: GemValue | undefined;
  readonly unit: string;
}

/** The equipment's constants: settings that survive power-off. Source: sheet gem.md section 5, stream 2. */
export class EquipmentConstants {
  readonly #conversation: Conversation;
  readonly #ids: IdItems;

  constructor(conversation: Conversation, ids: IdItems) {
    this.#conversation = conversation;
    this.#ids = ids;
  }

  /**
   * S2F13: the values of these constants, in their order, in the formats in which the equipment holds them.
   *
   * @throws FourwireError of kind `device`, code `constant-unknown`, when the equipment has no value for one of them
   */
  async values(ids: readonly Id[], call?: Call): Promise<readonly Item[]> {
    checkIds(ids, 'constant');
    const request = L(ids.map((id) => this.#ids.one('constant', id)));
    const values = asList(await this.#conversation.ask('S2F13 W', request, call), 'S2F14', ids.length);
    for (const [index, value] of values.entries()) {
      if (value.format === 'L' && isEmptyItem(value)) {
        throw new FourwireError(
          'device',
          'constant-unknown',
          `The equipment has no constant ${String(ids[index])}.`,
        );
      }
    }
    return values;
  }

  /** The values of these constants. */
  async read(ids: readonly Id[], call?: Call): Promise<readonly GemValue[]> {
    return (await this.values(ids, call)).map((item) => gemValue(item));
  }

  /**
   * S2F15: sets constants, all or none. Give items of the formats that `values` returns.
   *
   * @throws FourwireError of kind `device`, code `gem-refused`, when the equipment takes none of them
   */
  async write(values: readonly { readonly id: Id; readonly item: Item }[], call?: Call): Promise<void> {
    const request = L(values.map(({ id, item }) => L(this.#ids.one('constant', id), item)));
    accepted(await this.#conversation.tell('S2F15 W', request, call), 'EAC', 'to set the constants');
  }

  /** S2F29: names, ranges and units, of all constants when no ids are given; empty where the equipment knows none. */
  async describe(ids: readonly Id[] = [], call?: Call): Promise<readonly ConstantDescription[]> {
    const request = L(ids.map((id) => this.#ids.one('constant', id)));
    return asList(await this.#conversation.ask('S2F29 W', request, call), 'S2F30').map((entry) => {
      const [id, name, min, max, standard, unit] = asList(entry, 'S2F30 entry', 6);
      return {
        id: asId(id, 'ECID'),
        name: textOrNone(name, 'ECNAME'),
        min: valueOrNone(min),
        max: valueOrNone(max),
        standard: valueOrNone(standard),
        unit: textOrNone(unit, 'UNITS'),
      };
    });
  }
}

function valueOrNone(item: Item | undefined): GemValue | undefined {
  return item === undefined || isEmptyItem(item) ? undefined : gemValue(item);
}

import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { asId, asList, asText, isEmptyItem } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import type { MessageName } from '../messages/message.ts';
import { L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import type { Conversation } from './conversation.ts';
import { gemValue } from './gem-value.ts';
import type { GemValue } from './gem-value.ts';
import type { IdItems } from './ids.ts';

/** What the equipment calls a status variable. */
export interface VariableName {
  readonly id: Id;
  readonly name: string;
  /** The equipment's own text, such as `degC`. */
  readonly unit: string;
}

/** The value of a status variable, with its name and unit. */
export interface VariableReading extends VariableName {
  readonly value: GemValue;
}

/** The equipment's status variables. Source: SEMI E5, E30; sheet gem.md section 5, stream 1. */
export class StatusVariables {
  readonly #conversation: Conversation;
  readonly #ids: IdItems;
  readonly #names = new Map<Id, VariableName>();

  constructor(conversation: Conversation, ids: IdItems) {
    this.#conversation = conversation;
    this.#ids = ids;
  }

  /**
   * S1F3: the values of these variables, in their order.
   *
   * @throws FourwireError of kind `device`, code `variable-unknown`, when the equipment has no value for one of them
   */
  async values(ids: readonly Id[], call?: Call): Promise<readonly Item[]> {
    checkIds(ids, 'variable');
    const request = L(ids.map((id) => this.#ids.one('variable', id)));
    const values = asList(await this.#conversation.ask('S1F3 W', request, call), 'S1F4', ids.length);
    for (const [index, value] of values.entries()) {
      if (value.format === 'L' && isEmptyItem(value)) {
        const id = String(ids[index]);
        throw new FourwireError('device', 'variable-unknown', `The equipment has no status variable ${id}.`);
      }
    }
    return values;
  }

  /** The values of these variables with their names and units, which are asked for once. */
  async read(ids: readonly Id[], call?: Call): Promise<readonly VariableReading[]> {
    const values = await this.values(ids, call);
    const unknown = ids.filter((id) => !this.#names.has(id));
    if (unknown.length > 0)
      for (const entry of await this.names(unknown, call)) this.#names.set(entry.id, entry);
    return values.map((item, index) => {
      const id = ids[index] ?? 0;
      return { ...(this.#names.get(id) ?? { id, name: '', unit: '' }), value: gemValue(item) };
    });
  }

  /** S1F21: names and units of data variables, which mean something with their events alone; of all when no ids are given. */
  async dataNames(ids: readonly Id[] = [], call?: Call): Promise<readonly VariableName[]> {
    return this.#named('S1F21 W', ids, call);
  }

  /** S1F11: names and units, of all variables when no ids are given; empty where the equipment knows none. */
  async names(ids: readonly Id[] = [], call?: Call): Promise<readonly VariableName[]> {
    return this.#named('S1F11 W', ids, call);
  }

  async #named(primary: MessageName, ids: readonly Id[], call?: Call): Promise<readonly VariableName[]> {
    const request = L(ids.map((id) => this.#ids.one('variable', id)));
    return asList(await this.#conversation.ask(primary, request, call), `reply to ${primary}`).map(
      (entry) => {
        const [id, name, unit] = asList(entry, `entry of the reply to ${primary}`, 3);
        return { id: asId(id, 'SVID'), name: textOrNone(name, 'SVNAME'), unit: textOrNone(unit, 'UNITS') };
      },
    );
  }
}

/** Refuses an empty list, which asks for everything in an order that only the equipment knows. */
export function checkIds(ids: readonly Id[], what: string): void {
  if (ids.length > 0) return;
  throw new FourwireError(
    'range',
    'ids-empty',
    `Name at least one ${what}: an empty list means all of them.`,
  );
}

/** A text; empty for an item of length zero, whatever its format. */
export function textOrNone(item: Item | undefined, name: string): string {
  return isEmptyItem(item) ? '' : asText(item, name);
}

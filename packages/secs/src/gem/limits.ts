import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { asId, asList, asNumber } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { B, F8, L, U4 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import type { Conversation } from './conversation.ts';
import { codeText } from './gem-codes.ts';
import type { IdItems } from './ids.ts';
import { textOrNone } from './status-variables.ts';

/** A limit of a variable, with the dead band around it. */
export interface VariableLimit {
  /** LIMITID, 1 to 7. */
  readonly id: number;
  /** Where a rising value crosses it. */
  readonly upper: number;
  /** Where a falling value crosses it; at most `upper`. */
  readonly lower: number;
}

/** The limits that one variable may have, and has. */
export interface MonitoredVariable {
  readonly variable: Id;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly limits: readonly VariableLimit[];
}

/** How limits are sent: numbers as items of a format that the variable's takes; F8 unless given. */
export type LimitItem = (value: number) => Item;

/** Limits monitoring. Source: SEMI E30; sheet gem.md section 9. */
export class HostLimits {
  readonly #conversation: Conversation;
  readonly #ids: IdItems;

  constructor(conversation: Conversation, ids: IdItems) {
    this.#conversation = conversation;
    this.#ids = ids;
  }

  /**
   * S2F45: sets limits of a variable, beside those it has. Their crossings come as the variable's event.
   *
   * @throws FourwireError of kind `range` for a limit that cannot be; of kind `device`, code `gem-refused`, with the
   * equipment's reason
   */
  async define(
    variable: Id,
    limits: readonly VariableLimit[],
    item: LimitItem = F8,
    call?: Call,
  ): Promise<void> {
    for (const limit of limits) checkLimit(limit);
    if (limits.length === 0)
      throw new FourwireError(
        'range',
        'ids-empty',
        'Name at least one limit: an empty list takes all of them away.',
      );
    const entries = limits.map(({ id, upper, lower }) => L(B(id), L(item(upper), item(lower))));
    await this.#send([L(this.#ids.one('variable', variable), L(entries))], call);
  }

  /** S2F45: takes limits of a variable away, all of them when no ids are given. */
  async remove(variable: Id, limits: readonly number[] = [], call?: Call): Promise<void> {
    await this.#send([L(this.#ids.one('variable', variable), L(limits.map((id) => L(B(id), L()))))], call);
  }

  /** S2F45 with nothing in it: takes the limits of all variables away. */
  async removeAll(call?: Call): Promise<void> {
    await this.#send([], call);
  }

  /** S2F47: which variables may have limits, and what they have; of all when no ids are given. */
  async list(variables: readonly Id[] = [], call?: Call): Promise<readonly MonitoredVariable[]> {
    const request = L(variables.map((id) => this.#ids.one('variable', id)));
    return asList(await this.#conversation.ask('S2F47 W', request, call), 'S2F48').flatMap((entry) => {
      const [vid, facts] = asList(entry, 'S2F48 entry', 2);
      if (asList(facts, 'S2F48 limits').length === 0) return [];
      const [unit, min, max, limits] = asList(facts, 'S2F48 limits', 4);
      return [
        {
          variable: asId(vid, 'VID'),
          unit: textOrNone(unit, 'UNITS'),
          min: asNumber(min, 'LIMITMIN'),
          max: asNumber(max, 'LIMITMAX'),
          limits: asList(limits, 'S2F48 limits').map((limit) => {
            const [id, upper, lower] = asList(limit, 'S2F48 limit', 3);
            return {
              id: asNumber(id, 'LIMITID'),
              upper: asNumber(upper, 'UPPERDB'),
              lower: asNumber(lower, 'LOWERDB'),
            };
          }),
        },
      ];
    });
  }

  async #send(entries: readonly Item[], call: Call | undefined): Promise<void> {
    const reply = await this.#conversation.tellLong('S2F45 W', L(U4(0), L(entries)), call);
    const [vlaack, faults] = asList(reply, 'S2F46', 2);
    const code = asNumber(vlaack, 'VLAACK');
    if (code === 0) return;
    const text = codeText('VLAACK', code);
    const which = asList(faults, 'S2F46 variables').map((fault) => faultText(fault));
    throw new FourwireError(
      'device',
      'gem-refused',
      `The equipment refused the limits: VLAACK ${code}, ${text}${which.length === 0 ? '' : ` (${which.join('; ')})`}.`,
      { device: { code, text }, details: { variables: which } },
    );
  }
}

function faultText(fault: Item): string {
  const [vid, lvack, limit] = asList(fault, 'S2F46 variable', 3);
  const what = `${String(asId(vid, 'VID'))}: ${codeText('LVACK', asNumber(lvack, 'LVACK'))}`;
  const [id, limitack] = asList(limit, 'S2F46 limit');
  if (id === undefined) return what;
  return `${what}, limit ${asNumber(id, 'LIMITID')}: ${codeText('LIMITACK', asNumber(limitack, 'LIMITACK'))}`;
}

function checkLimit({ id, upper, lower }: VariableLimit): void {
  if (Number.isInteger(id) && id >= 1 && id <= 7 && upper >= lower) return;
  throw new FourwireError(
    'range',
    'limit-refused',
    `A limit has an id from 1 to 7 and its upper border not below its lower one; got id ${id}, upper ${upper}, lower ${lower}.`,
  );
}

import { asIds } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { A, L } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { pick } from './core.ts';
import type { EquipmentCore, EventData, Handlers } from './core.ts';
import type { EquipmentVariable } from './definition.ts';
import { Registry } from './registry.ts';

/** Status and data variables: S1F3, S1F11, S1F21. Source: sheet gem.md section 5, stream 1. */
export function variableHandlers(core: EquipmentCore): Handlers {
  const all = core.variables.all;
  const status = new Registry(
    'variable',
    all.filter((one) => one.kind !== 'data'),
  );
  const data = new Registry(
    'variable',
    all.filter((one) => one.kind === 'data'),
  );
  const wanted = (item: Item | undefined, name: string): readonly Id[] =>
    item === undefined ? [] : asIds(item, name);
  const named = (one: EquipmentVariable | Id): Item =>
    typeof one === 'object'
      ? L(core.idItems.one('variable', one.id), A(one.name), A(one.unit ?? ''))
      : L(core.idItems.one('variable', one), A(''), A(''));
  return {
    S1F3: (item) => L(pick(status, wanted(item, 'SVID')).map((one) => valueOf(core, one))),
    S1F11: (item) => L(pick(status, wanted(item, 'SVID')).map(named)),
    S1F21: (item) => L(pick(data, wanted(item, 'VID')).map(named)),
  };
}

/** The value of a variable or of an id that there is none for, in which case it is an empty list. */
function valueOf(core: EquipmentCore, one: EquipmentVariable | Id): Item {
  if (typeof one === 'object') return one.value();
  // S1F3 gives data variables and constants too, where they are asked for by their ids.
  return variableValue(core, one) ?? L();
}

/** The value of any variable or constant; undefined for an unknown id. */
export function variableValue(core: EquipmentCore, id: Id, data?: EventData): Item | undefined {
  return data?.get(id) ?? core.variables.get(id)?.value() ?? core.constants.find(id);
}

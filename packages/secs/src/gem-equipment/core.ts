import type { Clock } from '@fourwire/core';
import type { IdItems } from '../gem/ids.ts';
import type { SecsMessage } from '../messages/message.ts';
import type { Id } from '../secs-ii/access.ts';
import type { Item } from '../secs-ii/item.ts';
import type { ConstantTable } from './constant-table.ts';
import type { ControlModel } from './control.ts';
import type { EquipmentDefinition, EquipmentEvent, EquipmentVariable } from './definition.ts';
import type { Remembered } from './equipment-memory.ts';
import type { GemIds } from './gem-ids.ts';
import type { Registry } from './registry.ts';

/** Answers a primary with the body of its reply. An item of the wrong form is a `protocol` error, told as S9F7. */
export type Handler = (item: Item | undefined) => Item | undefined | Promise<Item | undefined>;

/** Handlers by the name of the primary: `S1F3`. */
export type Handlers = Readonly<Record<string, Handler>>;

/** Values of data variables that go with one event. */
export type EventData = ReadonlyMap<Id, Item>;

/** What the capabilities of an equipment share. */
export interface EquipmentCore {
  readonly definition: EquipmentDefinition;
  readonly clock: Clock;
  readonly ids: GemIds;
  /** Makes the items of ids in the equipment's own formats. */
  readonly idItems: IdItems;
  readonly variables: Registry<EquipmentVariable>;
  readonly events: Registry<EquipmentEvent>;
  readonly constants: ConstantTable;
  readonly control: ControlModel;
  /** What outlives a power-off. */
  readonly remembered: Remembered;
  /** TIME now. */
  time(): string;
  /** Tells that an event happened, with the values as they are now. */
  raise(event: Id, data?: EventData): void;
  /** Says something to the host, or spools it, or drops it, as the states have it. */
  say(message: SecsMessage): void;
  /** Asks the host; the body of its reply. */
  ask(message: SecsMessage): Promise<Item | undefined>;
  /** Told of what went wrong and nobody waits for. */
  fault(error: unknown): void;
}

/** The `n` in `{n: ID}` is 0: all are meant. */
export function pick<T extends { readonly id: Id }>(
  registry: Registry<T>,
  wanted: readonly Id[],
): readonly (T | Id)[] {
  if (wanted.length === 0) return registry.all;
  return wanted.map((id) => registry.get(id) ?? id);
}

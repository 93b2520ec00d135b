import type { Clock, Duration } from '@fourwire/core';
import type { IdFormats } from '../gem/ids.ts';
import type { Id } from '../secs-ii/access.ts';
import type { Item } from '../secs-ii/item.ts';
import type { Handlers } from './core.ts';
import type { EquipmentMemory } from './equipment-memory.ts';
import type { GemIdChoice } from './gem-ids.ts';
import type { ProgramStore } from './program-store.ts';

/** A value that the host may ask for. */
export interface EquipmentVariable {
  readonly id: Id;
  readonly name: string;
  /** Text as the host sees it, such as `degC`; empty unless given. */
  readonly unit?: string;
  /** `data` for one that means something only while its event is told; `status` unless given. */
  readonly kind?: 'status' | 'data';
  /** The value now, always of the same format. */
  value(): Item;
  /** Allows limits monitoring: the range in which limits may lie, and the event of a crossing. */
  readonly limits?: { readonly min: number; readonly max: number; readonly event: Id };
}

/** A setting that the host may read and set. */
export interface EquipmentConstant {
  readonly id: Id;
  readonly name: string;
  readonly unit?: string;
  /** The value it starts with, and the default that the host is told. Values set later keep its format. */
  readonly value: Item;
  /** Smallest and largest number, where there are any. */
  readonly min?: number;
  readonly max?: number;
  /** Whether the host may set it in REMOTE only. */
  readonly affectsProcess?: boolean;
  /** Told of every new value. */
  changed?(value: Item): void;
}

/** Something that the equipment tells when it happens. */
export interface EquipmentEvent {
  readonly id: Id;
  readonly name: string;
  /** Data variables that are valid with it, for the host's information. */
  readonly variables?: readonly Id[];
}

/** An alarm that may be set and cleared. */
export interface EquipmentAlarm {
  readonly id: number;
  /** Up to 120 characters. */
  readonly text: string;
  /** Category of ALCD, 1 to 63; 4, parameter error, unless given. */
  readonly category?: number;
  /** Events of setting and clearing, besides S5F1. */
  readonly setEvent?: Id;
  readonly clearEvent?: Id;
}

/** What a remote command came to; see HCACK. */
export type CommandOutcome =
  | 'done'
  /** Accepted; an event tells of its end. */
  | 'later'
  | 'cannot-now'
  | 'already'
  | 'no-object'
  /** Parameters at fault, by name. */
  | { readonly faults: ReadonlyMap<string, ParameterFault> };

/** What is wrong with a parameter of a command. */
export type ParameterFault = 'unknown' | 'value' | 'format';

/** A remote command. */
export interface EquipmentCommand {
  readonly name: string;
  /** The parameters it takes; any unless given. */
  readonly parameters?: readonly string[];
  /** Whether it is taken in LOCAL too. */
  readonly whenLocal?: boolean;
  /** @param object - OBJSPEC of S2F49; empty for S2F41 */
  run(parameters: ReadonlyMap<string, Item>, object: string): CommandOutcome | Promise<CommandOutcome>;
}

/** The control state in which equipment starts. */
export type InitialControl = 'equipment-offline' | 'host-offline' | 'local' | 'remote';

/** What a GEM equipment is. */
export interface EquipmentDefinition {
  /** MDLN, up to 20 characters. */
  readonly model: string;
  /** SOFTREV, up to 20 characters. */
  readonly softwareRevision: string;
  readonly variables?: readonly EquipmentVariable[];
  readonly constants?: readonly EquipmentConstant[];
  readonly events?: readonly EquipmentEvent[];
  readonly alarms?: readonly EquipmentAlarm[];
  readonly commands?: readonly EquipmentCommand[];
  /** Process programs; none are kept unless given. */
  readonly programs?: ProgramStore;
  /** Answers to messages that this package does not know, or answers otherwise: by name, `S64F1`. */
  readonly messages?: Handlers;
  /** The numbers of what GEM itself wants, where they differ from {@link gemIds}. */
  readonly ids?: GemIdChoice;
  /** The formats of ids; `U4` unless given. Ids in any format are understood. */
  readonly idFormats?: IdFormats;
  /** Where it starts; `remote` unless given. */
  readonly initialControl?: InitialControl;
  /** Whether it talks to the host from the start; true unless given. */
  readonly enabled?: boolean;
  /** How many messages the spool holds; 1000 unless given. */
  readonly spoolCapacity?: number;
  /**
   * Where reports, links, enabled events and alarms, constants and the spool outlive a power-off; they do not unless
   * given. What the host had not acknowledged while it was connected is not in it.
   */
  readonly memory?: EquipmentMemory;
  /** How often limits and traces may sample, at the fastest; 10 ms unless given. */
  readonly fastestSample?: Duration;
  /** How long what a granted inquiry announced may take to come (S9F13); 45 s unless given. */
  readonly conversationTimeout?: Duration;
  /** Where time comes from; the system's clock unless given. */
  readonly clock?: Clock;
  /** The zone of its clock, an IANA name; the computer's own unless given. */
  readonly timeZone?: string;
}

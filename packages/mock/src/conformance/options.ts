import type { Clock, Device, Duration, Limits, Random } from '@fourwire/core';

/** What a check works on: an open device, and whatever your options need of the bench around it. */
export interface ConformanceBench {
  readonly device: Device;
  /** Clears away what the bench had besides, such as a server; the device is closed before. */
  dispose?(): Promise<void> | void;
}

/** Opens a device, on a bench of its own. Called once for each check, with the clock and the seed of that check. */
export type MakeBench<B extends ConformanceBench> = (time: {
  readonly clock: Clock;
  readonly random: Random;
}) => Promise<B>;

/** What the class alone cannot know of a readable or writable member. */
export interface ValuePlan<B> {
  /** Leaves the member out of all checks but that of its presence; say why. */
  readonly skip?: string;
  /** Brings the device into a state in which the member can be used. */
  readonly prepare?: (bench: B) => Promise<void> | void;
  /** Values to write; made from the description and the limits unless given. */
  readonly values?: readonly unknown[];
  /** The limits that the device must have; whatever it says unless given. */
  readonly limits?: Limits;
  /**
   * Why its limits may reach beyond what this machine takes, where they do: those of a whole family, for example. A write
   * of such a limit may be refused by the machine itself, in kind `device`.
   */
  readonly widerLimits?: string;
  /**
   * What the machine itself holds, in the class's unit: of a simulator, its model. With it a wrong unit, a wrong
   * register and a value out of the driver's memory are found; without it only contradictions are. Gives `undefined`
   * where the machine has no such value now, as of an overload: a read is to be refused then.
   *
   * @param path - below the device, for example `outputs/1/on`
   */
  readonly actual?: (bench: B, path: string) => unknown;
  /** How far a number may be off `actual`, where need be as the machine is set now; the resolution of the member unless given. */
  readonly tolerance?: number | ((bench: B) => number);
  /** Whether a value read back counts as the one written, where the device rounds in a way of its own. */
  readonly same?: (written: unknown, readBack: unknown) => boolean;
  /** Why other writes may change this member, where they may. */
  readonly coupled?: string;
  /** Brings a hazardous member out of its safe values; a writable one is written unless given. */
  readonly endanger?: (bench: B) => Promise<void> | void;
}

/** What the class alone cannot know of a command. */
export interface CommandPlan<B> {
  /** Leaves the command out of all checks but that of its presence; say why. */
  readonly skip?: string;
  /** Brings the device into a state in which the command can run. */
  readonly prepare?: (bench: B) => Promise<void> | void;
  /**
   * Ends what `prepare` left under way, such as a lot that keeps other commands waiting. Asked by fault trials, where a
   * bench goes on to other things; elsewhere the bench ends with the check.
   */
  readonly tidy?: (bench: B) => Promise<void> | void;
  /** Its input; made from the description unless given. */
  readonly input?: unknown;
  /** An input with which it runs long enough to be stopped; `input` unless given. */
  readonly longInput?: unknown;
  /** Brings the device into a state in which `longInput` takes long; `prepare` unless given. */
  readonly prepareLong?: (bench: B) => Promise<void> | void;
  /** How long after its start it is stopped; half a second unless given. */
  readonly stopAfter?: Duration;
  /** How long it may take; ten minutes unless given. */
  readonly deadline?: Duration;
  /** Whether the machine itself is where the command was to bring it: of a simulator, its model. Asked after its end. */
  readonly arrived?: (bench: B) => boolean | Promise<boolean>;
  /** Whether the machine itself stands: of a simulator, its model. Asked after a stop. */
  readonly stands?: (bench: B) => boolean | Promise<boolean>;
}

/** What the class alone cannot know of an event. */
export interface EventPlan<B> {
  /** Leaves the event out; say why. */
  readonly skip?: string;
  /** Makes it happen. */
  readonly trigger?: (bench: B) => Promise<void> | void;
}

/** Something that goes wrong, and may be switched on and off at a bench. */
export interface ConformanceFault<B> {
  readonly name: string;
  readonly apply: (bench: B) => Promise<void> | void;
  readonly clear: (bench: B) => Promise<void> | void;
  /** True where the machine forgets or changes its settings by it. */
  readonly changesSettings?: boolean;
}

/** The groups into which the checks fall. */
export const conformanceGroups = [
  'shape',
  'reading',
  'writing',
  'commands',
  'events',
  'safe',
  'lifecycle',
  'link',
  'faults',
] as const;

/** A group of checks. */
export type ConformanceGroup = (typeof conformanceGroups)[number];

/**
 * What the suite is told besides the class. Members are named by their path in the class: `setpoint`,
 * `humidity/setpoint`, `outputs/on` (for every output).
 */
export interface ConformanceOptions<B extends ConformanceBench> {
  /**
   * Makes the clock of a check. A `VirtualClock` unless given: for devices in this process. On a real wire give
   * `() => systemClock`, or `() => new PacedClock(100)` to a simulator that runs on the same clock.
   */
  readonly clock?: () => Clock;
  /** Only these groups; all unless given. */
  readonly groups?: readonly ConformanceGroup[];
  /** Readable and writable members. */
  readonly values?: Readonly<Record<string, ValuePlan<B>>>;
  readonly commands?: Readonly<Record<string, CommandPlan<B>>>;
  readonly events?: Readonly<Record<string, EventPlan<B>>>;
  /** Pulls the cable. Without it and `plug` the checks of the link are skipped. */
  readonly unplug?: (bench: B) => Promise<void> | void;
  /** Puts the cable back. */
  readonly plug?: (bench: B) => Promise<void> | void;
  /** What may go wrong besides; each is a check. */
  readonly faults?: readonly ConformanceFault<B>[];
  /** The longest that any call but a command may take, and that a lost device may take to come back; 30 s unless given. */
  readonly deadline?: Duration;
}

/** How a check ended that did not fail. */
export type CheckResult =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'skipped'; readonly reason: string };

/** One check, with a bench of its own. */
export interface ConformanceCheck {
  readonly group: ConformanceGroup;
  /** What holds when it passes, for example `setpoint: refuses what is beyond its limits before a byte is sent`. */
  readonly name: string;
  /** @throws FourwireError of kind `internal`, code `conformance-failed`, that says what was expected and what was found */
  readonly run: () => Promise<CheckResult>;
}

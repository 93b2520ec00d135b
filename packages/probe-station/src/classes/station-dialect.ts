import { limits, oneOf, optionalField, quantity, record } from '@fourwire/core';
import type { Call, Clock, ImplementationOf, OperationContext, RecordOf } from '@fourwire/core';
import type { probeStation, stationHeights } from './probe-station.ts';

/** How a driver implements the class; `stationMembers` gives it. */
export type StationImplementation = ImplementationOf<typeof probeStation>;

/** Where the chuck stands in height. */
export type StationHeight = (typeof stationHeights)[number];

/** A die, as the map or route counts it. */
export interface StationDie {
  readonly column: number;
  readonly row: number;
}

/** Where a step ended; see the class. */
export type StationVisit = Awaited<ReturnType<StationImplementation['stepNext']['run']>>;

/** A point of the wafer: x to the right, y up, in µm from the home of the chuck's site. */
export interface StationPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * What the machine says of its readiness. What is left out is not known, and not asked for: give only what the machine
 * itself reports.
 */
export interface StationReadiness {
  /** False while somebody at the panel has the station. */
  readonly remote?: boolean | undefined;
  /** True while the loader has a wafer in hand. */
  readonly loaderBusy?: boolean | undefined;
  /** Whether a contact height is set. */
  readonly contactHeight?: boolean | undefined;
  /** Whether the vacuum holds. */
  readonly vacuum?: boolean | undefined;
  /** Whether a wafer lies on the chuck. */
  readonly wafer?: boolean | undefined;
  /** Whether the home of the wafer's map is set. */
  readonly home?: boolean | undefined;
}

/** How the prober steps. Its own route; a prober that stores none takes `HostRoute`. */
export interface StationSteps {
  die(call: Call): Promise<StationDie>;
  first(operation: Call): Promise<StationVisit>;
  /** The end of the wafer is `ended: true`, with the die where the chuck still stands. */
  next(operation: Call): Promise<StationVisit>;
  to(die: StationDie & { readonly subsite: number }, operation: Call): Promise<StationVisit>;
}

/**
 * What a family of probers does in its own way. Each function resolves when the machine says that the thing is done, by
 * whatever signal the family has; numbers are in µm, degrees and °C, in the frame of the class. Nothing here refuses or
 * reads back: `stationMembers` does, before and after. Leave out what the family has not: the member is then
 * `undefined` on the device.
 */
export interface StationDialect {
  readonly clock: Clock;
  /** Where the chuck stands in height, read from the machine; never what was last commanded, unless it cannot say. */
  height(call: Call): Promise<StationHeight>;
  /** Asked before contact, moves and steps; only what the machine can say. */
  readonly readiness?: ((call: Call) => Promise<StationReadiness>) | undefined;
  /** Raises into contact; gives the height in µm where the machine does. */
  contact(operation: Call): Promise<number | undefined>;
  separate(operation: Call): Promise<number | undefined>;
  readonly steps: StationSteps;
  /** Whether the prober itself lowers the chuck before it steps; else a step in contact is refused. False unless given. */
  readonly stepsFromContact?: boolean;
  readonly position?: (
    call: Call,
  ) => Promise<StationPoint & { readonly z?: number; readonly theta?: number }>;
  readonly moveTo?: ((point: StationPoint, operation: Call) => Promise<void>) | undefined;
  /** Unless given, a move by a distance is one to the sum of position and distance. */
  readonly moveBy?: ((distance: StationPoint, operation: Call) => Promise<void>) | undefined;
  /** How near to its target a move must end, in µm; 50 unless given: enough to tell a move that did not happen. */
  readonly toleranceUm?: number;
  /** Gives the angle that it was read back at. */
  readonly rotateTo?: ((theta: number, operation: Call) => Promise<number>) | undefined;
  readonly home?: ((operation: Call) => Promise<void>) | undefined;
  readonly load?: ((operation: Call) => Promise<void>) | undefined;
  readonly align?: ((operation: Call) => Promise<void>) | undefined;
  readonly bin?: ((bin: number, operation: Call) => Promise<void>) | undefined;
  readonly ink?: ((inker: number, operation: Call) => Promise<void>) | undefined;
  /** Tells the chuck to slow down and stand; leave it out where the family has no such command. */
  readonly halt?: ((call: Call) => Promise<void>) | undefined;
  /** Where there is no such command: waits until the machine answers again. */
  readonly settle?: ((call: Call) => Promise<void>) | undefined;
  /** Whether the chuck stands, where the machine says so; two equal looks at its position and height unless given. */
  readonly standing?: ((call: Call) => Promise<boolean>) | undefined;
  readonly overtravel?:
    | {
        read(call: Call): Promise<number>;
        write(overtravel: number, call: Call): Promise<void>;
      }
    | undefined;
  readonly vacuum?:
    | {
        read(call: Call): Promise<boolean>;
        write(on: boolean, call: Call): Promise<void>;
      }
    | undefined;
  /** Its setpoint is refused in contact. */
  readonly chuck?: StationImplementation['chuck'];
  /** Its moves are refused in contact. */
  readonly loader?: StationImplementation['loader'];
  readonly scope?: StationImplementation['scope'];
  readonly platen?: StationImplementation['platen'];
  /** Their sideways moves are refused while the chuck is in contact. */
  readonly positioners?: StationImplementation['positioners'];
}

/** Fields of the options that every driver of a prober takes. */
export const stationOptions = {
  /** The largest overtravel that the probe card takes, in µm; 100 unless given. */
  maxOvertravel: optionalField(quantity('um', { min: 0 })),
  /** Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given. */
  softLimits: optionalField(record({ x: optionalField(limits('um')), y: optionalField(limits('um')) })),
} as const;

/** Options that every driver of a prober takes. */
export interface StationOptions extends RecordOf<typeof stationOptions> {}

const sign = oneOf([1, -1]);

/** The option of the signs that turn a prober's coordinates into the frame of the class. */
export const axisSigns = record({ x: sign, y: sign });

/** A running command that reports points. */
export type PointOperation = OperationContext<StationPoint>;

import { AxisMotion, FourwireError, limits, mergeLimits, optionalField, record, tidy } from '@fourwire/core';
import type {
  AxisDialect,
  AxisFaults,
  AxisPosition,
  Call,
  Clock,
  ImplementationOf,
  Limits,
  OperationContext,
  RecordOf,
} from '@fourwire/core';
import { notConfirmed } from '../faults.ts';
import type { stage } from './stage.ts';

type Implementation = ImplementationOf<typeof stage>;

/** The axes that a stage can have. */
export type AxisName = 'x' | 'y' | 'z' | 'theta';

const axisNames: readonly AxisName[] = ['x', 'y', 'z', 'theta'];

/** What an axis of a family does in its own way; µm for `x`, `y` and `z`, degrees for `theta`. */
export interface StageAxisDialect extends Omit<AxisDialect, 'clock' | 'lookMs'> {
  /** How the axis finds its origin, where it can. */
  readonly reference?: {
    /** As the controller says; where it does not say, whether this driver has seen a reference run end well. */
    referenced(call: Call): Promise<boolean>;
    /** Starts the run; does not wait for its end. */
    start(call: Call): Promise<void>;
    /** Whether the run still goes on, where `moving` does not tell; `moving` of the axis unless given. */
    running?(call: Call): Promise<boolean>;
    /** Whether the controller moves without a reference, so that the host must not refuse it; false unless given. */
    readonly optional?: boolean;
  };
  /** How fast it goes, where that can be set; in the unit of the axis per second. */
  readonly velocity?: {
    read(call: Call): Promise<number>;
    write(speed: number, call: Call): Promise<void>;
    limits(call: Call): Promise<Limits>;
  };
}

/** What a family of stages does in its own way. */
export interface StageDialect {
  readonly clock: Clock;
  /** The axes that this stage has. */
  readonly axes: Readonly<Partial<Record<AxisName, StageAxisDialect>>>;
  /** Starts several axes at once, where the family has a command for it; one after the other unless given. */
  startTogether?(targets: Place, call: Call): Promise<void>;
  /** Halts all axes with one command, where there is one; one after the other unless given. */
  haltAll?(call: Call): Promise<void>;
  /** How often moves are looked at, in ms; 50 unless given. */
  readonly lookMs?: number;
}

/** A place by axis. */
export type Place = Readonly<Partial<Record<AxisName, number>>>;

/** Fields of the options that every driver of a stage takes. */
export const stageOptions = {
  /** Where the axes may go, narrower than the controller's own limits; in µm, for `theta` in degrees. */
  softLimits: optionalField(
    record({
      x: optionalField(limits('um')),
      y: optionalField(limits('um')),
      z: optionalField(limits('um')),
      theta: optionalField(limits('deg')),
    }),
  ),
} as const;

/** Options that every driver of a stage takes. */
export interface StageOptions extends RecordOf<typeof stageOptions> {}

/**
 * The members of a stage, from what its family does in its own way.
 *
 * A driver gives one {@link StageAxisDialect} an axis and writes no member itself. What is refused or read back is
 * decided here: no move out of travel or soft limits, none without a reference, and an axis counts as arrived only where
 * it was read back. The same motions serve a prober that is built on a stage: take {@link stageMotions}.
 *
 * @example
 * ```ts
 * connect: ({ bus, clock }, options: StageOptions) => ({
 *   identify,
 *   members: stageMembers({ clock, axes: { x: axis(1), y: axis(2) }, haltAll: (call) => session.tell('abort', call) }, options),
 * })
 * ```
 */
export function stageMembers(dialect: StageDialect, options: StageOptions = {}): Implementation {
  const motions = stageMotions(dialect, options);
  const member = (name: AxisName): AxisMembers | undefined => {
    const motion = motions.axes[name];
    return motion === undefined ? undefined : axisMembers(motion, dialect);
  };
  return {
    x: member('x'),
    y: member('y'),
    z: member('z'),
    theta: member('theta'),
    moving: {
      read: async (call) => motions.moving(call),
      makeSafe: async (call) => motions.halt(call),
    },
    moveTo: {
      run: async (targets, operation) => motions.moveTo(targets, operation),
      stop: async (call) => motions.stop(call),
    },
    halt: {
      run: async (_input, operation) => {
        await motions.halt(operation);
      },
    },
  };
}

/** The motions of a stage, for a driver that builds on them. */
export interface StageMotions {
  readonly axes: Readonly<Partial<Record<AxisName, StageAxis>>>;
  moving(call: Call): Promise<boolean>;
  moveTo(targets: Place, operation: OperationContext<Place>): Promise<Place>;
  /** True once all axes were seen standing. */
  stop(call: Call): Promise<boolean>;
  /** @throws FourwireError of kind `device`, code `not-confirmed`, when an axis goes on */
  halt(call: Call): Promise<void>;
}

/** One axis with its motion. */
interface StageAxis {
  readonly name: AxisName;
  readonly dialect: StageAxisDialect;
  readonly motion: AxisMotion;
  /** Its limits, soft ones included. */
  travel(call: Call): Promise<Limits>;
  /** @throws FourwireError of kind `state`, code `not-referenced` */
  ensureReferenced(call: Call): Promise<void>;
}

/** The motions of a stage; see {@link stageMembers}. */
export function stageMotions(dialect: StageDialect, { softLimits = {} }: StageOptions = {}): StageMotions {
  checkSoftLimits(softLimits);
  const axes: Partial<Record<AxisName, StageAxis>> = {};
  for (const name of axisNames) {
    const axis = dialect.axes[name];
    if (axis !== undefined) axes[name] = stageAxis(name, axis, dialect, softLimits[name]);
  }
  const all = Object.values(axes);

  const moving = async (call: Call): Promise<boolean> => {
    for (const axis of all) if (await axis.dialect.moving(call)) return true;
    return false;
  };
  const stop = async (call: Call): Promise<boolean> => {
    if (dialect.haltAll === undefined) for (const axis of all) await axis.dialect.halt(call);
    else await dialect.haltAll(call);
    for (const axis of all) if (!(await axis.motion.standsSoon(call))) return false;
    return true;
  };
  const moveTo = async (targets: Place, operation: OperationContext<Place>): Promise<Place> => {
    const moves = movesOf(targets, axes);
    for (const { axis, target } of moves) {
      await axis.ensureReferenced(operation);
      await axis.motion.check(target, operation);
    }
    if (dialect.startTogether === undefined)
      for (const { axis, target } of moves) await axis.dialect.start(target, operation);
    else await dialect.startTogether(targets, operation);
    const place: Partial<Record<AxisName, number>> = {};
    for (const { axis, target } of moves) {
      const { position } = await axis.motion.arrive(target, {
        ...operation,
        progress: (where) => {
          place[axis.name] = where.position;
          operation.progress({ ...place });
        },
      });
      place[axis.name] = position;
    }
    return place;
  };
  return {
    axes,
    moving,
    moveTo,
    stop,
    halt: async (call) => {
      if (!(await stop(call))) throw notConfirmed('The stage was told to halt, but goes on moving.');
    },
  };
}

function stageAxis(
  name: AxisName,
  dialect: StageAxisDialect,
  { clock, lookMs }: StageDialect,
  soft: Limits | undefined,
): StageAxis {
  const travel = async (call: Call): Promise<Limits> => mergeLimits(await dialect.limits?.(call), soft);
  const motion = new AxisMotion(
    {
      clock,
      ...(lookMs === undefined ? {} : { lookMs }),
      position: async (call) => dialect.position(call),
      moving: async (call) => dialect.moving(call),
      start: async (position, call) => dialect.start(position, call),
      halt: async (call) => dialect.halt(call),
      tolerance: () => dialect.tolerance(),
      limits: travel,
    },
    faultsOf(name),
  );
  return {
    name,
    dialect,
    motion,
    travel,
    ensureReferenced: async (call) => {
      const { reference } = dialect;
      if (reference === undefined || reference.optional === true) return;
      if (await reference.referenced(call)) return;
      throw new FourwireError(
        'state',
        'not-referenced',
        `${name} refused: the axis has no reference, so its position means nothing; run ${name}.reference.home() first, with nothing in the way.`,
      );
    },
  };
}

type AxisMembers = NonNullable<Implementation['x'] & Implementation['theta']>;

function axisMembers(axis: StageAxis, { clock, lookMs = 50 }: StageDialect): AxisMembers {
  const { dialect, motion } = axis;
  const { reference, velocity } = dialect;
  const stop = async (call: Call): Promise<boolean> => motion.stop(call);
  const ready = async (operation: OperationContext<AxisPosition>): Promise<void> =>
    axis.ensureReferenced(operation);
  return {
    position: { read: async (call) => dialect.position(call) },
    moving: { read: async (call) => dialect.moving(call) },
    travel: {
      read: async (call) => {
        // A controller that tells no travel is asked for something else: a read fails where the device is gone.
        if (dialect.limits === undefined) await dialect.position(call);
        return axis.travel(call);
      },
    },
    moveTo: {
      run: async ({ position }, operation) => {
        await ready(operation);
        return motion.move(position, operation);
      },
      stop,
    },
    moveBy: {
      run: async ({ distance }, operation) => {
        await ready(operation);
        return motion.moveBy(distance, operation);
      },
      stop,
    },
    halt: {
      run: async (_input, operation) => {
        await motion.halt(operation);
      },
    },
    reference:
      reference === undefined
        ? undefined
        : {
            referenced: { read: async (call) => reference.referenced(call) },
            home: {
              run: async (_input, operation) => {
                await reference.start(operation);
                const running = async (call: Call): Promise<boolean> =>
                  reference.running === undefined ? dialect.moving(call) : reference.running(call);
                do await clock.sleep(lookMs, operation.signal);
                while (await running(operation));
                if (!(await reference.referenced(operation)))
                  throw notConfirmed(
                    `The reference run of ${axis.name} has ended, but the controller has no origin.`,
                  );
              },
              stop,
            },
          },
    velocity:
      velocity === undefined
        ? undefined
        : {
            speed: {
              read: async (call) => velocity.read(call),
              write: async (speed, call) => velocity.write(speed, call),
              limits: async (call) => velocity.limits(call),
              // Controllers hold a speed in their own steps.
              same: (written, readBack) => Math.abs(written - readBack) <= 0.005 * Math.abs(written),
            },
          },
  };
}

function faultsOf(name: AxisName): AxisFaults {
  const unit = name === 'theta' ? '°' : 'µm';
  return {
    beyond: (target, { min = -Infinity, max = Infinity }) =>
      new FourwireError(
        'range',
        'axis-limit',
        `${name} ${tidy(target)} ${unit} refused, allowed ${tidy(min)} to ${tidy(max)} ${unit}: its travel, or the soft limits of its options.`,
      ),
    notArrived: (target, position) =>
      new FourwireError(
        'device',
        'axis-not-arrived',
        `${name} was sent to ${tidy(target)} ${unit} and stands at ${tidy(position)} ${unit}: a limit switch, an obstacle or somebody at the joystick stopped it.`,
        { details: { target, position } },
      ),
    notHalted: () => notConfirmed(`${name} was told to halt, but goes on moving.`),
  };
}

function movesOf(
  targets: Place,
  axes: Readonly<Partial<Record<AxisName, StageAxis>>>,
): { readonly axis: StageAxis; readonly target: number }[] {
  const moves: { readonly axis: StageAxis; readonly target: number }[] = [];
  for (const name of axisNames) {
    const target = targets[name];
    if (target === undefined) continue;
    const axis = axes[name];
    if (axis === undefined) {
      throw new FourwireError(
        'range',
        'input-refused',
        `moveTo refused: this stage has no ${name}; it has ${Object.keys(axes).join(', ')}.`,
      );
    }
    moves.push({ axis, target });
  }
  if (moves.length > 0) return moves;
  throw new FourwireError(
    'range',
    'input-refused',
    `moveTo needs a target for at least one of ${Object.keys(axes).join(', ')}.`,
  );
}

/** @throws FourwireError of kind `range`, code `option-refused`, for limits without a range between them */
export function checkSoftLimits(softLimits: Readonly<Partial<Record<string, Limits>>>): void {
  for (const [name, { min = -Infinity, max = Infinity } = {}] of Object.entries(softLimits)) {
    if (min < max) continue;
    throw new FourwireError(
      'range',
      'option-refused',
      `softLimits.${name} must have a min below its max; got ${min} to ${max}.`,
    );
  }
}

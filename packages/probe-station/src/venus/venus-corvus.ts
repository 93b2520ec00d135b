import { defineDriver, integer, record, tidy } from '@fourwire/core';
import type { ByteTransport, Call, Clock, DriverContext, Limits, ValueOf } from '@fourwire/core';
import { stageMembers, stageOptions } from '../classes/stage-members.ts';
import type { AxisName, Place, StageAxisDialect, StageDialect } from '../classes/stage-members.ts';
import { stage } from '../classes/stage.ts';
import { unexpected } from '../faults.ts';
import { byAxis, optionRefused, stageAxes, stageAxisOptions, toleranceOf } from '../stages/stage-axes.ts';
import type { ByAxis } from '../stages/stage-axes.ts';
import { twoRuns } from '../stages/two-runs.ts';
import { stageMoving, VenusSession } from './venus-session.ts';

const corvusAxisOptions = record({
  ...stageAxisOptions,
  /** Its number at the controller, 1 to 3. */
  axis: integer({ min: 1, max: 3 }),
});

/** One axis of a Corvus. */
export interface CorvusAxis extends ValueOf<typeof corvusAxisOptions> {}

const corvusOptions = record({
  ...stageOptions,
  /** Which axis moves what; the axes of lines are counted in µm. */
  axes: byAxis(corvusAxisOptions),
});

/** What the driver of Corvus controllers must be told. */
export interface CorvusOptions extends ValueOf<typeof corvusOptions> {}

/** What `getcaldone` says once both ends of travel were found. */
const referenced = 3;

/** The lowest speed that is set, in µm/s; the controller tells none. */
const leastSpeed = 1;

/**
 * SMC and ITK Corvus controllers (Corvus, Corvus eco, Corvus TT) in Venus-1, on RS-232 or behind a terminal server.
 *
 * Source: sheet venus-corvus.md, after comet, Micro-Manager and motorMicos; that `getlimit` gives low and high of one
 * axis a line is as Micro-Manager reads it. All axes move together, have one speed, and are stopped together; while they
 * move the controller answers status and position alone, so what else is read is then as it was before. A reference run
 * goes to the lower end of travel, which becomes 0, and then to the upper one: a vertical axis must point away from what
 * it could hit. Unconfirmed: the settings of the serial line.
 */
export const venusCorvus = defineDriver({
  name: 'venus-corvus',
  deviceClass: stage,
  wire: 'bytes',
  // Unconfirmed.
  serial: { baudRate: 57_600, flowControl: 'rts-cts' },
  bus: { timeout: { seconds: 5 } },
  options: corvusOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: CorvusOptions) => {
    const corvus = new Corvus(new VenusSession(bus, clock), options.axes);
    return {
      identify: corvus.identify,
      setUp: corvus.setUp,
      members: stageMembers(corvus.dialect(clock), options),
    };
  },
});

/** A Corvus, for drivers of what is built on one. */
export class Corvus {
  readonly #session: VenusSession;
  readonly #axes: ByAxis<CorvusAxis & { readonly name: AxisName }>;
  /**
   * Has axes and speeds counted in µm. Said before each length: the controller forgets it with its power, and a number
   * in mm would look like one in µm. Not said during a move, under which it would wait.
   */
  readonly #inMicrometres: string;
  #hasUnits = false;
  /** What is read at the set-up, since it cannot be read during a move. */
  readonly #standingReads: ((call: Call) => Promise<unknown>)[] = [];
  /** One for all axes. */
  readonly #velocity = this.#standing(async (call) =>
    this.#session.number(`${this.#inMicrometres} getvel`, call),
  );

  /** @throws FourwireError of kind `range`, code `option-refused` */
  constructor(session: VenusSession, axes: ByAxis<CorvusAxis>) {
    this.#session = session;
    this.#axes = stageAxes(axes, (axis, name) => ({ ...axis, name }));
    this.#inMicrometres = [0, ...Object.values(this.#axes).map(({ axis }) => axis)]
      .map((axis) => `1 ${axis} setunit`)
      .join(' ');
  }

  readonly identify = async (
    call: Call,
  ): Promise<{ manufacturer: string; model: string; serialNumber: string; firmware: string }> => {
    await this.#session.enterHostMode(call);
    const identity = await this.#session.ask('identify', call);
    const [, model] = /^([A-Za-z]\S*)/.exec(identity) ?? [];
    if (model === undefined) throw unexpected('the name of a Corvus in answer to identify', identity);
    return {
      manufacturer: 'ITK',
      model,
      serialNumber: await this.#session.ask('getserialno', call),
      firmware: await this.#session.ask('version', call),
    };
  };

  /** Refuses axes that are not active, and a first look at a stage that moves in units that nobody knows. */
  readonly setUp = async (call: Call): Promise<void> => {
    const active = (await this.#session.numbers('pos', undefined, call)).length;
    for (const { axis, name } of Object.values(this.#axes)) {
      if (axis <= active) continue;
      throw optionRefused(
        `axes.${name}.axis must be at most ${active}, the number of active axes of the controller (setdim); got ${axis}.`,
      );
    }
    if (await this.#session.moving(call)) {
      // A move that went on while the link was lost is counted as before.
      if (this.#hasUnits) return;
      throw stageMoving();
    }
    await this.#session.tell(this.#inMicrometres, call);
    this.#hasUnits = true;
    for (const read of this.#standingReads) await read(call);
  };

  /** Its motions, for the members of a stage. */
  dialect(clock: Clock): StageDialect {
    return {
      clock,
      axes: stageAxes(this.#axes, (axis) => this.#axis(axis)),
      startTogether: async (targets, call) => this.#start(targets, call),
      haltAll: async (call) => this.#halt(call),
    };
  }

  #axis(options: CorvusAxis & { readonly name: AxisName }): StageAxisDialect {
    const session = this.#session;
    const { axis, name } = options;
    const tolerance = toleranceOf(name, options);
    const position = async (call: Call): Promise<number> => {
      const isMoving = await session.moving(call);
      const question = isMoving ? 'pos' : `${this.#inMicrometres} pos`;
      const place = await session.numbers(question, undefined, call);
      const value = place[axis - 1];
      if (value === undefined)
        throw unexpected(`a position of axis ${axis} in answer to pos`, place.join(' '));
      return tidy(value);
    };
    return {
      tolerance: () => tolerance,
      position,
      moving: async (call) => session.moving(call),
      start: async (target, call) => this.#start({ [name]: target }, call),
      halt: async (call) => this.#halt(call),
      limits: this.#standing(async (call): Promise<Limits> => {
        const limits = await session.numbers(`${this.#inMicrometres} getlimit`, 6, call);
        const [min = Number.NaN, max = Number.NaN] = limits.slice(2 * (axis - 1));
        return { min, max };
      }),
      reference: {
        referenced: this.#standing(
          async (call) => (await session.number(`${axis} getcaldone`, call)) === referenced,
        ),
        ...twoRuns({
          moving: async (call) => session.moving(call),
          first: async (call) => session.startMove(`${axis} ncal`, call),
          second: async (call) => session.startMove(`${axis} nrm`, call),
        }),
      },
      velocity: {
        read: this.#velocity,
        write: async (speed, call) => {
          if (await session.moving(call)) throw stageMoving();
          // Whatever becomes of the command, what was read before is no longer known to hold.
          this.#velocity.forget();
          await session.tell(`${this.#inMicrometres} ${tidy(speed)} setvel`, call);
        },
        limits: () => Promise.resolve({ min: leastSpeed }),
      },
    };
  }

  /** Moves the axes that are named; the others are told the position that they have. */
  async #start(targets: Place, call: Call): Promise<void> {
    if (await this.#session.moving(call)) throw stageMoving();
    const place = (await this.#session.ask(`${this.#inMicrometres} pos`, call)).split(/\s+/);
    for (const { axis, name } of Object.values(this.#axes)) {
      const target = targets[name];
      if (target !== undefined) place[axis - 1] = String(tidy(target));
    }
    await this.#session.startMove(`${this.#inMicrometres} ${place.join(' ')} move`, call);
  }

  async #halt(call: Call): Promise<void> {
    await this.#session.send('abort', call);
  }

  /** What the controller does not answer while it moves is then as it was read before. */
  #standing<T>(read: (call: Call) => Promise<T>): ((call: Call) => Promise<T>) & { forget(): void } {
    let last: { readonly value: T } | undefined;
    const now = async (call: Call): Promise<T> => {
      if (await this.#session.moving(call)) {
        if (last === undefined) throw stageMoving();
        return last.value;
      }
      last = { value: await read(call) };
      return last.value;
    };
    this.#standingReads.push(now);
    return Object.assign(now, {
      forget: () => {
        last = undefined;
      },
    });
  }
}

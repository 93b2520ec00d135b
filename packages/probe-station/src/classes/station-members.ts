import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import { notConfirmed } from '../faults.ts';
import { checkSoftLimits } from './stage-members.ts';
import type {
  StationDialect,
  StationHeight,
  StationImplementation,
  StationOptions,
  StationVisit,
} from './station-dialect.ts';
import { moveMembers } from './station-moves.ts';
import { comesToStand, located } from './station-place.ts';
import { StationRefusals } from './station-refusals.ts';

/**
 * The members of a prober, from what its family does in its own way: a driver holds only its language.
 *
 * Decided here, for all families: what is refused before a byte of it is sent ({@link StationRefusals}); that contact,
 * separation and moves are believed only when read back; that a stop is believed only when the chuck was seen standing;
 * and that an error of the machine carries in `details.chuck` where the chuck was found after it.
 *
 * @example
 * ```ts
 * connect: ({ bus, clock }, options: StationOptions) => {
 *   const session = new Session(bus);
 *   return {
 *     identify: (call) => session.identity(call),
 *     members: stationMembers({
 *       clock,
 *       height: (call) => heightOf(session, call),
 *       contact: async (call) => Number(await session.ask('MoveChuckContact', call)),
 *       separate: async (call) => Number(await session.ask('MoveChuckSeparation', call)),
 *       steps: new HostRoute(options.route, (die, call) => session.goTo(die, call)),
 *     }, options),
 *   };
 * }
 * ```
 *
 * @throws FourwireError of kind `range`, code `option-refused`, for options that contradict themselves
 */
export function stationMembers(dialect: StationDialect, options: StationOptions = {}): StationImplementation {
  const { maxOvertravel = 100, softLimits = {} } = options;
  if (!(maxOvertravel >= 0)) {
    throw new FourwireError(
      'range',
      'option-refused',
      `maxOvertravel must be 0 or more, in µm: how far the probe card may be pressed; got ${maxOvertravel}.`,
    );
  }
  checkSoftLimits(softLimits);
  const refuse = new StationRefusals(dialect, options);
  const { steps } = dialect;
  const stop = async (call: Call): Promise<boolean> => {
    await (dialect.halt ?? dialect.settle)?.(call);
    return comesToStand(dialect, call);
  };
  /** Moves in height, and reads back whether the chuck is where it should be. */
  const reach = async (
    wanted: readonly StationHeight[],
    operation: Call,
    go: (operation: Call) => Promise<number | undefined>,
  ): Promise<{ readonly z?: number }> =>
    located(dialect, operation, async () => {
      const z = await go(operation);
      const now = await dialect.height(operation);
      if (!wanted.includes(now))
        throw notConfirmed(`The chuck was sent to ${wanted[0]}, but stands at ${now}.`);
      return z === undefined ? {} : { z };
    });
  const step = async (
    what: string,
    operation: Call,
    go: () => Promise<StationVisit>,
  ): Promise<StationVisit> => {
    await refuse.step(what, operation);
    return located(dialect, operation, go);
  };

  return {
    height: {
      read: async (call) => dialect.height(call),
      makeSafe: async (call) => {
        try {
          await dialect.separate(call);
        } catch (error) {
          // Some machines refuse while the chuck still moves.
          if (!FourwireError.is(error) || error.kind !== 'device') throw error;
          await stop(call);
          await dialect.separate(call);
        }
      },
    },
    die: { read: async (call) => steps.die(call) },
    contact: {
      stop,
      run: async (_input, operation) => {
        await refuse.contact(operation);
        return reach(['contact'], operation, async (call) => dialect.contact(call));
      },
    },
    separate: {
      run: async (_input, operation) =>
        reach(['separation', 'hover'], operation, async (call) => dialect.separate(call)),
    },
    stepFirst: {
      stop,
      run: async (_input, operation) => step('stepFirst', operation, async () => steps.first(operation)),
    },
    stepNext: {
      stop,
      run: async (_input, operation) => step('stepNext', operation, async () => steps.next(operation)),
    },
    stepTo: {
      stop,
      run: async ({ column, row, subsite = 0 }, operation) =>
        step('stepTo', operation, async () => steps.to({ column, row, subsite }, operation)),
    },
    ...moveMembers(dialect, refuse, stop),
    ...mapMembers(dialect),
    ...settingMembers(dialect, refuse, maxOvertravel),
    ...partMembers(dialect, refuse),
  };
}

function mapMembers({ bin, ink }: StationDialect): Pick<StationImplementation, 'bin' | 'ink'> {
  return {
    bin: bin && {
      run: async (input, operation) => {
        await bin(input.bin, operation);
      },
    },
    ink: ink && {
      run: async ({ inker }, operation) => {
        await ink(inker, operation);
      },
    },
  };
}

function settingMembers(
  { overtravel, vacuum }: StationDialect,
  refuse: StationRefusals,
  maxOvertravel: number,
): Pick<StationImplementation, 'overtravel' | 'vacuum'> {
  return {
    overtravel: overtravel && {
      ...overtravel,
      limits: () => Promise.resolve({ min: 0, max: maxOvertravel }),
    },
    vacuum: vacuum && {
      ...vacuum,
      write: async (on, call) => {
        if (!on) await refuse.inContact('switching the vacuum off', call);
        await vacuum.write(on, call);
      },
    },
  };
}

function partMembers(
  { chuck, loader, scope, platen, positioners = [] }: StationDialect,
  refuse: StationRefusals,
): Pick<StationImplementation, 'chuck' | 'loader' | 'scope' | 'platen' | 'positioners'> {
  return {
    chuck: chuck && {
      ...chuck,
      setpoint: {
        ...chuck.setpoint,
        write: async (value, call) => {
          await refuse.inContact('changing the chuck temperature', call);
          await chuck.setpoint.write(value, call);
        },
      },
    },
    loader: loader && {
      ...loader,
      load: {
        run: async (input, operation) => {
          await refuse.move('loader.load', operation);
          return loader.load.run(input, operation);
        },
      },
      unload: {
        run: async (input, operation) => {
          await refuse.move('loader.unload', operation);
          return loader.unload.run(input, operation);
        },
      },
    },
    scope,
    platen,
    positioners: positioners.map((positioner) => ({
      ...positioner,
      moveTo: {
        ...positioner.moveTo,
        run: async (target, operation) => {
          await refuse.inContact('moving a needle sideways', operation);
          return positioner.moveTo.run(target, operation);
        },
      },
    })),
  };
}

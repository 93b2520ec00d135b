import { FourwireError, defineDriver, duration, integer, oneOf, optionalField, record } from '@fourwire/core';
import type { Call, DriverContext, ImplementationOf, Status, ValueOf } from '@fourwire/core';
import { GemHost } from '@fourwire/secs';
import type { Alarm, CommandParameters, SecsTransport } from '@fourwire/secs';
import { filter, map } from 'rxjs';
import { wirebonder } from '../classes/wirebonder.ts';
import { compareRecipes } from '../recipes/compare-recipes.ts';
import { readBond } from './bond-report.ts';
import { parsedEvents } from './parsed-events.ts';
import { BonderConstants } from './bonder-constants.ts';
import { bonderParts } from './bonder-parts.ts';
import { BonderSession } from './bonder-session.ts';
import { BonderSpool } from './bonder-spool.ts';
import { BonderState, isRefused } from './bonder-state.ts';
import { checkProfile } from './check-profile.ts';
import { profileSchema } from './profile.ts';
import { followLot, runLot, startLot } from './run-lot.ts';

const gemWirebonderOptions = record({
  /** What the machine calls its variables, events, alarms and commands; see `checkProfile`. */
  profile: profileSchema,
  /** The form of S5F5 that the machine takes; `array` unless given. */
  alarmRequest: optionalField(oneOf(['array', 'list'])),
  /** The line, for a machine on SECS-I. */
  secsI: optionalField(
    record({
      /** Device id of the equipment; 0 unless given. */
      deviceId: optionalField(integer({ min: 0, max: 32_767 })),
      /** T1: the longest gap between characters of a block; 0.5 s unless given. */
      t1: optionalField(duration()),
      /** T2: how long an answer of the block protocol may take; 10 s unless given. */
      t2: optionalField(duration()),
      /** T4: the longest gap between blocks of one message; 45 s unless given. */
      t4: optionalField(duration()),
      /** RTY: how often a block is sent again; 3 unless given. */
      retries: optionalField(integer({ min: 0, max: 31 })),
      /** How many requests may wait for their replies at once; 1 unless given, which is what old equipment takes. */
      openRequests: optionalField(integer({ min: 1 })),
    }),
  ),
});

/** What the driver must be told. */
export interface GemWirebonderOptions extends ValueOf<typeof gemWirebonderOptions> {}

/** How long a state that a command brings about is waited for. */
const confirmMs = 30_000;
const standing: ReadonlySet<string> = new Set(['idle', 'setup', 'ready', 'paused']);

/**
 * Wire bonders over GEM (SEMI E30). What differs from maker to maker is in a profile.
 *
 * Source: sheets gem.md and wire-bonder.md. Unconfirmed: every maker's own numbers and names, which are in the profile
 * and not here.
 */
export const gemWirebonder = defineDriver({
  name: 'gem-wirebonder',
  deviceClass: wirebonder,
  wire: 'secs',
  // T3 of SEMI E37.
  bus: { timeout: { seconds: 45 } },
  options: gemWirebonderOptions,
  connect: (context: DriverContext<SecsTransport>, options: GemWirebonderOptions) => {
    const { bus, clock } = context;
    const report = (status: Status | undefined): void => context.report(status);
    const profile = checkProfile(options.profile);
    const { commands, stopTime = 30 } = profile;
    const host = new GemHost(bus, clock, {
      ids: profile.ids ?? 'U4',
      ...(options.alarmRequest === undefined ? {} : { alarmRequest: options.alarmRequest }),
    });
    const state = new BonderState(host, profile, clock);
    const spool = new BonderSpool(host, clock);
    const session = new BonderSession(host, spool, profile, report);
    const constants = new BonderConstants(host);
    const access = { host, state, spool, profile, clock };
    const eventNames = new Map<unknown, string>([
      ...Object.entries(profile.events).map(([name, id]): [number, string] => [id, name]),
      ...(profile.production === undefined
        ? []
        : [[profile.production.unitDone, 'unitDone'] satisfies [number, string]]),
      ...(profile.otherEvents ?? []).map(({ id, name }): [number, string] => [id, name]),
    ]);
    const alarmTexts = new Map<unknown, string>(profile.alarms.map(({ id, text }) => [id, text]));
    const textOf = ({ id, text }: Pick<Alarm, 'id' | 'text'>): string =>
      text === '' ? (alarmTexts.get(id) ?? `alarm ${String(id)}`) : text;

    const stands = async (call: Call): Promise<boolean> => standing.has(await state.processing(call));

    /** Sends a remote command and waits until the state that it is for is read back. */
    const bringAbout = async (
      name: string,
      parameters: CommandParameters,
      reached: (call: Call) => Promise<boolean>,
      call: Call,
    ): Promise<void> => {
      let refusal: FourwireError | undefined;
      try {
        await host.commands.send(name, parameters, call);
      } catch (error) {
        // "Already so" is what was wanted, if it is true.
        if (!isRefused(error) || error.code !== 'command-redundant') throw error;
        refusal = error;
      }
      if (await state.comesTrue(reached, refusal === undefined ? confirmMs : 0, call)) return;
      throw refusal ?? notConfirmed(name);
    };

    /** Tells the bonder to stop, and looks whether it does. A refusal counts for nothing when it stands. */
    const halt = async (
      command: string,
      call: Call,
    ): Promise<{ stands: boolean; refusal?: FourwireError }> => {
      try {
        await host.commands.send(command, {}, call);
      } catch (error) {
        if (!isRefused(error)) throw error;
        return { stands: await stands(call), refusal: error };
      }
      return { stands: await state.comesTrue(stands, stopTime * 1000, call) };
    };

    const members = {
      controlState: {
        read: async (call) => {
          const found = await state.control(call);
          session.found(found === 'local' || found === 'remote');
          return found;
        },
      },
      processState: { read: async (call) => state.process(call) },
      processing: {
        read: async (call) => state.processing(call),
        makeSafe: async (call) => {
          // Whatever keeps the state from being read must not keep the machine from being stopped.
          if (await stands(call).catch(() => false)) return;
          if ((await halt(commands.stop, call)).stands) return;
          const aborted = await halt(commands.abort, call);
          if (!aborted.stands && aborted.refusal !== undefined) throw aborted.refusal;
        },
      },
      recipes: { read: async (call) => host.programs.list(call) },
      recipe: { read: async (call) => state.recipe(call) },
      counters: { read: async (call) => state.counters(call) },
      alarms: {
        read: async (call) =>
          (await session.alarms(call))
            .filter(({ id }) => typeof id === 'number')
            .map((alarm) => ({ id: Number(alarm.id), text: textOf(alarm) })),
      },
      constants: { read: async (call) => constants.list(call) },
      setConstant: {
        run: async ({ id, value }, operation) => {
          await constants.set(id, value, operation);
        },
      },
      selectRecipe: {
        run: async ({ id }, operation) => {
          await state.requireRemote('selectRecipe', operation);
          const selected = async (call: Call): Promise<boolean> => (await state.recipe(call)) === id;
          await bringAbout(commands.select.name, { [commands.select.recipe]: id }, selected, operation);
        },
      },
      uploadRecipe: {
        run: async ({ id }, operation) => ({ body: await host.programs.upload(id, operation) }),
      },
      downloadRecipe: {
        run: async ({ id, body }, operation) => {
          await host.programs.download(id, body, operation);
          const listed = async (call: Call): Promise<boolean> =>
            (await host.programs.list(call)).includes(id);
          if (!(await state.comesTrue(listed, confirmMs, operation))) throw notConfirmed('downloadRecipe');
        },
      },
      deleteRecipe: {
        run: async ({ id }, operation) => {
          await host.programs.delete([id], operation);
          const gone = async (call: Call): Promise<boolean> => !(await host.programs.list(call)).includes(id);
          if (!(await state.comesTrue(gone, confirmMs, operation))) throw notConfirmed('deleteRecipe');
        },
      },
      compareRecipe: {
        run: async ({ id, body }, operation) =>
          compareRecipes(await host.programs.upload(id, operation), body),
      },
      start: {
        run: async ({ lot }, operation) => {
          await startLot(access, lot, operation);
        },
      },
      run: {
        run: async ({ lot }, operation) => runLot(access, lot, operation),
        stop: async (call) => (await halt(commands.stop, call)).stands,
      },
      follow: {
        run: async (_input, operation) => followLot(access, operation),
        stop: async (call) => (await halt(commands.stop, call)).stands,
      },
      fetchSpool: {
        run: async (_input, operation) => ({ messages: await spool.fetch(operation) }),
      },
      pause: {
        run: async (_input, operation) => {
          const paused = async (call: Call): Promise<boolean> => (await state.processing(call)) === 'paused';
          await bringAbout(commands.pause, {}, paused, operation);
        },
      },
      resume: {
        run: async (_input, operation) => {
          await state.requireRemote('resume', operation);
          const goesOn = async (call: Call): Promise<boolean> => (await state.processing(call)) !== 'paused';
          await bringAbout(commands.resume, {}, goesOn, operation);
        },
      },
      stop: {
        run: async (_input, operation) => {
          const { stands: stood, refusal } = await halt(commands.stop, operation);
          if (!stood) throw refusal ?? notConfirmed(commands.stop);
        },
      },
      abort: {
        run: async (_input, operation) => {
          const ended = async (call: Call): Promise<boolean> => {
            const processing = await state.processing(call);
            return standing.has(processing) && processing !== 'paused';
          };
          await bringAbout(commands.abort, {}, ended, operation);
        },
      },
      bond$: parsedEvents(host, profile.events.bondMade, (event) => readBond(profile, event), report),
      alarm$: session.alarm$.pipe(
        filter(({ id }) => typeof id === 'number'),
        map(({ id, active, text }) => ({
          id: Number(id),
          active,
          text: textOf({ id, text }),
        })),
      ),
      event$: host.events.event$.pipe(
        filter(({ event }) => typeof event === 'number'),
        map(({ event }) => ({ id: Number(event), name: eventNames.get(event) ?? `event ${String(event)}` })),
      ),
      ...bonderParts({ ...access, report }),
    } satisfies ImplementationOf<typeof wirebonder>;

    return {
      members,
      identify: async (call) => session.identify(call),
      setUp: async (call) => session.setUp(call),
    };
  },
});

function notConfirmed(command: string): FourwireError {
  return new FourwireError(
    'device',
    'not-confirmed',
    `${command} was accepted, but within ${confirmMs / 1000} s the bonder did not show that it was carried out.`,
  );
}

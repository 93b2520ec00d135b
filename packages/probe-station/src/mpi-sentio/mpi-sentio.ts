import { FourwireError, defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, Clock, DriverContext, ImplementationOf, Limits } from '@fourwire/core';
import { probeStation } from '../classes/probe-station.ts';
import { sentioError, sentioStatus } from './sentio-errors.ts';
import { SentioSession, succeeded } from './sentio-session.ts';

/** What the SENTIO driver may be told. */
export interface SentioOptions {
  /**
   * The largest overtravel that the probe card takes, in µm; 100 unless given (sheet, section 7).
   */
  readonly maxOvertravel?: number;
  /**
   * Signs that turn chuck coordinates into the wafer's frame (x right, y up). Unconfirmed: public documents do not say
   * which way the chuck axes count, so check with a known move before you rely on it.
   */
  readonly axes?: { readonly x: 1 | -1; readonly y: 1 | -1 };
  /** The range of the thermal chuck in °C; without it the station is taken to have none. */
  readonly chuck?: Limits;
}

type Implementation = ImplementationOf<typeof probeStation>;
type Visit = Awaited<ReturnType<Implementation['stepNext']['run']>>;

/** How long the station may take for a move before it answers. */
const move = { minutes: 2 } as const;

/** How far the height may be off a named height and still count as it, in µm. */
const heightTolerance = 1;

/** How long a chuck must stand still to count as stopped, in ms. */
const standstillMs = 200;

const chuckStates: Readonly<
  Record<string, Awaited<ReturnType<NonNullable<Implementation['chuck']>['state']['read']>>>
> = {
  controlling: 'at-temperature',
  heating: 'heating',
  cooling: 'cooling',
  soaking: 'soaking',
  standby: 'standby',
  uncontrolled: 'uncontrolled',
  error: 'error',
};

/**
 * Probe stations of MPI that run the SENTIO software (TS2000, TS3000, TS3500 and their automatic variants), over its
 * remote commands on TCP, port 35555 unless set otherwise.
 *
 * Source: sheet mpi-sentio.md, after the vendor's Python client, SweepMe and basil. Whether SENTIO takes a stop on a
 * second connection while a move runs is unconfirmed; the stop is therefore believed only when the chuck was seen
 * standing.
 */
export const mpiSentio = defineDriver({
  name: 'mpi-sentio',
  deviceClass: probeStation,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: SentioOptions) => {
    const session = new SentioSession(bus);
    const { maxOvertravel = 100, axes = { x: 1, y: 1 }, chuck } = options;

    const height = async (call: Call): Promise<Awaited<ReturnType<Implementation['height']['read']>>> => {
      const [z = NaN] = await session.numbers('get_chuck_z Z', call);
      const heights = await namedHeights(session, call);
      if (z > heights.separation + heightTolerance && z >= heights.contact - heightTolerance)
        return 'contact';
      if (Math.abs(z - heights.separation) <= heightTolerance) return 'separation';
      if (Math.abs(z - heights.hover) <= heightTolerance) return 'hover';
      return z < heights.separation ? 'separation' : 'between';
    };

    /** Refuses what would drag needles over the wafer; asks the machine instead of remembering. */
    const refuseInContact = async (what: string, call: Call): Promise<void> => {
      const now = await height(call);
      if (now === 'separation' || now === 'hover') return;
      throw new FourwireError(
        'state',
        'in-contact',
        `${what} refused: the chuck is at ${now === 'contact' ? 'contact' : 'a height above separation'}; call separate() first.`,
      );
    };

    const moved = ([x = NaN, y = NaN]: readonly number[]): { x: number; y: number } => ({
      x: x * axes.x,
      y: y * axes.y,
    });

    /** A move in XY or Z that can be stopped. */
    const stop = async (call: Call): Promise<boolean> => {
      await session.query('stop_chuck_xyz', call);
      return standsStill(session, clock, call);
    };

    const step = async (command: string, operation: Call): Promise<Visit> => {
      // Some versions answer OK and do not move when the home is not set (sheet, section 6).
      const [homeSet] = await session.numbers('get_chuck_site_status Wafer', operation);
      if (homeSet === 0) {
        throw new FourwireError(
          'state',
          'home-unset',
          'step refused: the home of the wafer is not set; align the wafer and set it at the station first.',
        );
      }
      const reply = await session.ask(command, { ...operation, timeout: move });
      if (reply.error === sentioError.endOfRoute) {
        const here = await currentDie(session, operation);
        return { ended: true, ...here, subsite: 0, last: true };
      }
      const { message, status } = succeeded(command, reply);
      const [column = NaN, row = NaN, subsite = 0] = message.split(',').map((field) => Number(field));
      if (!Number.isInteger(column) || !Number.isInteger(row) || !Number.isInteger(subsite)) {
        throw new FourwireError(
          'protocol',
          'sentio-reply-malformed',
          `Expected column,row,site for "${command}", got "${message}".`,
        );
      }
      return { ended: false, column, row, subsite, last: (status & sentioStatus.lastDie) !== 0 };
    };

    const members = {
      position: {
        read: async (call) => {
          const [x = NaN, y = NaN] = await session.numbers('get_chuck_xy Wafer, Home', call);
          const [z = NaN] = await session.numbers('get_chuck_z Z', call);
          const [theta = NaN] = await session.numbers('get_chuck_theta Wafer', call);
          return { x: x * axes.x, y: y * axes.y, z, theta };
        },
      },
      height: {
        read: height,
        makeSafe: async (call) => {
          await session.query('move_chuck_separation', { ...call, timeout: move });
        },
      },
      overtravel: {
        read: async (call) => (await namedHeights(session, call)).overtravel,
        write: async (value, call) => {
          await session.query(`set_chuck_overtravel_gap ${value}`, call);
          await session.query(`enable_chuck_overtravel ${value > 0 ? 'True' : 'False'}`, call);
        },
        limits: () => Promise.resolve({ min: 0, max: maxOvertravel }),
      },
      vacuum: {
        read: async (call) => flag(await session.query('get_vacuum_status', call)),
        write: async (value, call) => {
          if (!value) await refuseInContact('switching the vacuum off', call);
          await session.query(`set_vacuum Wafer, ${value ? 'True' : 'False'}`, call);
        },
      },
      die: { read: async (call) => currentDie(session, call) },
      contact: {
        stop,
        run: async (_input, operation) => {
          const [, contactSet, , vacuum] = await session.numbers('get_chuck_site_status Wafer', operation);
          if (contactSet === 0) {
            throw new FourwireError(
              'state',
              'contact-height-unset',
              'contact refused: the contact height is not set; set it at the station first.',
            );
          }
          if (vacuum === 0) {
            throw new FourwireError(
              'state',
              'vacuum-off',
              'contact refused: the vacuum is off, so the wafer could shift; switch it on first.',
            );
          }
          const [z = NaN] = await session.numbers('move_chuck_contact', { ...operation, timeout: move });
          const now = await height(operation);
          if (now !== 'contact') {
            throw new FourwireError(
              'device',
              'not-confirmed',
              `The chuck was sent to contact, but stands at ${now}.`,
            );
          }
          return { z };
        },
      },
      separate: {
        run: async (_input, operation) => {
          const [z = NaN] = await session.numbers('move_chuck_separation', { ...operation, timeout: move });
          return { z };
        },
      },
      moveTo: {
        stop,
        run: async ({ x, y }, operation) => {
          await refuseInContact('moveTo', operation);
          await session.query(`move_chuck_xy H, ${x * axes.x}, ${y * axes.y}`, {
            ...operation,
            timeout: move,
          });
          return moved(await session.numbers('get_chuck_xy Wafer, Home', operation));
        },
      },
      moveBy: {
        stop,
        run: async ({ x, y }, operation) => {
          await refuseInContact('moveBy', operation);
          await session.query(`move_chuck_xy R, ${x * axes.x}, ${y * axes.y}`, {
            ...operation,
            timeout: move,
          });
          return moved(await session.numbers('get_chuck_xy Wafer, Home', operation));
        },
      },
      stepFirst: { stop, run: async (_input, operation) => step('map:step_first_die', operation) },
      stepNext: { stop, run: async (_input, operation) => step('map:step_next_die', operation) },
      stepTo: {
        stop,
        run: async ({ column, row, subsite = 0 }, operation) =>
          step(`map:step_die ${column}, ${row}, ${subsite}`, operation),
      },
      bin: {
        run: async ({ bin }, operation) => {
          await session.query(`map:bins:set_bin ${bin}`, operation);
        },
      },
      home: {
        stop,
        run: async (_input, operation) => {
          await refuseInContact('home', operation);
          await session.query('move_chuck_home', { ...operation, timeout: move });
          return moved(await session.numbers('get_chuck_xy Wafer, Home', operation));
        },
      },
      load: {
        stop,
        run: async (_input, operation) => {
          await refuseInContact('load', operation);
          await session.query('move_chuck_load front', { ...operation, timeout: move });
        },
      },
      align: {
        run: async (_input, operation) => {
          await refuseInContact('align', operation);
          await session.query('vis:align_wafer auto', { ...operation, timeout: move });
        },
      },
      chuck:
        chuck === undefined
          ? undefined
          : {
              temperature: {
                read: async (call) => first(await session.query('status:get_chuck_temp', call)),
              },
              setpoint: {
                read: async (call) => first(await session.query('status:get_chuck_temp_setpoint', call)),
                write: async (value, call) => {
                  await refuseInContact('changing the chuck temperature', call);
                  await session.query(`status:set_chuck_temp ${value.toFixed(2)}, False`, call);
                },
                // SENTIO takes two decimals.
                same: (written, readBack) => Math.abs(written - readBack) < 0.01,
                limits: () => Promise.resolve(chuck),
              },
              state: {
                read: async (call) => {
                  const word = (await session.query('status:get_chuck_thermo_state', call)).toLowerCase();
                  const state = chuckStates[word];
                  if (state !== undefined) return state;
                  throw new FourwireError(
                    'protocol',
                    'sentio-reply-malformed',
                    `The chuck's state "${word}" is not known.`,
                  );
                },
              },
            },
    } satisfies Implementation;

    return {
      members,
      identify: async (call) => {
        // Replies come only in the native command set, so it is selected before anything is asked.
        await session.tell('*RCS 1', call);
        const version = /\d+(?:\.\d+)+/.exec(await session.query('status:get_version', call))?.[0] ?? '';
        const serialNumber = await session.query('status:get_machine_id', call);
        return { manufacturer: 'MPI', model: 'SENTIO', serialNumber, firmware: version };
      },
      tearDown: async (call) => session.tell('*LOCAL', call),
    };
  },
});

interface Heights {
  readonly contact: number;
  readonly separation: number;
  readonly overtravel: number;
  readonly hover: number;
}

/**
 * The heights of the wafer site in µm from the axis zero. Separation and hover come as gaps below contact, overtravel
 * as a distance beyond it. Example of the vendor: contact 16000, separation gap 250, overtravel 20, hover gap 50
 * (sheet, section 4.3; that the last three are gaps is unconfirmed for software before 24.0).
 */
async function namedHeights(session: SentioSession, call: Call): Promise<Heights> {
  const [contact = NaN, separation = NaN, overtravel = NaN, hover = NaN] = await session.numbers(
    'get_chuck_site_heights Wafer',
    call,
  );
  return { contact, separation: contact - separation, overtravel, hover: contact - hover };
}

/** The die under the needles. That the reply begins with the sequence number is unconfirmed (sheet, section 4.7). */
async function currentDie(session: SentioSession, call: Call): Promise<{ column: number; row: number }> {
  const [, column = NaN, row = NaN] = await session.numbers('map:die:get_current_index', call);
  return { column, row };
}

/** Whether two looks at the position, a moment apart, see the same. */
async function standsStill(session: SentioSession, clock: Clock, call: Call): Promise<boolean> {
  const look = async (): Promise<readonly number[]> => [
    ...(await session.numbers('get_chuck_xy Wafer, Home', call)),
    ...(await session.numbers('get_chuck_z Z', call)),
  ];
  const before = await look();
  await clock.sleep(standstillMs, call.signal);
  const after = await look();
  return before.every((value, index) => Math.abs(value - (after[index] ?? NaN)) < heightTolerance / 2);
}

function first(message: string): number {
  return Number(message.split(',')[0]?.trim() || NaN);
}

/** A truth value as SENTIO sends it: `0` and `1`, or words; further fields may follow. */
function flag(message: string): boolean {
  const word = message.split(',')[0]?.trim().toLowerCase();
  if (word === '1' || word === 'true') return true;
  if (word === '0' || word === 'false') return false;
  throw new FourwireError(
    'protocol',
    'sentio-reply-malformed',
    `Expected 0 or 1 from SENTIO, got "${message}".`,
  );
}

import {
  FourwireError,
  array,
  boolean,
  defineDriver,
  integer,
  limits,
  optionalField,
  record,
} from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { probeStation } from '../classes/probe-station.ts';
import type { StationHeight, StationVisit } from '../classes/station-dialect.ts';
import { stationMembers } from '../classes/station-members.ts';
import { sentioChuck } from './sentio-chuck.ts';
import { sentioError, sentioStatus } from './sentio-errors.ts';
import { loaderIsBusy, sentioLoader } from './sentio-loader.ts';
import { SentioSession, succeeded } from './sentio-session.ts';
import { axisSigns, stationOptions } from '../classes/station-dialect.ts';

const sentioOptions = record({
  ...stationOptions,
  /**
   * Signs that turn chuck coordinates into the wafer's frame (x right, y up). Unconfirmed: public documents do not say
   * which way the chuck axes count, so check with a known move before you rely on it.
   */
  axes: optionalField(axisSigns),
  /** The range of the thermal chuck in °C; without it the station is taken to have none. */
  chuck: optionalField(limits('Cel')),
  /** The numbers of the cassettes of an automatic station, 1 or 2; without them it is taken to have no loader. */
  cassettes: optionalField(array(integer({ min: 1, max: 2 }))),
  /** Whether the station has a bottom platen with motors; false unless given. */
  platen: optionalField(boolean()),
});

/** What the SENTIO driver may be told. */
export interface SentioOptions extends ValueOf<typeof sentioOptions> {}

/** How long the station may take for a move before it answers. */
const move = { minutes: 2 } as const;

/** How far the height may be off a named height and still count as it, in µm. */
const heightTolerance = 1;

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
  options: sentioOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: SentioOptions) => {
    const session = new SentioSession(bus);
    const { axes = { x: 1, y: 1 }, chuck, cassettes = [], platen = false } = options;

    const height = async (call: Call): Promise<StationHeight> => {
      const [z = NaN] = await session.numbers('get_chuck_z Z', call);
      const heights = await namedHeights(session, call);
      if (z > heights.separation + heightTolerance && z >= heights.contact - heightTolerance)
        return 'contact';
      if (Math.abs(z - heights.separation) <= heightTolerance) return 'separation';
      if (Math.abs(z - heights.hover) <= heightTolerance) return 'hover';
      return z < heights.separation ? 'separation' : 'between';
    };

    /** A move that is answered at its end. */
    const go = async (command: string, call: Call): Promise<void> => {
      await session.query(command, { ...call, timeout: move });
    };

    /** A move that is answered by where it ended. */
    const raise = async (command: string, call: Call): Promise<number> => {
      const [z = NaN] = await session.numbers(command, { ...call, timeout: move });
      return z;
    };

    const step = async (command: string, operation: Call): Promise<StationVisit> => {
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

    const members = stationMembers(
      {
        clock,
        height,
        readiness: async (call) => {
          const [home, contactHeight, , vacuum] = await session.numbers('get_chuck_site_status Wafer', call);
          // -1 stands for "not available".
          return {
            home: home !== 0,
            contactHeight: contactHeight !== 0,
            vacuum: vacuum !== 0,
            loaderBusy: cassettes.length > 0 ? await loaderIsBusy(session, call) : undefined,
          };
        },
        contact: async (call) => raise('move_chuck_contact', call),
        separate: async (call) => raise('move_chuck_separation', call),
        // SENTIO lowers the chuck before it steps, or refuses, as its stepping mode says (sheet, section 4.3).
        stepsFromContact: true,
        steps: {
          die: async (call) => currentDie(session, call),
          first: async (call) => step('map:step_first_die', call),
          next: async (call) => step('map:step_next_die', call),
          to: async ({ column, row, subsite }, call) =>
            step(`map:step_die ${column}, ${row}, ${subsite}`, call),
        },
        position: async (call) => {
          const [x = NaN, y = NaN] = await session.numbers('get_chuck_xy Wafer, Home', call);
          const [z = NaN] = await session.numbers('get_chuck_z Z', call);
          const [theta = NaN] = await session.numbers('get_chuck_theta Wafer', call);
          return { x: x * axes.x, y: y * axes.y, z, theta };
        },
        moveTo: async ({ x, y }, call) => go(`move_chuck_xy H, ${x * axes.x}, ${y * axes.y}`, call),
        moveBy: async ({ x, y }, call) => go(`move_chuck_xy R, ${x * axes.x}, ${y * axes.y}`, call),
        rotateTo: async (theta, call) => raise(`move_chuck_theta Z, ${theta}`, call),
        home: async (call) => go('move_chuck_home', call),
        load: async (call) => go('move_chuck_load front', call),
        align: async (call) => go('vis:align_wafer auto', call),
        bin: async (bin, call) => {
          await session.query(`map:bins:set_bin ${bin}`, call);
        },
        halt: async (call) => {
          await session.query('stop_chuck_xyz', call);
          await session.query('stop_chuck_theta', call);
        },
        overtravel: {
          read: async (call) => (await namedHeights(session, call)).overtravel,
          write: async (value, call) => {
            await session.query(`set_chuck_overtravel_gap ${value}`, call);
            await session.query(`enable_chuck_overtravel ${value > 0 ? 'True' : 'False'}`, call);
          },
        },
        vacuum: {
          read: async (call) => flag(await session.query('get_vacuum_status', call)),
          write: async (value, call) => {
            await session.query(`set_vacuum Wafer, ${value ? 'True' : 'False'}`, call);
          },
        },
        chuck: chuck && sentioChuck(session, chuck),
        loader: cassettes.length > 0 ? sentioLoader(session, cassettes) : undefined,
        platen: platen
          ? {
              contact: {
                run: async (_input, operation) => ({
                  z: await raise('move_bottom_platen_contact', operation),
                }),
              },
              separate: {
                run: async (_input, operation) => ({
                  z: await raise('move_bottom_platen_separation', operation),
                }),
              },
            }
          : undefined,
      },
      options,
    );

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

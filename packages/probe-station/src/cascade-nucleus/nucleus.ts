import { defineDriver, integer, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { probeStation } from '../classes/probe-station.ts';
import type { StationHeight } from '../classes/station-dialect.ts';
import { stationMembers } from '../classes/station-members.ts';
import { notConfirmed } from '../faults.ts';
import { NucleusPlan } from './nucleus-plan.ts';
import { NucleusSession } from './nucleus-session.ts';
import { axisSigns, stationOptions } from '../classes/station-dialect.ts';

const nucleusOptions = record({
  ...stationOptions,
  /** Signs that turn Nucleus' coordinates into the wafer's frame (x right, y up); they are those of the probe plan. */
  axes: optionalField(axisSigns),
  /** A pause between a command and the reading of its reply, in ms; one station needed 500. None unless given. */
  replyDelayMs: optionalField(integer({ min: 0, max: 2000 })),
});

/** What the Nucleus driver may be told. */
export interface NucleusOptions extends ValueOf<typeof nucleusOptions> {}

/** The chuck in all motion commands. */
const chuck = 2;

/**
 * Probe stations of Cascade Microtech that run Nucleus 3 or 4 (Summit 11000 and 12000, S300, Alessi 6100), over GPIB.
 *
 * There is no command to stop: a move that is stopped goes to its end, and is told as stopped once the station answers
 * again. Source: sheet cascade-nucleus.md, after SweepMe and waferprobe. Unconfirmed: texts of errors and of the
 * identity, and how a contact height that is unset reads; see that it is set before you contact.
 */
export const cascadeNucleus = defineDriver({
  name: 'cascade-nucleus',
  deviceClass: probeStation,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  options: nucleusOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: NucleusOptions) => {
    const { axes = { x: 1, y: 1 }, replyDelayMs = 0 } = options;
    const session = new NucleusSession(bus, clock, { replyDelayMs });

    const height = async (call: Call): Promise<StationHeight> => {
      if (await session.truth(`:mov:cont? ${chuck}`, call)) return 'contact';
      return (await session.truth(`:mov:sep? ${chuck}`, call)) ? 'separation' : 'between';
    };
    const position = async (call: Call): Promise<{ x: number; y: number; z: number }> => {
      const [x = NaN, y = NaN, z = NaN] = await session.numbers(`:mov:abs? ${chuck}`, 3, call);
      return { x: x * axes.x, y: y * axes.y, z };
    };
    const raise = async (operation: string, call: Call): Promise<number> => {
      await session.operate(operation, call);
      return (await position(call)).z;
    };

    const members = stationMembers(
      {
        clock,
        height,
        contact: async (call) => raise(`:mov:cont ${chuck}`, call),
        separate: async (call) => raise(`:mov:sep ${chuck}`, call),
        steps: new NucleusPlan(session),
        position,
        // Whole micrometres; `none` leaves the height as it is.
        moveTo: async ({ x, y }, call) =>
          session.operate(`:MOV:ABS ${chuck} ${Math.round(x * axes.x)} ${Math.round(y * axes.y)} none`, call),
        home: async (call) => session.operate(`:mov:home ${chuck}`, call),
        settle: async (call) => session.settle(call),
      },
      options,
    );

    return {
      members,
      identify: async (call) => {
        // Replies are as this driver reads them only in these modes, so they are set before anything is asked.
        await session.tell('$:set:mode summit', call);
        await session.tell('$:set:resp ON', call);
        const text = await session.identity(call);
        return {
          manufacturer: 'Cascade Microtech',
          model: 'Nucleus',
          serialNumber: '',
          firmware: /\d+(?:\.\d+)+/.exec(text)?.[0] ?? '',
        };
      },
      setUp: async (call) => {
        const isMetric = async (): Promise<boolean> => /metric/i.test(await session.ask(':set:unit?', call));
        if (await isMetric()) return;
        await session.operate(':SET:UNIT METRIC', call);
        if (!(await isMetric()))
          throw notConfirmed('The station was set to metric units, but does not show them.');
      },
    };
  },
});

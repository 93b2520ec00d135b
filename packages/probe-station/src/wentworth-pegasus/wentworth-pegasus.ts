import { FourwireError, defineDriver, optionalField, quantity, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { HostRoute, routeOptions } from '../classes/host-route.ts';
import { KnownHeight } from '../classes/known-height.ts';
import { probeStation } from '../classes/probe-station.ts';
import type { StationPoint } from '../classes/station-dialect.ts';
import { stationMembers } from '../classes/station-members.ts';
import { noSubsites } from '../faults.ts';
import { PegasusSession } from './pegasus-session.ts';
import { axisSigns, stationOptions } from '../classes/station-dialect.ts';

const pegasusOptions = record({
  ...stationOptions,
  ...routeOptions,
  /**
   * Where the dies lie: the chuck position of die 0, 0, in µm as `PSS` gives it, and the distance from die to die, in µm.
   * Without it no step is made, as the unit of the prober's own index size is not certain.
   */
  grid: optionalField(
    record({
      origin: record({ x: quantity('um'), y: quantity('um') }),
      pitch: record({ x: quantity('um'), y: quantity('um') }),
    }),
  ),
  /**
   * Signs that turn chuck coordinates into the wafer's frame (x right, y up); −1 and −1 unless given, as the chuck goes
   * against the die. Unconfirmed: public documents do not say which way its axes count, so check with a known move before
   * you rely on it.
   */
  axes: optionalField(axisSigns),
});

/** What the Pegasus driver may be told. */
export interface PegasusOptions extends ValueOf<typeof pegasusOptions> {}

const move = { seconds: 60 } as const;

/** Where the chuck may be sent, in µm (sheet, section 4). */
const travel = { min: 1100, max: 210_000 } as const;

/** What the prober takes as overtravel, in µm. */
const mostOvertravel = 100;

/**
 * Wentworth Laboratories Pegasus S200 probers, over GPIB or a serial port.
 *
 * The route lies at the host, and dies are gone to by position. Whether the needles touch is known only after contact() or
 * separate() of this session, and while Z is as it was then: the prober does not tell it. Its override of the chuck
 * interlock (`CO1`) is never switched on.
 *
 * Source: sheet wentworth-pegasus.md, after a driver that mirrors the vendor's command list. Unconfirmed: signs of the axes;
 * that Z grows upward; settings of the serial port.
 */
export const wentworthPegasus = defineDriver({
  name: 'wentworth-pegasus',
  deviceClass: probeStation,
  wire: 'bytes',
  // The prober loses commands that come sooner (sheet, section 2).
  bus: { timeout: { seconds: 5 }, gap: { seconds: 0.5 } },
  options: pegasusOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: PegasusOptions) => {
    const session = new PegasusSession(bus);
    const { axes = { x: -1, y: -1 }, grid, route } = options;
    const origin = grid?.origin ?? { x: 0, y: 0 };
    const known = new KnownHeight();
    const act = async (command: string, call: Call): Promise<void> =>
      session.act(command, { ...call, timeout: move });
    const number = async (question: string, call: Call): Promise<number> => {
      const [, digits = ''] = await session.ask(question, /^(-?\d+)$/, call);
      return Number(digits);
    };
    const readZ = async (call: Call): Promise<number> => number('PSS Z', call);
    const readXy = async (call: Call): Promise<StationPoint> => {
      const [, x = '', y = ''] = await session.ask('PSS XY', /^(-?\d+),(-?\d+)$/, call);
      return { x: Number(x), y: Number(y) };
    };
    const goTo = async (chuck: StationPoint, call: Call): Promise<void> => {
      const [x, y] = [Math.round(chuck.x), Math.round(chuck.y)];
      for (const [axis, value] of [['x', x] as const, ['y', y] as const]) {
        if (value < travel.min || value > travel.max) throw beyondTravel(axis, value);
      }
      await act(`GTXY ${x},${y}`, call);
    };
    const toChuck = ({ x, y }: StationPoint): StationPoint => ({
      x: origin.x + axes.x * x,
      y: origin.y + axes.y * y,
    });

    const members = stationMembers(
      {
        clock,
        height: async (call) => known.now(await readZ(call)),
        contact: async (call) => {
          const before = { height: known.now(await readZ(call)), z: await readZ(call) };
          const z = await known.change('contact', async () => {
            await act('CUP', call);
            return readZ(call);
          });
          // An answer without a move is no contact.
          if (z !== undefined && z <= before.z && before.height !== 'contact') known.reached('between');
          return z;
        },
        separate: async (call) =>
          known.change('separation', async () => {
            await act('CDW', call);
            return readZ(call);
          }),
        steps: new HostRoute(
          { ...(route && { route }) },
          async ({ column, row, subsite }, call) => {
            if (subsite !== 0) throw noSubsites('a Pegasus');
            if (grid === undefined) throw gridMissing();
            await goTo(toChuck({ x: column * grid.pitch.x, y: row * grid.pitch.y }), call);
          },
          async (call) => {
            if (grid === undefined) throw gridMissing();
            const { x, y } = await readXy(call);
            const count = (distance: number, pitch: number): number => Math.round(distance / pitch) + 0;
            return {
              column: count(axes.x * (x - origin.x), grid.pitch.x),
              row: count(axes.y * (y - origin.y), grid.pitch.y),
            };
          },
        ),
        position: async (call) => {
          const { x, y } = await readXy(call);
          const z = await readZ(call);
          const theta = (await number('PSTH', call)) / 1000;
          // Adding 0 turns -0 into 0.
          return { x: axes.x * (x - origin.x) + 0, y: axes.y * (y - origin.y) + 0, z, theta };
        },
        moveTo: async (point, call) => goTo(toChuck(point), call),
        rotateTo: async (theta, call) => {
          await act(`GTTH ${Math.round(theta * 1000)}`, call);
          return (await number('PSTH', call)) / 1000;
        },
        ...(grid && { home: async (call: Call) => goTo(origin, call) }),
        load: async (call) => act('LDM', call),
        overtravel: {
          read: async (call) => number('RZIM', call),
          write: async (overtravel, call) => act(`WZIM ${Math.round(overtravel)}`, call),
        },
      },
      { ...options, maxOvertravel: Math.min(options.maxOvertravel ?? mostOvertravel, mostOvertravel) },
    );

    return {
      members,
      identify: async (call) => {
        const text = async (question: string): Promise<string> =>
          (await session.ask(question, /^(.*)$/, call))[1]?.trim() ?? '';
        const [model = ''] = (await text('GID')).split(',');
        return {
          manufacturer: 'Wentworth',
          model: model.trim(),
          serialNumber: await text('GSN'),
          firmware: await text('VSN'),
        };
      },
    };
  },
});

function beyondTravel(axis: string, value: number): FourwireError {
  return new FourwireError(
    'range',
    'axis-limit',
    `The chuck would have to go to ${axis} ${value} µm; ${travel.min} to ${travel.max} µm can be reached.`,
  );
}

function gridMissing(): FourwireError {
  return new FourwireError(
    'state',
    'route-missing',
    'A step is refused: give the option grid with the chuck position of die 0, 0 and the distance from die to die, in µm.',
  );
}

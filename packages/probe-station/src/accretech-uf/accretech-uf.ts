import { FourwireError, defineDriver, limits, oneOf, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { probeStation } from '../classes/probe-station.ts';
import type { StationDie, StationHeight, StationPoint, StationVisit } from '../classes/station-dialect.ts';
import { stationMembers } from '../classes/station-members.ts';
import { noSubsites, unexpected } from '../faults.ts';
import { accretechChuck } from './accretech-chuck.ts';
import { accretechLoader } from './accretech-loader.ts';
import { AccretechSession } from './accretech-session.ts';
import { status } from './accretech-status.ts';
import { axisSigns, stationOptions } from '../classes/station-dialect.ts';

const accretechOptions = record({
  ...stationOptions,
  /**
   * Signs that turn the prober's coordinates into the wafer's frame (x right, y up). Unconfirmed: public documents do not
   * say which way they count, so check with a known move before you rely on it.
   */
  axes: optionalField(axisSigns),
  /** How many digits a die has in `JY`; 4 unless given, 3 on older models. */
  dieDigits: optionalField(oneOf([3, 4])),
  /** The range of the hot chuck in °C, within −55 to 200; without it the prober is taken to have none. */
  chuck: optionalField(limits('Cel')),
});

/** What the Accretech driver may be told. */
export interface AccretechOptions extends ValueOf<typeof accretechOptions> {}

const move = { seconds: 30 } as const;
const contact = { seconds: 10 } as const;
const long = { minutes: 5 } as const;

const stepEnds = [status.movedDown, status.chuckUp, status.waferEnd] as const;

/** The farthest that one `A` command goes, in µm: sign and six digits. */
const farthest = 999_999;

/**
 * Accretech (Tokyo Seimitsu) probers UF200, UF300, UF3000, UF190 and AP3000, over GPIB with status bytes.
 *
 * Commands are done when the prober asks for service; the wait is armed before they are written. It steps along its own
 * map; that the wafer ended is a value. Binning and lot control are left out: how `M` steps depends on a set-up of the
 * prober that it does not tell. It is set to metric units at its panel.
 *
 * Source: sheet accretech-uf.md, after SweepMe's driver and a user's. Unconfirmed: signs of its axes; widths of numbers in
 * some replies; that `S1` answers letter and digit in turns; that `K`, which ends a step with
 * status byte 90, ends moves by a distance and in height, too; whether its subdies count from 0 or 1, so they are not stepped to.
 */
export const accretechUf = defineDriver({
  name: 'accretech-uf',
  deviceClass: probeStation,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  options: accretechOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: AccretechOptions) => {
    const session = new AccretechSession(bus, clock);
    const { axes = { x: 1, y: 1 }, dieDigits = 4, chuck } = options;

    /** Contact, wafer and alarm: the digits behind three letters. */
    const flags = async (call: Call): Promise<{ contact: boolean; wafer: boolean; alarm: boolean }> => {
      const text = await session.ask('S1', call);
      const [, touching, wafer, alarm] = /^.(\d).(\d).(\d)/.exec(text) ?? [];
      if (alarm === undefined) throw unexpected('three letters with a digit each after "S1"', text);
      return { contact: touching !== '0', wafer: wafer !== '0', alarm: alarm !== '0' };
    };
    const height = async (call: Call): Promise<StationHeight> =>
      (await flags(call)).contact ? 'contact' : 'separation';
    const readDie = async (question: string, call: Call): Promise<StationDie> => {
      const text = await session.ask(question, call);
      const [, y = '', x = ''] = /^Y(-?\d+)X(-?\d+)/.exec(text) ?? [];
      if (x === '') throw unexpected(`Y and X of a die after "${question}"`, text);
      return { column: Number(x), row: Number(y) };
    };
    const position = async (call: Call): Promise<StationPoint> => {
      const text = await session.ask('R', call);
      const [, y = '', x = ''] = /^Y([+-]?\d+)X([+-]?\d+)/.exec(text) ?? [];
      if (x === '') throw unexpected('Y and X of a position after "R"', text);
      // Ten times finer than what moves take.
      return { x: (Number(x) / 10) * axes.x, y: (Number(y) / 10) * axes.y };
    };
    const moveBy = async (distance: StationPoint, call: Call): Promise<void> => {
      const part = (axis: 'x' | 'y'): string => {
        const micrometres = Math.round(distance[axis] * axes[axis]);
        if (Math.abs(micrometres) > farthest) throw tooFar(axis, micrometres);
        return `${micrometres < 0 ? '-' : '+'}${String(Math.abs(micrometres)).padStart(6, '0')}`;
      };
      await session.act(`AY${part('y')}X${part('x')}`, [status.moved, status.chuckUp], move, call);
    };
    /** Where a step ended, and whether the wafer did. */
    const visit = async (end: number, call: Call): Promise<StationVisit> => {
      const here = await readDie('Q', call);
      if (end === status.waferEnd) return { ended: true, ...here, subsite: 0, last: true };
      // That this was the last die is told right after it was reached.
      const last = (await session.waiting(call)).includes(status.waferEnd);
      return { ended: false, ...here, subsite: 0, ...(last ? { last } : {}) };
    };
    const stepTo = async (die: StationDie, call: Call): Promise<StationVisit> => {
      const command = `JY${dieNumber(die.row, dieDigits)}X${dieNumber(die.column, dieDigits)}`;
      return visit(await session.act(command, stepEnds, move, call), call);
    };

    const members = stationMembers(
      {
        clock,
        height,
        readiness: async (call) => {
          const { wafer, alarm } = await flags(call);
          if (alarm) throw await alarmed(session, call);
          return { wafer };
        },
        contact: async (call) => {
          await session.act('Z', [status.chuckUp], contact, call);
          return undefined;
        },
        separate: async (call) => {
          await session.act('D', [status.chuckDown], contact, call);
          return undefined;
        },
        steps: {
          die: async (call) => readDie('Q', call),
          first: async (call) => stepTo(await readDie('q', call), call),
          next: async (call) => visit(await session.act('J', stepEnds, move, call), call),
          to: async ({ subsite, ...die }, call) => {
            if (subsite !== 0) throw noSubsites('an Accretech prober');
            return stepTo(die, call);
          },
        },
        position,
        moveTo: async (target, call) => {
          const here = await position(call);
          await moveBy({ x: target.x - here.x, y: target.y - here.y }, call);
        },
        moveBy,
        halt: async (call) => {
          await session.act('K', [status.stopped, status.stoppedByCommand], move, call);
        },
        align: async (call) => {
          await session.act('N1', [status.aligned], long, call);
        },
        ink: async (inker, call) => {
          if (inker !== 1) throw oneInker(inker);
          await session.act('C', [status.marked], contact, call);
        },
        loader: accretechLoader(session),
        chuck: chuck && accretechChuck(session, chuck),
      },
      options,
    );

    return {
      members,
      identify: async (call) => {
        // What was left by whoever spoke before is not ours.
        await session.waiting(call);
        const version = await session.ask('PV', call);
        return {
          manufacturer: 'Accretech',
          model: version.slice(0, 6).trim(),
          serialNumber: (await session.ask('B', call)).trim(),
          firmware: version.slice(6).trim(),
        };
      },
    };
  },
});

function dieNumber(value: number, digits: number): string {
  const text = String(value).padStart(digits, '0');
  if (value >= 0 && text.length <= digits) return text;
  throw new FourwireError(
    'range',
    'die-limit',
    `A step to column or row ${value} is refused: an Accretech prober counts dies from 0 to ${'9'.repeat(digits)}.`,
  );
}

function tooFar(axis: string, micrometres: number): FourwireError {
  return new FourwireError(
    'range',
    'axis-limit',
    `A move of ${micrometres} µm along ${axis} is refused: at most ±${farthest} µm can be sent; move in parts.`,
  );
}

function oneInker(inker: number): FourwireError {
  return new FourwireError(
    'range',
    'option-refused',
    `inker must be 1: the prober marks with the only one that it knows; got ${inker}.`,
  );
}

async function alarmed(session: AccretechSession, call: Call): Promise<FourwireError> {
  const code = await session.ask('E', call);
  const text = await session.ask('e', call);
  return new FourwireError(
    'device',
    'station-alarm',
    `The prober has an alarm: ${text} (${code}); see to it at the prober and reset it there.`,
    { device: { code, text } },
  );
}

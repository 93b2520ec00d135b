import { FourwireError, defineDriver, limits, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, Limits, ValueOf } from '@fourwire/core';
import { HostRoute, routeOptions } from '../classes/host-route.ts';
import { probeStation } from '../classes/probe-station.ts';
import type { StationDie, StationHeight } from '../classes/station-dialect.ts';
import { stationMembers } from '../classes/station-members.ts';
import { noSubsites, notConfirmed } from '../faults.ts';
import { ElectroglasSession, dieReply, move, unknownProber } from './electroglas-session.ts';
import { stationOptions } from '../classes/station-dialect.ts';

const electroglasOptions = record({
  ...stationOptions,
  ...routeOptions,
  /**
   * The dies that may be gone to, as the prober counts them; those of the rectangle around `route` unless given. The
   * prober itself does not stop at the edge of its platen, so without either no step is made.
   */
  dies: optionalField(record({ columns: limits('1'), rows: limits('1') })),
});

/** What the Electroglas driver may be told. */
export interface ElectroglasOptions extends ValueOf<typeof electroglasOptions> {}

const long = { minutes: 10 } as const;

const models = /^(2001|2010|2020|3001|4060|4080|4085|4090|4\/200|5\/300)/;

/** Acknowledges everything, and takes no part in the test-floor flow (sheet, section 2). */
const acknowledgeAll = 'SM15M111100000';

const micrometresPerTenthMil = 2.54;

/**
 * Electroglas probers that speak the EGCommander set (2001X, 2010X, 3001X, 4060X, 4080X, 4085X, 4090, Horizon 4/200 and
 * 5/300), over GPIB or a serial port, in the ENHANCED protocol and on line.
 *
 * The route lies at the host: with mapping off the prober has none. It steps by relative dies and reads back where it is.
 * Moves by µm are left out, as the unit of `MM` is not certain (2.5 µm a count was measured on one machine), and so is
 * overtravel, which cannot be read back; set it at the panel.
 *
 * Source: sheet electroglas.md, after the measured notes on a 2001X. Unconfirmed: that 3001X and newer answer `?P` and `?S`
 * in the same form; which way the prober's dies count (its `SM11` says).
 */
export const electroglas = defineDriver({
  name: 'electroglas',
  deviceClass: probeStation,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  options: electroglasOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: ElectroglasOptions) => {
    const session = new ElectroglasSession(bus);
    const { route = [], dies = around(route) } = options;
    const act = async (command: string, call: Call, timeout: Call['timeout'] = move): Promise<void> =>
      session.act(command, { ...call, timeout });

    /** Where wafers are put on it the prober still names the die that it came from. Unconfirmed: for all models. */
    let atLoad = false;

    const height = async (call: Call): Promise<StationHeight> => {
      const [, z = '', touching = ''] = await session.ask('?S', /^SZ([UD])W\d+C(\d)$/i, call);
      if (z.toUpperCase() === 'D') return 'separation';
      return touching === '0' ? 'between' : 'contact';
    };
    const readZ = async (call: Call): Promise<number> => {
      const [, counts = ''] = await session.ask('?Z', /^Z(-?\d+)$/, call);
      return Number(counts) * micrometresPerTenthMil;
    };
    const readDie = async (call: Call): Promise<StationDie> => {
      const [, x = '', y = ''] = await session.ask('?P', dieReply, call);
      return { column: Number(x), row: Number(y) };
    };
    const goToDie = async (
      die: StationDie & { readonly subsite: number },
      operation: Call,
    ): Promise<void> => {
      if (die.subsite !== 0) throw noSubsites('an Electroglas prober');
      refuseOutside(die, dies);
      const here = await readDie(operation);
      const [dx, dy] = [die.column - here.column, die.row - here.row];
      if (dx === 0 && dy === 0 && !atLoad) return;
      await act(`MDX${dx}Y${dy}`, operation);
      atLoad = false;
      const there = await readDie(operation);
      if (there.column === die.column && there.row === die.row) return;
      throw notConfirmed(
        `The chuck was sent to die ${die.column}, ${die.row}, and the prober says ${there.column}, ${there.row}.`,
      );
    };

    return {
      members: stationMembers(
        {
          clock,
          height,
          contact: async (call) => {
            await act('ZU', call);
            return readZ(call);
          },
          separate: async (call) => {
            await act('ZD', call);
            return readZ(call);
          },
          steps: new HostRoute({ route }, goToDie, readDie),
          load: async (call) => {
            atLoad = true;
            await act('LO', call);
          },
          align: async (call) => act('AA', call, long),
          ink: async (inker, call) => act(`IK${inker}`, call),
        },
        options,
      ),
      identify: async (call) => {
        const [id] = await session.ask('ID', /^(?!M[CF]$).+$/i, call);
        const model = models.exec(id)?.[1];
        if (model === undefined) throw unknownProber(id);
        return { manufacturer: 'Electroglas', model, serialNumber: '', firmware: id.slice(model.length + 1) };
      },
      setUp: async (call) => session.act(acknowledgeAll, call),
    };
  },
});

/** The rectangle around a route; nothing without one. */
function around(route: readonly StationDie[]): ElectroglasOptions['dies'] {
  if (route.length === 0) return undefined;
  const range = (numbers: readonly number[]): Limits => ({
    min: numbers.reduce((a, b) => Math.min(a, b)),
    max: numbers.reduce((a, b) => Math.max(a, b)),
  });
  return { columns: range(route.map(({ column }) => column)), rows: range(route.map(({ row }) => row)) };
}

function refuseOutside({ column, row }: StationDie, dies: ElectroglasOptions['dies']): void {
  if (dies === undefined) {
    throw new FourwireError(
      'state',
      'route-missing',
      `A step to die ${column}, ${row} is refused: the prober does not stop at the edge of its platen; give the option route, or dies with the columns and rows that the chuck may reach.`,
    );
  }
  const isWithin = (value: number, { min = -Infinity, max = Infinity }: Limits): boolean =>
    value >= min && value <= max;
  if (isWithin(column, dies.columns) && isWithin(row, dies.rows)) return;
  throw new FourwireError(
    'range',
    'die-limit',
    `A step to die ${column}, ${row} is refused: columns ${dies.columns.min} to ${dies.columns.max} and rows ${dies.rows.min} to ${dies.rows.max} may be reached; change the option dies.`,
    { details: { die: { column, row }, dies } },
  );
}

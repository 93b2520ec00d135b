import { FourwireError, defineDriver, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ValueOf } from '@fourwire/core';
import { HostRoute, routeOptions } from '../classes/host-route.ts';
import { KnownHeight } from '../classes/known-height.ts';
import { probeStation } from '../classes/probe-station.ts';
import { stationMembers } from '../classes/station-members.ts';
import { noSubsites, unexpected } from '../faults.ts';
import { PilotSession } from './pilot-session.ts';
import { stationOptions } from '../classes/station-dialect.ts';

const pilotOptions = record({ ...stationOptions, ...routeOptions });

/** What the PILOT driver may be told. */
export interface PilotOptions extends ValueOf<typeof pilotOptions> {}

const move = { seconds: 60 } as const;
const long = { minutes: 5 } as const;

/** Commands by their numbers (sheet small-probers.md, section B). */
const command = {
  contact: '15',
  separate: '16',
  load: '19',
  readXy: '24',
  readZTheta: '25',
  align: '329',
} as const;

/**
 * SemiProbe probers under PILOT, over its communication controller: TCP port 5050 on the prober's computer, 4000 from
 * another one, with LF as end of line.
 *
 * The route lies at the host, and dies are gone to by number. Moves by µm are left out: neither the unit of its positions nor
 * the order of their axes is confirmed. Whether the needles touch is known only after contact() or separate() of this
 * session, and while Z is as it was then.
 *
 * Source: sheet small-probers.md, section B, after SweepMe's driver. Unconfirmed: the form of its answers beyond `Executed!`
 * and the two numbers at the end of a position; that a stop is taken while a move runs and answered after it, so it is
 * believed only when the prober was seen standing.
 */
export const semiprobePilot = defineDriver({
  name: 'semiprobe-pilot',
  deviceClass: probeStation,
  wire: 'bytes',
  bus: { timeout: { seconds: 10 } },
  options: pilotOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: PilotOptions) => {
    const known = new KnownHeight();
    const session = new PilotSession(bus, clock);
    const act = async (text: string, call: Call): Promise<void> => session.act(text, move, call);
    /** The two numbers of a position, in the order in which they come. */
    const numbers = async (question: string, call: Call): Promise<readonly [number, number]> => {
      const reply = await session.ask(question, call);
      const [, first, second] = /(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)[^\d]*$/.exec(reply) ?? [];
      if (second === undefined)
        throw unexpected(`two numbers at the end of the answer to "${question}"`, reply);
      return [Number(first), Number(second)];
    };
    /** Z is the last number, as one driver has it. */
    const readZ = async (call: Call): Promise<number> => (await numbers(command.readZTheta, call))[1];
    let before = '';

    return {
      members: stationMembers(
        {
          clock,
          height: async (call) => known.now(await readZ(call)),
          contact: async (call) => {
            const from = await readZ(call);
            const was = known.now(from);
            const to = await known.change('contact', async () => {
              await act(command.contact, call);
              return readZ(call);
            });
            // An answer without a move is no contact.
            if (to === from && was !== 'contact') known.reached('between');
            return undefined;
          },
          separate: async (call) => {
            const from = await readZ(call);
            const was = known.now(from);
            try {
              await known.change('separation', async () => {
                await act(command.separate, call);
                return readZ(call);
              });
            } catch (error) {
              // Where wafers are put on it may refuse; a chuck that stands where it was separated is separated still.
              const refuses = FourwireError.is(error) && error.kind === 'device';
              if (!refuses || was !== 'separation' || (await readZ(call)) !== from) throw error;
              known.reached('separation', from);
            }
            return undefined;
          },
          steps: new HostRoute(options, async ({ column, row, subsite }, call) => {
            if (subsite !== 0) throw noSubsites('PILOT');
            await act(`4000 MoveState= L, X= ${column}, Y= ${row}`, call);
          }),
          load: async (call) => {
            // Where wafers are put on nothing touches.
            await known.change('separation', async () => {
              await session.act(command.load, long, call);
              return readZ(call);
            });
          },
          align: async (call) => session.act(command.align, long, call),
          halt: async (call) => session.stop(call),
          standing: async (call) => {
            const now = `${(await numbers(command.readXy, call)).join(' ')} ${await readZ(call)}`;
            const stands = now === before;
            before = now;
            return stands;
          },
        },
        options,
      ),
      identify: async (call) => {
        // It has no question for who it is; one that it always answers tells at least that one is there.
        await numbers(command.readXy, call);
        return { manufacturer: 'SemiProbe', model: 'PILOT', serialNumber: '', firmware: '' };
      },
    };
  },
});

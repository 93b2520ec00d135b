import { defineDriver, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext } from '@fourwire/core';
import { KnownHeight } from '../classes/known-height.ts';
import { probeStation } from '../classes/probe-station.ts';
import { stationOptions } from '../classes/station-dialect.ts';
import type { StationDie, StationOptions, StationVisit } from '../classes/station-dialect.ts';
import { stationMembers } from '../classes/station-members.ts';
import { notConfirmed, unexpected } from '../faults.ts';
import { seeThrough } from '../see-through.ts';
import { P200lSession } from './p200l-session.ts';

const move = { seconds: 60 } as const;

/**
 * Micromanipulator P200L and P300 probers with NetProbe 7, over the TCP port of its router program (9002).
 *
 * It steps along the route of its own map. The prober does not tell whether its needles are down: that is known only after
 * contact() or separate() of this session, and after steps by its setting to lower them by itself.
 *
 * Source: sheet small-probers.md, section A, after one driver. Unconfirmed: how it tells the end of the route (taken: `-1`, as
 * for subsites); whether its subsites count from 0; that it does not tell who it is.
 */
export const micromanipulatorP200l = defineDriver({
  name: 'micromanipulator-p200l',
  deviceClass: probeStation,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  options: record(stationOptions),
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: StationOptions) => {
    const session = new P200lSession(bus);
    const known = new KnownHeight();
    const readDie = async (call: Call): Promise<StationDie> =>
      dieOf(':WFR:POS:CR?', await session.ask(':WFR:POS:CR?', call));
    /** Nothing stops what has begun. */
    const go = async (command: string, call: Call): Promise<string | undefined> =>
      seeThrough(call, async (kept) => session.run(command, { ...kept, timeout: move }));

    /** What follows every step: subsites count from here, and the needles may have come down by themselves. */
    const arrived = async (call: Call): Promise<void> => {
      await session.run(':PRB:REFXY 0 0', call);
      const settings = await session.ask(':PRB:DNM?', call);
      const [, lowers] = /^(?:true|false) (true|false)$/i.exec(settings) ?? [];
      if (lowers === undefined) throw unexpected('two truth values after ":PRB:DNM?"', settings);
      if (lowers.toLowerCase() === 'true') known.reached('contact');
    };
    const step = async (question: string, call: Call): Promise<StationVisit> => {
      const value = (await go(question, call)) ?? '';
      if (value.startsWith('-1')) return { ended: true, ...(await readDie(call)), subsite: 0, last: true };
      const die = dieOf(question, value);
      await arrived(call);
      return { ended: false, ...die, subsite: 0 };
    };

    return {
      members: stationMembers(
        {
          clock,
          height: async (call) => {
            // It tells nothing of its needles, but whether it is there.
            await readDie(call);
            return known.now();
          },
          contact: async (call) =>
            known.change('contact', async () => {
              await go(':PRB:DN', call);
              return undefined;
            }),
          separate: async (call) =>
            known.change('separation', async () => {
              await go(':PRB:UP', call);
              return undefined;
            }),
          steps: {
            die: readDie,
            first: async (call) => step(':WFR:FIRST?', call),
            next: async (call) => step(':WFR:NEXT?', call),
            to: async ({ column, row, subsite }, call) => {
              await go(`:WFR:MOV:CR ${column} ${row}`, call);
              const there = await readDie(call);
              if (there.column !== column || there.row !== row)
                throw notConfirmed(
                  `The chuck was sent to die ${column}, ${row}, and the prober says ${there.column}, ${there.row}.`,
                );
              await arrived(call);
              if (subsite > 0) await go(`:SUB:GOTO ${subsite}`, call);
              return { ended: false, column, row, subsite };
            },
          },
        },
        options,
      ),
      identify: async (call) => {
        // It has no question for who it is; one that every NetProbe answers tells at least that one is there.
        await readDie(call);
        return { manufacturer: 'Micromanipulator', model: 'P200L', serialNumber: '', firmware: '' };
      },
    };
  },
});

function dieOf(question: string, value: string): StationDie {
  const [, column, row] = /^(-?\d+) (-?\d+)$/.exec(value) ?? [];
  if (row === undefined) throw unexpected(`column and row after "${question}"`, value);
  return { column: Number(column), row: Number(row) };
}

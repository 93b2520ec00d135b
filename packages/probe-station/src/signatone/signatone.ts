import { defineDriver, endsWith, oneOf, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, Turn, ValueOf } from '@fourwire/core';
import { HostRoute, routeOptions } from '../classes/host-route.ts';
import { KnownHeight } from '../classes/known-height.ts';
import { probeStation } from '../classes/probe-station.ts';
import type { StationDie } from '../classes/station-dialect.ts';
import { stationMembers } from '../classes/station-members.ts';
import { noSubsites, notConfirmed, refused, unexpected } from '../faults.ts';
import { seeThrough } from '../see-through.ts';
import { stationOptions } from '../classes/station-dialect.ts';

const signatoneOptions = record({
  ...stationOptions,
  ...routeOptions,
  /** Signs of column and row as the prober is set up; 1 and 1 unless given. One laboratory needs −1 and −1. */
  signs: optionalField(record({ column: oneOf([1, -1]), row: oneOf([1, -1]) })),
});

/** What the Signatone driver may be told. */
export interface SignatoneOptions extends ValueOf<typeof signatoneOptions> {}

const move = { seconds: 60 } as const;

/** How often the prober is asked whether it has arrived, in ms. */
const lookMs = 100;

/** The die that it is at, in the answer to `GETCR` without its letters. */
const die = /^\s*(-?\d+)\s*,\s*(-?\d+)\s*$/;

/** An acknowledge that nobody asked for, such as `0:`. */
const acknowledge = /^(\d+):/;

/**
 * Signatone probers with WaveLink or CM400 control, over GPIB or TCP.
 *
 * The route lies at the host: how the prober tells the end of its own is not documented. A step is believed when the prober
 * says that it is at the die. Whether the needles touch it does not tell: that is known only after contact() or separate() of
 * this session.
 *
 * Source: sheet small-probers.md, section C, after one driver (basil). Unconfirmed: that commands are carried out in order, so that
 * an answer comes when the ones before are done; that acknowledges begin with a number that is 0 when all is well.
 */
export const signatone = defineDriver({
  name: 'signatone',
  deviceClass: probeStation,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  options: signatoneOptions,
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: SignatoneOptions) => {
    const { signs = { column: 1, row: 1 }, route } = options;
    const known = new KnownHeight();

    /** Sends a command where one is given, and asks for the die: the answer comes after those of everything before. */
    const query = async (command: string | undefined, call: Call): Promise<StationDie> =>
      command === undefined ? ask(command, call) : seeThrough(call, async (kept) => ask(command, kept));
    const ask = async (command: string | undefined, call: Call): Promise<StationDie> =>
      bus.exchange(
        async (wire, turn) => {
          if (command !== undefined) await wire.write(encode(command), turn);
          await wire.write(encode('GETCR'), turn);
          for (;;) {
            const line = await readLine(wire, turn);
            const [, column, row] = die.exec(line.replaceAll(/[a-z]/gi, '')) ?? [];
            if (row !== undefined)
              return { column: signs.column * Number(column), row: signs.row * Number(row) };
            const [, code] = acknowledge.exec(line) ?? [];
            if (code === undefined && line !== '') throw unexpected('column and row after "GETCR"', line);
            if (code !== undefined && Number(code) !== 0) throw refused(command ?? 'GETCR', code, line);
          }
        },
        { ...call, timeout: move },
      );
    const goTo = async (target: StationDie & { readonly subsite: number }, call: Call): Promise<void> => {
      if (target.subsite !== 0) throw noSubsites('a Signatone prober');
      const [column, row] = [signs.column * target.column, signs.row * target.row];
      const start = clock.monotonic();
      for (
        let here = await query(`MOVECR ${column},${row}`, call);
        here.column !== target.column || here.row !== target.row;
        here = await query(undefined, call)
      ) {
        if (clock.monotonic() - start > move.seconds * 1000)
          throw notConfirmed(
            `The chuck was sent to die ${target.column}, ${target.row}, and the prober says ${here.column}, ${here.row}.`,
          );
        await clock.sleep(lookMs, call.signal);
      }
    };
    const act = async (command: string, call: Call): Promise<undefined> => {
      await query(command, call);
    };

    return {
      members: stationMembers(
        {
          clock,
          height: async (call) => {
            // It tells nothing of its needles, but whether it is there.
            await query(undefined, call);
            return known.now();
          },
          contact: async (call) => known.change('contact', async () => act('ZCHUCKUP', call)),
          separate: async (call) => known.change('separation', async () => act('ZCHUCKDOWN', call)),
          steps: new HostRoute({ ...(route && { route }) }, goTo, async (call) => query(undefined, call)),
          load: async (call) => {
            // Where wafers are put on nothing touches.
            await known.change('separation', async () => act('LOADWAFER', call));
          },
        },
        options,
      ),
      identify: async (call) => {
        const text = await bus.exchange(async (wire, turn) => {
          await wire.write(encode('*IDN?'), turn);
          for (;;) {
            const line = await readLine(wire, turn);
            if (line !== '' && !acknowledge.test(line)) return line;
          }
        }, call);
        const [manufacturer = '', model = '', serialNumber = '', firmware = ''] = text.split(',');
        return {
          manufacturer: model === '' ? 'Signatone' : manufacturer.trim(),
          model: (model === '' ? manufacturer : model).trim(),
          serialNumber: serialNumber.trim(),
          firmware: firmware.trim(),
        };
      },
    };
  },
});

async function readLine(wire: ByteTransport, turn: Turn): Promise<string> {
  return new TextDecoder('latin1').decode(await wire.read(endsWith('\n'), turn)).trim();
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\n`);
}

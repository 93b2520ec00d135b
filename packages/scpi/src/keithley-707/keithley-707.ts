import { defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, Identity, ImplementationOf } from '@fourwire/core';
import { switchMatrix } from '../classes/switch-matrix.ts';
import type { Crosspoint } from '../classes/switch-matrix.ts';
import { identifyModel } from '../session/identify-model.ts';
import { ensureCrosspoints } from '../switches/crosspoints.ts';
import { switchMembers } from '../switches/switch-driver.ts';
import { TspSession } from '../tsp/tsp-session.ts';
import { tspSettings } from '../tsp/tsp-settings.ts';
import { tsp } from '../tsp/tsp-text.ts';
import { crosspointsOf, nameOf, rowLetters } from './crosspoint-names.ts';

const served = { pattern: /^keithley.*\b70[78]B\b/i, names: '707B and 708B' };

/**
 * Keithley 707B and 708B switching matrix mainframes over TSP. The older 707A and 708A speak another language and are
 * refused.
 *
 * Source: sheet switch-keithley-707-7001.md, "Dialects", after comet and SweepMe.
 */
export const keithley707 = defineDriver({
  name: 'keithley-707',
  deviceClass: switchMatrix,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = new TspSession(context.bus);
    /** Before anything is asked: a prompt or an error that comes unasked would be taken for the answer. */
    const quiet = new TspSession(context.bus, { errors: 'never' });
    const identify = async (call: Call): Promise<Identity> => {
      await quiet.send(tsp`localnode.prompts = 0 localnode.showerrors = 0`, call);
      return identifyModel(session, served, call);
    };
    const { model } = await identify({});
    const space = { slots: model.startsWith('708') ? 1 : 6, rows: rowLetters.length, columns: 12 };
    const at = tspSettings(session);

    /** Waits until the relays have settled. */
    const settled = async (call: Call): Promise<void> => {
      await session.query(tsp`*OPC?`, call);
    };
    const names = (crosspoints: readonly Crosspoint[]): string =>
      crosspoints.map((one) => nameOf(one)).join(',');

    return {
      identify,
      setUp: async (call) => {
        await session.errors(call);
        await session.send(tsp`format.data = format.ASCII`, call);
      },
      members: {
        ...switchMembers({
          space,
          closed: async (call) =>
            crosspointsOf(await session.query(tsp`print(channel.getclose("allslots"))`, call)),
          close: async (crosspoints, call) => {
            await session.send(tsp`channel.close(${names(crosspoints)})`, call);
            await settled(call);
          },
          open: async (crosspoints, call) => {
            await session.send(tsp`channel.open(${names(crosspoints)})`, call);
            await settled(call);
          },
          openAll: async (call) => {
            await session.send(tsp`channel.open("allslots")`, call);
            await settled(call);
          },
          closeOnly: async (crosspoints, call) => {
            await session.send(tsp`channel.exclusiveclose(${names(crosspoints)})`, call);
            await settled(call);
          },
        }),
        sequence: {
          // Unconfirmed: the numbers, as which it may be printed, and that of the last the name.
          rule: at.choice('channel.connectrule', {
            breakBeforeMake: ['channel.BREAK_BEFORE_MAKE', 1],
            makeBeforeBreak: ['channel.MAKE_BEFORE_BREAK', 2],
            none: ['channel.OFF', 0],
          }),
        },
        settling: undefined,
        wear: {
          count: {
            run: async ({ crosspoint }, operation) => {
              ensureCrosspoints([crosspoint], space);
              const closures = await session.printNumber(
                tsp`channel.getcount(${nameOf(crosspoint)})`,
                operation,
              );
              return { closures };
            },
          },
        },
      } satisfies ImplementationOf<typeof switchMatrix>,
    };
  },
});

import { FourwireError, array, defineDriver, integer, optionalField, record } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, ImplementationOf, ValueOf } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import { channels } from '../codec/fragment.ts';
import { switchMatrix } from '../classes/switch-matrix.ts';
import type { Crosspoint } from '../classes/switch-matrix.ts';
import { identifyModel } from '../session/identify-model.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { without } from '../switches/crosspoints.ts';
import { switchMembers } from '../switches/switch-driver.ts';
import { channelOf, crosspointsOf } from './channels.ts';

/** Slots of the larger mainframe, the 7002. */
const most = 10;

const keithley7001Options = record({
  /**
   * The slots whose cards are matrices, counted from 1; the others are taken for multiplexers, whose channels are the
   * columns of row 1. None unless given.
   */
  matrixSlots: optionalField(array(integer({ min: 1, max: most }))),
});

/** What must be known of a 7001 or 7002. */
export interface Keithley7001Options extends ValueOf<typeof keithley7001Options> {}

const served = { pattern: /^keithley.*\b700[12]\b/i, names: '7001 and 7002' };

/**
 * Keithley 7001 and 7002 switch systems over SCPI, by GPIB. What else is closed opens before relays close.
 *
 * Source: sheet switch-keithley-707-7001.md, "Dialects". Unconfirmed: all of it, from the manual and not read again.
 */
export const keithley7001 = defineDriver({
  name: 'keithley-7001',
  deviceClass: switchMatrix,
  wire: 'bytes',
  options: keithley7001Options,
  connect: async (context: DriverContext<ByteTransport>, { matrixSlots = [] }: Keithley7001Options) => {
    const session = new ScpiSession(context.bus);
    const { model } = await identifyModel(session, served, {});
    const slots = model.startsWith('7002') ? most : 2;
    const wrong = matrixSlots.find((slot) => slot > slots);
    if (wrong !== undefined) {
      throw new FourwireError(
        'range',
        'option-refused',
        `matrixSlots refused: a ${model} has slots 1 to ${slots}; got ${wrong}.`,
      );
    }
    const isMatrix = (slot: number): boolean => matrixSlots.includes(slot);
    const list = (crosspoints: readonly Crosspoint[]) =>
      channels(crosspoints.map((one) => channelOf(one, isMatrix(one.slot))));
    const settled = async (call: Call): Promise<void> => {
      await session.query(scpi`*OPC?`, call);
    };
    const closed = async (call: Call): Promise<readonly Crosspoint[]> =>
      crosspointsOf(await session.query(scpi`ROUT:CLOS:STAT?`, call));

    const open = async (crosspoints: readonly Crosspoint[], call: Call): Promise<void> => {
      if (crosspoints.length === 0) return;
      await session.send(scpi`ROUT:OPEN ${list(crosspoints)}`, call);
      await settled(call);
    };
    const close = async (crosspoints: readonly Crosspoint[], call: Call): Promise<void> => {
      if (crosspoints.length === 0) return;
      await session.send(scpi`ROUT:CLOS ${list(crosspoints)}`, call);
      await settled(call);
    };

    return {
      identify: async (call) => identifyModel(session, served, call),
      setUp: async (call) => {
        await session.errors(call);
      },
      members: {
        ...switchMembers({
          // Cards have up to 40 channels, and matrices up to 8 rows; the instrument refuses what its cards do not have.
          space: { slots, rows: 8, columns: 40 },
          ensureThere: (crosspoints) => {
            const row = crosspoints.find((one) => one.row > 1 && !isMatrix(one.slot));
            if (row === undefined) return;
            throw new FourwireError(
              'range',
              'value-refused',
              `row ${row.row} refused: slot ${row.slot} is taken for a multiplexer, which has row 1 only; name it in the option matrixSlots if its card is a matrix.`,
            );
          },
          closed,
          close,
          open,
          openAll: async (call) => {
            await session.send(scpi`ROUT:OPEN ALL`, call);
            await settled(call);
          },
          closeOnly: async (crosspoints, call) => {
            const before = await closed(call);
            await open(without(before, crosspoints), call);
            await close(without(crosspoints, before), call);
          },
        }),
        // The sheet confirms no commands for these.
        sequence: undefined,
        settling: undefined,
        wear: undefined,
      } satisfies ImplementationOf<typeof switchMatrix>,
    };
  },
});

import { defineDriver } from '@fourwire/core';
import type { ByteTransport, DriverContext, ImplementationOf } from '@fourwire/core';
import { functionGenerator } from '../classes/function-generator.ts';
import { scpi } from '../codec/command.ts';
import { identifyModel } from '../session/identify-model.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { channelOf } from './channel.ts';
import { modelOf, models } from './models.ts';

/**
 * Keysight 33500B and 33600A Trueform waveform generators over SCPI.
 *
 * Source: sheet awg-keysight-33500.md, after QCoDeS and pymeasure.
 */
export const keysight33500 = defineDriver({
  name: 'keysight-33500',
  deviceClass: functionGenerator,
  wire: 'bytes',
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = new ScpiSession(context.bus);
    const model = modelOf(await identifyModel(session, models));
    const numbers = model.channels === 1 ? [1] : [1, 2];
    return {
      identify: async (call) => identifyModel(session, models, call),
      // Errors of whoever was here before are not ours; amplitudes are peak to peak, phases in degrees.
      setUp: async (call) => {
        await session.errors(call);
        for (const number of numbers) await session.send(scpi`SOUR${number}:VOLT:UNIT VPP`, call);
        await session.send(scpi`UNIT:ANGL DEG`, call);
        await session.send(scpi`FORM:BORD SWAP`, call);
      },
      members: {
        channels: numbers.map((number) => channelOf(session, number, model, context)),
        alignPhases: {
          run: async (_input, operation) => {
            await session.send(scpi`PHAS:SYNC`, operation);
            return undefined;
          },
        },
      } satisfies ImplementationOf<typeof functionGenerator>,
    };
  },
});

import { FourwireError, defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, Identity, ImplementationOf } from '@fourwire/core';
import { sourceMeasureUnit } from '../classes/source-measure-unit.ts';
import { identifyModel } from '../session/identify-model.ts';
import { TspSession } from '../tsp/tsp-session.ts';
import { tsp } from '../tsp/tsp-text.ts';
import { systemSmuChannel } from './channel.ts';
import { modelNamed } from './models.ts';

const served = {
  pattern: /^keithley.*\b26(?:0[1246]|1[124]|3[456]|51|57)[AB]?\b/i,
  names: 'the series 2600, 2600A and 2600B, 2651A and 2657A',
};

/**
 * Keithley Series 2600, 2600A and 2600B System SourceMeters, 2651A and 2657A, over TSP. How many channels there are
 * follows from the model.
 *
 * Source: sheet smu-keithley-2600.md, after QCoDeS, pymeasure, SweepMe, comet and tm_devices.
 */
export const keithley2600 = defineDriver({
  name: 'keithley-2600',
  deviceClass: sourceMeasureUnit,
  wire: 'bytes',
  serial: { baudRate: 9600 },
  bus: { timeout: { seconds: 5 } },
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = new TspSession(context.bus);
    /** Before anything is asked: a prompt or an error that comes unasked would be taken for the answer. */
    const quiet = new TspSession(context.bus, { errors: 'never' });
    const identify = async (call: Call): Promise<Identity> => {
      await quiet.send(tsp`localnode.prompts = 0 localnode.showerrors = 0`, call);
      return identifyModel(session, served, call);
    };
    const identity = await identify({});
    const model = modelNamed(identity.model);
    if (model === undefined) {
      throw new FourwireError(
        'device',
        'model-unsupported',
        `This driver knows no limits of a ${identity.model}.`,
      );
    }
    const numbers = model.channels === 2 ? ([1, 2] as const) : ([1] as const);
    const channels = numbers.map((number) => systemSmuChannel(context, session, number, model));
    return {
      identify,
      setUp: async (call) => {
        await session.errors(call);
        await session.send(tsp`format.data = format.ASCII format.asciiprecision = ${10}`, call);
        for (const channel of channels) await channel.setUp(call);
      },
      members: { channels: channels.map(({ members }) => members) } satisfies ImplementationOf<
        typeof sourceMeasureUnit
      >,
    };
  },
});

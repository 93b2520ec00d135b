import { FourwireError, defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, Identity, ImplementationOf } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import { sourceMeasureUnit } from '../classes/source-measure-unit.ts';
import { identifyModel } from '../session/identify-model.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { smuChannelDriver } from '../smu/smu-channel.ts';
import { models } from './models.ts';
import { scpiPort } from './scpi-port.ts';

const served = { pattern: /^keithley.*\b(?:24[567]0|2461)\b/i, names: '2450, 2460, 2461 and 2470' };

/**
 * Keithley 2450, 2460, 2461 and 2470 SourceMeters, in the command set that they are set to: SCPI.
 *
 * Source: sheet smu-keithley-2450.md, after QCoDeS, pymeasure, comet, SweepMe, tm_devices and the reference manuals.
 */
export const keithley2450 = defineDriver({
  name: 'keithley-2450',
  deviceClass: sourceMeasureUnit,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = new ScpiSession(context.bus);
    const identify = async (call: Call): Promise<Identity> => {
      const identity = await identifyModel(session, served, call);
      // It answers both in every command set, and nothing else.
      const language = (await session.query(scpi`*LANG?`, call)).trim();
      if (language !== 'SCPI') throw wrongLanguage(language);
      return identity;
    };
    const identity = await identify({});
    const model = models.find(({ name }) => identity.model.startsWith(name));
    if (model === undefined) {
      throw new FourwireError(
        'device',
        'model-unsupported',
        `This driver knows no limits of a ${identity.model}.`,
      );
    }
    const port = scpiPort(session, model);
    const channel = smuChannelDriver(port, context);
    return {
      identify,
      setUp: async (call) => {
        await port.setUp(call);
        await channel.setUp(call);
      },
      members: { channels: [channel.members] } satisfies ImplementationOf<typeof sourceMeasureUnit>,
    };
  },
});

function wrongLanguage(language: string): FourwireError {
  return new FourwireError(
    'device',
    'language-unsupported',
    `The instrument is set to the command set ${language}; set it to SCPI (*LANG SCPI, or Menu > System > Settings) and switch it off and on.`,
  );
}

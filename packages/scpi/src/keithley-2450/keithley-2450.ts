import { FourwireError, defineDriver } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, Identity, ImplementationOf } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import { sourceMeasureUnit } from '../classes/source-measure-unit.ts';
import { identifyModel } from '../session/identify-model.ts';
import { ScpiSession } from '../session/scpi-session.ts';
import { smuChannelDriver } from '../smu/smu-channel.ts';
import type { LanguagePort } from './language-port.ts';
import { models } from './models.ts';
import type { GraphicalSmuModel } from './models.ts';
import { scpiPort } from './scpi-port.ts';
import { tspPort } from './tsp-port.ts';

const served = { pattern: /^keithley.*\b(?:24[567]0|2461)\b/i, names: '2450, 2460, 2461 and 2470' };

/**
 * Keithley 2450, 2460, 2461 and 2470 SourceMeters, in the command set that they are set to: SCPI or TSP. With
 * TSP the settings of a quantity are there only while they are in force.
 *
 * Source: sheet smu-keithley-2450.md, after QCoDeS, pymeasure, comet, SweepMe, tm_devices and the reference manuals.
 */
export const keithley2450 = defineDriver({
  name: 'keithley-2450',
  deviceClass: sourceMeasureUnit,
  wire: 'bytes',
  connect: async (context: DriverContext<ByteTransport>) => {
    const session = new ScpiSession(context.bus);
    // It answers these two in every command set.
    const identifyAs = async (call: Call): Promise<Identity & { readonly language: string }> => {
      const identity = await identifyModel(session, served, call);
      return { ...identity, language: (await session.query(scpi`*LANG?`, call)).trim().toUpperCase() };
    };
    const { model: name, language } = await identifyAs({});
    const model = models.find((one) => name.startsWith(one.name));
    if (model === undefined) {
      throw new FourwireError('device', 'model-unsupported', `This driver knows no limits of a ${name}.`);
    }
    const port = portOf(context, session, language, model);
    const channel = smuChannelDriver(port, context);
    return {
      identify: async (call) => {
        const { language: now, ...identity } = await identifyAs(call);
        if (now !== language) throw wrongLanguage(now, language);
        return identity;
      },
      setUp: async (call) => {
        await port.setUp(call);
        await channel.setUp(call);
      },
      members: { channels: [channel.members] } satisfies ImplementationOf<typeof sourceMeasureUnit>,
    };
  },
});

function portOf(
  { bus }: DriverContext<ByteTransport>,
  session: ScpiSession,
  language: string,
  model: GraphicalSmuModel,
): LanguagePort {
  if (language === 'SCPI') return scpiPort(session, model);
  if (language === 'TSP') return tspPort(bus, model);
  throw wrongLanguage(language, 'SCPI or TSP');
}

function wrongLanguage(language: string, wanted: string): FourwireError {
  return new FourwireError(
    'device',
    'language-unsupported',
    `The instrument is set to the command set ${language}; set it to ${wanted} in its menu (System, Settings), and switch it off and on.`,
  );
}

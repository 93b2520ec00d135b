import { FourwireError } from '@fourwire/core';
import { openGemHost } from '@fourwire/secs';
import type { GemHostOptions, SecsIOptions } from '@fourwire/secs';
import { parseAddress } from '@fourwire/transport';
import type { WireOptions } from '@fourwire/transport';
import type { Clock } from '@fourwire/core';
import { isAborted, isRefused } from './gem-wirebonder/bonder-state.ts';
import { surveyMachine } from './gem-wirebonder/survey.ts';
import type { MachineSurface } from './gem-wirebonder/survey.ts';
import { secsTransport } from './open.ts';

/** How a machine is reached that has no profile yet. */
export interface SurveyOptions extends WireOptions {
  /** The formats of ids that the machine takes; `U4` unless given. */
  readonly ids?: GemHostOptions['ids'];
  /** The line, for a machine on SECS-I. */
  readonly secsI?: SecsIOptions;
  readonly clock?: Clock;
}

/**
 * Asks a machine at an address for all that it names, to draft a profile from: `draftProfile(await
 * surveyWirebonder('hsms://192.168.0.9:5000/0'))`. It changes nothing at the machine but asks it to go on-line.
 *
 * @throws FourwireError of kind `range` for an address that is no GEM machine's, of kind `link` when it cannot be
 * reached
 */
export async function surveyWirebonder(
  address: string,
  options: SurveyOptions = {},
): Promise<MachineSurface> {
  const where = parseAddress(address);
  const transport = secsTransport(where, options, options.secsI, options.simulators?.(where));
  if (transport === undefined) {
    throw new FourwireError(
      'range',
      'address-unsupported',
      `${address}: a GEM machine is at hsms://host:port/id, on a serial line or on a socket.`,
    );
  }
  const { ids, clock } = options;
  await using opened = await openGemHost(transport, {
    ...(ids === undefined ? {} : { ids }),
    ...(clock === undefined ? {} : { clock }),
    setUp: async (host, call) => {
      try {
        await host.communications.goOnline(call);
      } catch (error) {
        // It may be on-line without knowing S1F17.
        if (!isRefused(error) && !isAborted(error)) throw error;
      }
    },
  });
  return await surveyMachine(opened.host);
}

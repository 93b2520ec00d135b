import type { Call, ImplementationOf } from '@fourwire/core';
import type { lcrMeter } from '../classes/lcr-meter.ts';
import { scpi } from '../codec/command.ts';
import { parseInteger } from '../codec/number.ts';
import { splitResponse } from '../codec/split.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import { choices } from '../session/settings.ts';

type Aperture = 'short' | 'medium' | 'long';

const words = choices<Aperture>({ short: 'SHORt', medium: 'MEDium', long: 'LONG' });

/** Aperture and averaging, which the meter keeps under one header: `MED,+1`. */
export function apertureOf(
  session: ScpiSession,
): Pick<ImplementationOf<typeof lcrMeter>, 'aperture' | 'averaging'> {
  const read = async (call: Call): Promise<readonly [Aperture, number]> => {
    const [aperture = '', averaging = ''] = splitResponse(await session.query(scpi`APER?`, call))[0] ?? [];
    return [words.decode(aperture), parseInteger(averaging)];
  };
  const write = async (aperture: Aperture, averaging: number, call: Call): Promise<void> =>
    session.send(scpi`APER ${words.encode(aperture)},${averaging}`, call);
  return {
    aperture: {
      read: async (call) => (await read(call))[0],
      write: async (aperture, call) => write(aperture, (await read(call))[1], call),
    },
    averaging: {
      read: async (call) => (await read(call))[1],
      write: async (averaging, call) => write((await read(call))[0], averaging, call),
      limits: async () => Promise.resolve({ min: 1, max: 256 }),
    },
  };
}

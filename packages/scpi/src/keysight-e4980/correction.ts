import { FourwireError } from '@fourwire/core';
import type { CommandImplementation, ImplementationOf } from '@fourwire/core';
import type { lcrCorrection } from '../classes/lcr-meter.ts';
import { scpi } from '../codec/command.ts';
import { keyword } from '../codec/fragment.ts';
import type { PathSettings } from '../session/path-settings.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import { cableLengths } from './tables.ts';

/** A correction takes up to a minute (sheet). */
const longest = { minutes: 2 };

/** @param session - with the error policy `transaction` */
export function correctionOf(
  session: ScpiSession,
  set: PathSettings,
): ImplementationOf<typeof lcrCorrection> {
  const measure = (node: 'OPEN' | 'SHOR'): CommandImplementation<undefined, undefined, undefined> => ({
    run: async (_input, operation) => {
      // The meter answers nothing else until it is through.
      const call = { ...operation, timeout: longest };
      await session.transaction(
        async (exclusive) => exclusive.query(scpi`CORR:${keyword(node)};*OPC?`, call),
        call,
      );
      return undefined;
    },
  });
  const length = set.number('CORR:LENG');
  return {
    openEnabled: set.boolean('CORR:OPEN:STAT'),
    shortEnabled: set.boolean('CORR:SHOR:STAT'),
    loadEnabled: set.boolean('CORR:LOAD:STAT'),
    cableLength: {
      ...length,
      write: async (value, call) => {
        if (!cableLengths.includes(value)) {
          throw new FourwireError(
            'range',
            'value-refused',
            `cableLength ${value} m refused; this meter corrects ${cableLengths.join(', ')} m.`,
          );
        }
        await length.write(value, call);
      },
    },
    measureOpen: measure('OPEN'),
    measureShort: measure('SHOR'),
  };
}

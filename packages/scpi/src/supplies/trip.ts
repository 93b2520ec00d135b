import { FourwireError } from '@fourwire/core';
import type { Call, CommandImplementation, ReadableImplementation } from '@fourwire/core';

/** A protection that has switched an output off, and how it is let go. */
export interface Trip {
  readonly tripped: ReadableImplementation<boolean>;
  readonly reset: CommandImplementation<undefined, undefined, undefined>;
}

/**
 * A protection of an output. Its reset is confirmed: where the supply still says that it has tripped, an error of kind
 * `device`, code `not-confirmed`.
 */
export function trip(read: (call: Call) => Promise<boolean>, clear: (call: Call) => Promise<void>): Trip {
  return {
    tripped: { read },
    reset: {
      run: async (_input, operation) => {
        await clear(operation);
        if (!(await read(operation))) return undefined;
        throw new FourwireError(
          'device',
          'not-confirmed',
          'The protection was reset, but the supply says that it has still tripped; find out why, then try again.',
        );
      },
    },
  };
}

import type { Call, ImplementationOf } from '@fourwire/core';
import type { Waveform } from '../classes/common.ts';
import type { scopeChannel } from '../classes/oscilloscope.ts';

/** The waveform of a scope that sends it in one reply; who stops waits for no more of it. */
export function wholeWaveform(
  read: (into: { readonly value: Float64Array } | undefined, call: Call) => Promise<Waveform>,
): ImplementationOf<typeof scopeChannel>['waveform'] {
  return {
    run: async ({ into }, operation) => {
      const result = await read(into, operation);
      const total = result.samples.value.length;
      operation.progress({ taken: total, total });
      return result;
    },
    stop: async () => Promise.resolve(true),
  };
}

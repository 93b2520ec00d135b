import { FourwireError } from '@fourwire/core';
import type { Call, Clock } from '@fourwire/core';

/** How long a running command goes on without an answer before it fails: a cable that is put back does no harm. */
const patienceMs = 60_000;

/** Does something with the device through a gap in the link. */
export type Patiently = <T>(work: (call: Call) => Promise<T>) => Promise<T>;

/**
 * Makes the function through which a running command talks to its device: it fails only when there is no answer for as
 * long as patience lasts. Only for work that does no harm when it is done twice.
 */
export function patience(clock: Clock, call: Call, pauseMs = 1000): Patiently {
  // A cable that is out is out in real time, also where the chamber's time is paced.
  const { wire } = clock;
  let answered = wire.monotonic();
  return async (work) => {
    for (;;) {
      try {
        const value = await work(call);
        answered = wire.monotonic();
        return value;
      } catch (error) {
        const gap = FourwireError.is(error) && (error.kind === 'link' || error.kind === 'timeout');
        if (!gap || wire.monotonic() - answered > patienceMs) throw error;
        await wire.sleep(pauseMs, call.signal);
      }
    }
  };
}

/** The value itself; every wait and every decision goes by the temperature, so without one a command ends. */
export function goodTemperature(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new FourwireError(
    'device',
    'value-invalid',
    `The controller gave ${value} for the temperature: its sensor may be open. Check it before going on.`,
  );
}

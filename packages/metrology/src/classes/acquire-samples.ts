import { FourwireError, aborted } from '@fourwire/core';
import type { Call, ImplementationOf, OperationContext } from '@fourwire/core';
import type { Observable } from 'rxjs';
import type { DisplacementBatch, displacementSensor } from './displacement-sensor.ts';

type Acquire = ImplementationOf<typeof displacementSensor>['acquire'];
type Acquired = Awaited<ReturnType<Acquire['run']>>;

/**
 * The command `acquire` of every displacement sensor: takes samples from its stream and sums them up.
 *
 * @param look - a sensor that is asked value by value is asked once more when the acquisition is stopped, to see that it
 * is still there; one that streams is told to stop anyway
 */
export function acquireSamples(
  samples$: Observable<DisplacementBatch>,
  look?: (call: Call) => Promise<unknown>,
): Acquire {
  return {
    run: async ({ count }, operation) => summed(await gather(samples$, count, operation)),
    // The sensor goes on measuring; only the gathering ends.
    stop: async () => {
      await look?.({}).catch((error: unknown) => {
        if (!FourwireError.is(error) || error.kind !== 'device') throw error;
      });
      return true;
    },
  };
}

interface Gathered {
  readonly value: Float64Array;
  readonly duration: number;
  readonly lost: number;
}

async function gather(
  samples$: Observable<DisplacementBatch>,
  count: number,
  operation: OperationContext<{ readonly taken: number }>,
): Promise<Gathered> {
  const value = new Float64Array(count);
  const begun = operation.clock.monotonic() / 1000;
  const { signal } = operation;
  return new Promise((resolve, reject) => {
    let taken = 0;
    let lost = 0;
    const subscription = samples$.subscribe({
      next: (batch) => {
        // What was lost before the first sample is missing from nothing.
        if (taken > 0) lost += batch.lost;
        const part = batch.samples.value.subarray(0, count - taken);
        value.set(part, taken);
        taken += part.length;
        operation.progress({ taken });
        if (taken < count) return;
        end();
        resolve({ value, lost, duration: batch.arrived - begun });
      },
      error: (error: unknown) => {
        end();
        reject(FourwireError.from(error));
      },
    });
    const onAbort = (): void => {
      end();
      reject(aborted(signal));
    };
    const end = (): void => {
      signal.removeEventListener('abort', onAbort);
      // A source that gives everything at once calls before it has returned.
      queueMicrotask(() => subscription.unsubscribe());
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** One pass after Welford: no sum of squares that drowns a small spread on a large distance. */
function summed({ value, duration, lost }: Gathered): Acquired {
  let [valid, mean, squares, min, max] = [0, 0, 0, Infinity, -Infinity];
  for (const sample of value) {
    if (Number.isNaN(sample)) continue;
    valid++;
    const difference = sample - mean;
    mean += difference / valid;
    squares += difference * (sample - mean);
    if (sample < min) min = sample;
    if (sample > max) max = sample;
  }
  if (valid === 0) {
    throw new FourwireError(
      'device',
      'no-reading',
      `None of the ${value.length} samples is a distance: the sensor sees no target in its range.`,
    );
  }
  return {
    samples: { value },
    duration,
    invalid: value.length - valid,
    lost,
    mean,
    deviation: valid === 1 ? 0 : Math.sqrt(squares / (valid - 1)),
    min,
    max,
  };
}

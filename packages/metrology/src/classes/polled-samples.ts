import { FourwireError } from '@fourwire/core';
import type { Call, Clock } from '@fourwire/core';
import { Observable, share } from 'rxjs';
import type { LengthReading } from '../values/length.ts';
import type { DisplacementBatch } from './displacement-sensor.ts';
import { SampleBatcher } from './sample-batcher.ts';

/** How long to wait before a sensor that cannot be asked is asked again, in ms. */
const retryMs = 1000;

/**
 * A stream of samples from a sensor that must be asked for each: as fast as it answers, while somebody listens. The
 * sensor measures on its own between two answers; those samples are not lost but were never asked for.
 */
export function polledSamples(
  clock: Clock,
  read: (call: Call) => Promise<LengthReading>,
): Observable<DisplacementBatch> {
  return new Observable<DisplacementBatch>((subscriber) => {
    const ended = new AbortController();
    let batcher: SampleBatcher | undefined;
    const follow = async (): Promise<void> => {
      while (!ended.signal.aborted) {
        const value = await read({}).catch(faultOrThrow);
        if (ended.signal.aborted) return;
        if (value instanceof FourwireError) {
          if (value.kind !== 'device') await clock.sleep(retryMs, ended.signal);
          batcher?.add(NaN);
          // A bus that refuses at once must not be asked without end in the same moment.
          await clock.sleep(1, ended.signal);
          continue;
        }
        batcher ??= new SampleBatcher(clock, value.resolution, (batch) => subscriber.next(batch));
        batcher.add(value.value);
        await clock.sleep(1, ended.signal);
      }
    };
    follow().catch((error: unknown) => {
      if (!ended.signal.aborted) subscriber.error(error);
    });
    return () => {
      ended.abort();
      batcher?.end();
    };
  }).pipe(share());
}

function faultOrThrow(error: unknown): FourwireError {
  return FourwireError.from(error);
}

import { aborted } from '@fourwire/core';
import type { Call, Clock, ImplementationOf } from '@fourwire/core';
import { Observable } from 'rxjs';
import type { Waveform } from '../classes/common.ts';
import type { oscilloscope } from '../classes/oscilloscope.ts';
import { OneAtATime } from '../session/one-at-a-time.ts';
import { pollUntil } from '../session/poll-until.ts';
import type { Waiter } from '../session/poll-until.ts';

/** How a scope is made to acquire once. */
export interface SingleShot {
  /** Arms it. */
  arm(call: Call): Promise<void>;
  /** Whether the record is complete; asked again and again after it was armed. */
  isDone(call: Call): Promise<boolean>;
  /** Stops it; true when it says that it stands. */
  stop(call: Call): Promise<boolean>;
}

/** A channel of which waveforms are read. */
export interface WaveformSource {
  /** Whether it is acquired. */
  isEnabled(call: Call): Promise<boolean>;
  read(call: Call): Promise<Waveform>;
}

/** Waveforms of one acquisition, by channel, counted from 1. */
export type Acquisition = readonly { readonly channel: number; readonly waveform: Waveform }[];

/** How often a scope is asked whether its record is complete, in ms. */
const lookMs = 50;

/** Acquires once, or again and again while somebody listens; never two at a time. */
export class ScopeAcquirer {
  /** An acquisition after the other, each with the waveforms of all channels that are enabled. */
  readonly acquisitions$: Observable<Acquisition>;
  readonly #shot: SingleShot;
  readonly #turns = new OneAtATime();

  constructor(clock: Clock, shot: SingleShot, sources: () => readonly WaveformSource[]) {
    this.#shot = shot;
    this.acquisitions$ = new Observable((subscriber) => {
      const ended = new AbortController();
      const { signal } = ended;
      const follow = async (): Promise<void> => {
        while (!signal.aborted) {
          const acquisition = await this.#turns.run(async () => {
            if (signal.aborted) return [];
            await this.#once({}, { clock, signal });
            return waveforms(sources());
          });
          if (!signal.aborted) subscriber.next(acquisition);
        }
      };
      follow().catch((error: unknown) => {
        if (!signal.aborted) subscriber.error(error);
      });
      return () => ended.abort();
    });
  }

  /** The members of the class that it serves. */
  get members(): Pick<ImplementationOf<typeof oscilloscope>, 'acquire' | 'acquisitions$'> {
    return {
      acquire: {
        run: async (_input, operation) => {
          await this.acquire(operation);
          return undefined;
        },
        stop: async (call) => this.#shot.stop(call),
      },
      acquisitions$: this.acquisitions$,
    };
  }

  /** Acquires once. */
  async acquire(operation: Waiter): Promise<void> {
    await this.#turns.run(async () => {
      if (operation.signal?.aborted === true) throw aborted(operation.signal);
      await this.#once(operation, operation);
    });
  }

  /** @param call - of the exchanges; the waiter's signal ends the wait */
  async #once(call: Call, waiter: Waiter): Promise<void> {
    await this.#shot.arm(call);
    try {
      await pollUntil(
        'the acquisition',
        async () => ((await this.#shot.isDone(call)) ? true : undefined),
        waiter,
        { period: lookMs },
      );
    } catch (error) {
      // Nobody waits for it any more; a scope that stays armed would trigger at some time.
      if (call.signal?.aborted !== true) await this.#shot.stop({}).catch(() => false);
      throw error;
    }
  }
}

async function waveforms(sources: readonly WaveformSource[]): Promise<Acquisition> {
  const found: { readonly channel: number; readonly waveform: Waveform }[] = [];
  for (const [index, source] of sources.entries()) {
    if (!(await source.isEnabled({}))) continue;
    found.push({ channel: index + 1, waveform: await source.read({}) });
  }
  return found;
}

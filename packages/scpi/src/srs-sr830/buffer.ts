import { FourwireError } from '@fourwire/core';
import type { Call, Clock, ImplementationOf, OperationContext } from '@fourwire/core';
import { Observable } from 'rxjs';
import type { lockInAmplifier } from '../classes/lock-in-amplifier.ts';
import { parseAsciiArray } from '../codec/ascii-array.ts';
import { scpi } from '../codec/command.ts';
import { parseInteger } from '../codec/number.ts';
import { collectReadings, columnsOf } from '../session/collect-readings.ts';
import type { Columns } from '../session/collect-readings.ts';
import { OneAtATime } from '../session/one-at-a-time.ts';
import type { PacedSession } from '../session/paced.ts';
import { refuseNumber } from '../session/refuse-number.ts';
import { tableEntry } from './indexed.ts';
import { nextUp, sampleRates } from './tables.ts';

type LockInBuffer = NonNullable<ImplementationOf<typeof lockInAmplifier>['buffer']>;
type Samples = Columns<'time' | 'x' | 'y'>;

/** What the buffer holds. */
const capacity = 16_383;

/** The most samples of one fetch, so that a serial line is not busy with it for longer than a second or so. */
const chunk = 50;

/** The number of `SRAT` at which samples are taken as they are triggered. */
const triggered = 14;

/** STB bit 0: no scan in progress. */
const noScan = 0b1;

const names = ['time', 'x', 'y'] as const;

/** Samples of X and Y that the amplifier takes into its buffer at a rate of its own. */
export class LockInSampler {
  readonly members: LockInBuffer;
  readonly #session: PacedSession;
  readonly #clock: Clock;
  readonly #turns = new OneAtATime();

  constructor(session: PacedSession, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
    this.members = {
      sampleRate: {
        read: async (call) => this.#rate(call),
        write: async (hertz, call) => session.send(scpi`SRAT ${nextUp(sampleRates, hertz)}`, call),
        limits: async () => Promise.resolve({ min: 0, max: sampleRates.at(-1) ?? 512 }),
        same: (written, readBack) => readBack >= written * (1 - 1e-6),
      },
      acquire: {
        run: async ({ count }, operation) => {
          refuseNumber(count, '1', 'count', { min: 1, max: capacity });
          return this.#turns.run(async () => this.#acquire(count, operation));
        },
        stop: async (call) => this.#stop(call),
      },
      samples$: new Observable((subscriber) => {
        const ended = new AbortController();
        const follow = async (): Promise<void> => {
          const began = clock.monotonic();
          while (!ended.signal.aborted) {
            await this.#turns.run(async () =>
              this.#scan(ended.signal, (clock.monotonic() - began) / 1000, (samples) =>
                subscriber.next(samples),
              ),
            );
          }
        };
        follow().catch((error: unknown) => {
          if (!ended.signal.aborted) subscriber.error(error);
        });
        return () => ended.abort();
      }),
    };
  }

  async #rate(call: Call): Promise<number> {
    const reply = await this.#session.query(scpi`SRAT?`, call);
    if (parseInteger(reply) !== triggered) return tableEntry(sampleRates, reply);
    throw new FourwireError(
      'state',
      'setting-missing',
      'The buffer takes samples as they are triggered, so it has no rate; write sampleRate to give it one.',
    );
  }

  async #acquire(
    count: number,
    operation: OperationContext<{ readonly taken: number; readonly points: Samples }>,
  ): Promise<Samples> {
    const rate = await this.#start(operation);
    let most = 0;
    const samples = await collectReadings(
      {
        count,
        columns: names,
        // An amplifier that started anew has forgotten them.
        isRunning: async () => {
          const stored = await this.#stored(operation);
          const isRunning = stored >= most;
          most = Math.max(most, stored);
          return isRunning;
        },
        ready: async (taken) => Math.max(0, (await this.#stored(operation)) - taken),
        fetch: async (taken, ready) => this.#fetch(taken, Math.min(ready, chunk), rate, operation),
        progress: (points, taken) => operation.progress({ taken, points }),
      },
      operation,
    );
    await this.#session.send(scpi`REST`, operation);
    return samples;
  }

  /** One filling of the buffer, or less where nobody listens any more. */
  async #scan(signal: AbortSignal, offset: number, tell: (samples: Samples) => void): Promise<void> {
    if (signal.aborted) return;
    const rate = await this.#start({});
    try {
      for (let taken = 0; taken < capacity && !signal.aborted;) {
        const ready = (await this.#stored({})) - taken;
        if (ready <= 0) {
          await this.#clock.sleep(100, signal);
          continue;
        }
        const { time, x, y } = await this.#fetch(taken, Math.min(ready, chunk), rate, {});
        taken += time.length;
        if (!signal.aborted) tell({ time: time.map((seconds) => seconds + offset), x, y });
      }
    } finally {
      await this.#session.send(scpi`REST`).catch(() => {});
    }
  }

  /** Begins a scan of X and Y, once through the buffer; gives the rate. */
  async #start(call: Call): Promise<number> {
    const rate = await this.#rate(call);
    for (const command of [scpi`REST`, scpi`DDEF 1,0,0`, scpi`DDEF 2,0,0`, scpi`SEND 0`, scpi`STRT`]) {
      await this.#session.send(command, call);
    }
    return rate;
  }

  async #fetch(taken: number, count: number, rate: number, call: Call): Promise<Samples> {
    const [x, y] = [await this.#trace(1, taken, count, call), await this.#trace(2, taken, count, call)];
    const columns = { time: x.map((_sample, index) => (taken + index) / rate), x, y };
    return columnsOf(names, (name) => columns[name]);
  }

  /** Samples of a channel; a comma stands behind the last of them. */
  async #trace(channel: 1 | 2, start: number, count: number, call: Call): Promise<Float64Array> {
    const reply = await this.#session.query(scpi`TRCA? ${channel},${start},${count}`, call);
    return parseAsciiArray(Buffer.from(reply.trim().replace(/,$/, ''), 'latin1'));
  }

  async #stored(call: Call): Promise<number> {
    return parseInteger(await this.#session.query(scpi`SPTS?`, call));
  }

  async #stands(call: Call): Promise<boolean> {
    return (parseInteger(await this.#session.query(scpi`*STB?`, call)) & noScan) !== 0;
  }

  async #stop(call: Call): Promise<boolean> {
    // Not `PAUS`: a scan that pauses is still one.
    await this.#session.send(scpi`REST`, call);
    return this.#stands(call);
  }
}

import { aborted } from '@fourwire/core';
import type { Call, Clock, OperationContext } from '@fourwire/core';
import { parseAsciiArray } from '../codec/ascii-array.ts';
import type { ScpiCommand } from '../codec/command.ts';
import { scpi } from '../codec/command.ts';
import { collectReadings } from '../session/collect-readings.ts';
import { measured } from '../session/measured.ts';
import { OneAtATime } from '../session/one-at-a-time.ts';
import { pollUntil } from '../session/poll-until.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import { choices } from '../session/settings.ts';

/** What starts the readings of an acquisition. */
export type CounterTrigger = 'immediate' | 'external' | 'software';

export const triggerWords = choices<CounterTrigger>({
  immediate: 'IMMediate',
  external: 'EXTernal',
  software: 'BUS',
});

/** How often the counter is asked whether a reading is there, in ms. */
const lookMs = 20;

/** OPERation bits 4 and 5: measuring, waiting for a trigger. */
const busy = 0b11_0000;

type Values = { readonly value: Float64Array };

/** Measurements of the counter, one at a time, fetched from its memory so that the bus is free while they last. */
export class CounterMeasurement {
  readonly #session: ScpiSession;
  readonly #clock: Clock;
  readonly #turns = new OneAtATime();
  /** Whether an acquisition is under way, which has the source of triggers that was chosen. */
  #acquires = false;
  /** What triggers acquisitions; a single reading does not wait for it. */
  source: CounterTrigger = 'immediate';

  /** @param session - with the error policy `transaction` */
  constructor(session: ScpiSession, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  /** Measures once, with `configure` before it, and gives the number as it came: an infinity or `NaN` too. */
  async once(call: Call, configure?: ScpiCommand): Promise<number> {
    return this.#turns.run(async () => {
      if (call.signal?.aborted === true) throw aborted(call.signal);
      if (configure !== undefined) await this.#send(configure, call);
      // A measurement that was given up may still be under way.
      await this.#send(scpi`ABOR;:TRIG:SOUR IMM;:TRIG:COUN 1;:SAMP:COUN 1;:INIT`, call);
      const value = await pollUntil(
        'the measurement',
        async () => {
          const ready = await this.#session.queryNumber(scpi`DATA:POIN?`, call);
          return ready > 0 ? this.#session.queryNumber(scpi`DATA:REM? 1`, call) : undefined;
        },
        { ...call, clock: this.#clock },
        { period: lookMs },
      );
      if (this.source !== 'immediate') {
        await this.#send(scpi`TRIG:SOUR ${triggerWords.encode(this.source)}`, call);
      }
      return value;
    });
  }

  /** Takes readings one after the other, once they are triggered. */
  async acquire(
    count: number,
    operation: OperationContext<{ readonly taken: number; readonly points: Values }>,
  ): Promise<Values> {
    return this.#turns.run(async () => {
      const source = triggerWords.encode(this.source);
      await this.#send(scpi`ABOR;:TRIG:SOUR ${source};:TRIG:COUN 1;:SAMP:COUN ${count};:INIT`, operation);
      this.#acquires = true;
      const readings = await collectReadings(
        {
          count,
          columns: ['value'],
          isRunning: async () => !(await this.#isIdle(operation)),
          ready: async () => this.#session.queryNumber(scpi`DATA:POIN?`, operation),
          fetch: async (_taken, ready) => {
            const reply = await this.#session.queryBytes(scpi`DATA:REM? ${ready}`, operation);
            return { value: parseAsciiArray(reply).map(measured) };
          },
          progress: (points, taken) => operation.progress({ taken, points }),
        },
        operation,
      ).finally(() => {
        this.#acquires = false;
      });
      await this.#send(scpi`SAMP:COUN 1`, operation);
      return readings;
    });
  }

  /** Does something with the source of triggers while it is not the driver's own. */
  async withSource<R>(work: () => Promise<R>): Promise<R> {
    return this.#acquires ? work() : this.#turns.run(work);
  }

  /** Ends whatever is measured; true when the counter says so. */
  async abort(call: Call): Promise<boolean> {
    await this.#send(scpi`ABOR;:SAMP:COUN 1`, call);
    return this.#isIdle(call);
  }

  async #isIdle(call: Call): Promise<boolean> {
    return ((await this.#session.queryNumber(scpi`STAT:OPER:COND?`, call)) & busy) === 0;
  }

  async #send(command: ScpiCommand, call: Call): Promise<void> {
    await this.#session.transaction(async (session) => session.send(command, call), call);
  }
}

import { FourwireError, aborted } from '@fourwire/core';
import type { Call, Clock } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import type { ScpiCommand } from '../codec/command.ts';
import { parseInteger, parseNumber } from '../codec/number.ts';
import { splitResponse } from '../codec/split.ts';
import { measured } from '../session/measured.ts';
import { OneAtATime } from '../session/one-at-a-time.ts';
import { pollUntil } from '../session/poll-until.ts';
import type { Waiter } from '../session/poll-until.ts';
import type { ScpiSession } from '../session/scpi-session.ts';
import { choices } from '../session/settings.ts';

/** A pair of parameters as measured. */
export interface LcrPair {
  readonly primary: number;
  readonly secondary: number;
}

/** What starts a measurement of an acquisition. */
export type LcrTrigger = 'immediate' | 'external' | 'software';

/** How often a measurement is asked whether it is done, in ms. */
const lookMs = 20;

/** OPERation bit 4: measuring (sheet, "Quirks"). */
const measuring = 0b1_0000;

export const triggerWords = choices<LcrTrigger>({
  immediate: 'INTernal',
  external: 'EXTernal',
  software: 'BUS',
});

/**
 * Single measurements, one at a time, without holding the bus while they last. Each is triggered over the bus, whatever
 * the source of triggers; that source is put back afterwards.
 */
export class LcrMeasurement {
  readonly #session: ScpiSession;
  readonly #clock: Clock;
  readonly #turns = new OneAtATime();
  /** Whether a measurement waits for its trigger. */
  #waits = false;
  /** What triggers acquisitions, and the meter while nobody measures. */
  source: LcrTrigger = 'immediate';

  /** @param session - with the error policy `transaction` */
  constructor(session: ScpiSession, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  /** Measures with the settings in force. */
  async pair(call: Call): Promise<LcrPair> {
    return this.#measure(scpi`FETC?`, parsePair, call);
  }

  /** Measures, and gives R and X whatever the function. */
  async impedance(call: Call): Promise<{ readonly resistance: number; readonly reactance: number }> {
    return this.#measure(scpi`FETC:IMP:CORR?`, parseImpedance, call);
  }

  /** Waits for a trigger of the source in force, and measures then. */
  async triggered(call: Call): Promise<LcrPair> {
    return this.#turns.run(async () => {
      const source = triggerWords.encode(this.source);
      await this.#session.transaction(async (session) => {
        // Reading the event clears what an earlier measurement left there.
        await session.query(scpi`STAT:OPER?`, call);
        await session.send(scpi`ABOR;:INIT:CONT OFF;:TRIG:SOUR ${source};:INIT`, call);
      }, call);
      this.#waits = true;
      let began = false;
      try {
        await pollUntil(
          'the measurement',
          async () => {
            began ||= ((await this.#session.queryNumber(scpi`STAT:OPER?`, call)) & measuring) !== 0;
            return began && (await this.#isDone(call)) ? true : undefined;
          },
          this.#waiter(call),
          { period: lookMs },
        );
      } finally {
        this.#waits = false;
      }
      return parsePair(await this.#session.query(scpi`FETC?`, call));
    });
  }

  /** Does something with the source of triggers while it is not the driver's own. */
  async withSource<R>(work: () => Promise<R>): Promise<R> {
    return this.#waits ? work() : this.#turns.run(work);
  }

  /** Triggers a measurement that waits for it; where none does, not in the middle of one. */
  async fire(call: Call): Promise<void> {
    await this.withSource(async () => this.#send(scpi`TRIG:IMM`, call));
  }

  /** Ends what waits for a trigger, and lets the meter go on as its source of triggers says. */
  async release(call: Call): Promise<void> {
    await this.#send(scpi`ABOR;:TRIG:SOUR ${triggerWords.encode(this.source)};:INIT:CONT ON`, call);
  }

  async #measure<R>(fetch: ScpiCommand, parse: (reply: string) => R, call: Call): Promise<R> {
    return this.#turns.run(async () => {
      if (call.signal?.aborted === true) throw aborted(call.signal);
      // A measurement that was given up may still be under way.
      await this.#send(scpi`ABOR;:TRIG:SOUR BUS;:INIT:CONT ON;:TRIG:IMM`, call);
      await pollUntil(
        'the measurement',
        async () => ((await this.#isDone(call)) ? true : undefined),
        this.#waiter(call),
        { period: lookMs },
      );
      const reply = await this.#session.query(fetch, call);
      if (this.source !== 'software')
        await this.#send(scpi`TRIG:SOUR ${triggerWords.encode(this.source)}`, call);
      return parse(reply);
    });
  }

  async #isDone(call: Call): Promise<boolean> {
    return ((await this.#session.queryNumber(scpi`STAT:OPER:COND?`, call)) & measuring) === 0;
  }

  async #send(command: ScpiCommand, call: Call): Promise<void> {
    await this.#session.transaction(async (session) => session.send(command, call), call);
  }

  #waiter(call: Call): Waiter {
    return { ...call, clock: this.#clock };
  }
}

/** `<primary>,<secondary>,<status>[,<bin>]` (sheet, "Results"). */
function parsePair(reply: string): LcrPair {
  const [primary = '', secondary = '', status = ''] = splitResponse(reply)[0] ?? [];
  switch (parseInteger(status)) {
    case 0:
      break;
    case -1:
      measured(Number.NaN);
      break;
    case 1:
      measured(Number.POSITIVE_INFINITY);
      break;
    default:
      throw new FourwireError(
        'device',
        'signal-level',
        'The meter measured, but its signal source is overloaded or does not reach the level; lower the level.',
      );
  }
  return { primary: measured(parseNumber(primary)), secondary: measured(parseNumber(secondary)) };
}

function parseImpedance(reply: string): { readonly resistance: number; readonly reactance: number } {
  const [resistance = '', reactance = ''] = splitResponse(reply)[0] ?? [];
  return { resistance: measured(parseNumber(resistance)), reactance: measured(parseNumber(reactance)) };
}

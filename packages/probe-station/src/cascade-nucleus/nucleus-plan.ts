import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import type { StationSteps, StationVisit } from '../classes/station-dialect.ts';
import type { NucleusSession } from './nucleus-session.ts';

/** A station without a probe plan does not answer at all; it is not waited for longer than this. */
const planTimeout = { seconds: 3 } as const;

/**
 * The probe plan of Nucleus: its testable dies count from 1, subsites from 0 (after SweepMe's driver; the sheet's second
 * source counts subsites from 1, so this is unconfirmed).
 */
export class NucleusPlan implements StationSteps {
  readonly #session: NucleusSession;

  constructor(session: NucleusSession) {
    this.#session = session;
  }

  async die(call: Call): Promise<{ readonly column: number; readonly row: number }> {
    const [column = NaN, row = NaN] = await this.#session.numbers(':mov:prob:abs:die?', 2, call);
    return { column, row };
  }

  async first(operation: Call): Promise<StationVisit> {
    const count = await this.#count(operation);
    await this.#session.operate(':MOV:PROBEPLAN:FIRST:DIE 2', operation);
    return this.#here(count, operation);
  }

  async next(operation: Call): Promise<StationVisit> {
    const count = await this.#count(operation);
    // What the station says past the end of its plan is not known, so it is not asked to go there.
    if ((await this.#index(operation)) >= count)
      return { ended: true, ...(await this.die(operation)), subsite: 0, last: true };
    await this.#session.operate(':MOV:PROBEPLAN:NEXT:DIE 2', operation);
    return this.#here(count, operation);
  }

  async to(
    { column, row, subsite }: { readonly column: number; readonly row: number; readonly subsite: number },
    operation: Call,
  ): Promise<StationVisit> {
    const count = await this.#count(operation);
    await this.#session.operate(`:mov:prob:abs:loc ${column} ${row} ${subsite}`, operation);
    return this.#here(count, operation);
  }

  async #here(count: number, call: Call): Promise<StationVisit> {
    const [subsite = NaN] = await this.#session.numbers(':mov:prob:abs:subs?', 1, call);
    const last = (await this.#index(call)) >= count;
    return { ended: false, ...(await this.die(call)), subsite, last };
  }

  async #index(call: Call): Promise<number> {
    const [index = NaN] = await this.#session.numbers(':mov:prob:abs:ind?', 1, call);
    return index;
  }

  /** How many dies the plan has. */
  async #count(call: Call): Promise<number> {
    try {
      const [count = NaN] = await this.#session.numbers(':prob:ntes? 2', 1, {
        ...call,
        timeout: planTimeout,
      });
      return count;
    } catch (error) {
      if (!FourwireError.is(error) || error.kind !== 'timeout') throw error;
      throw new FourwireError(
        'state',
        'route-missing',
        'step refused: the station says nothing of a probe plan; load one at the station first.',
        { cause: error },
      );
    }
  }
}

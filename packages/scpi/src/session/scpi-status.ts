import { FourwireError, Poll, SharedReadings, toMilliseconds } from '@fourwire/core';
import type { BusClient, ByteTransport, Call, Clock, Duration, Reachability, Reading } from '@fourwire/core';
import { Subject, map } from 'rxjs';
import type { Observable } from 'rxjs';
import type { ScpiCommand } from '../codec/command.ts';
import { scpi } from '../codec/command.ts';
import { parseInteger } from '../codec/number.ts';
import type { ScpiSession } from './scpi-session.ts';
import { ServiceRequests } from './service-requests.ts';
import { statusByteBits } from './status-bits.ts';

/** A condition register and what happened in it. */
export interface StatusRegister {
  /** How it is now. */
  readonly condition: number;
  /** What happened since the reading before: reading them clears them in the instrument. */
  readonly events: number;
}

/** How the status is watched. */
export interface ScpiStatusOptions {
  /** Where time comes from; the clock of the bus unless given. */
  readonly clock?: Clock;
  /** How often a register is asked for where the wire has no service requests; 1 s unless given. */
  readonly period?: Duration;
  /** How often it is asked for all the same where it has, for requests get lost; 10 s unless given. */
  readonly safetyPeriod?: Duration;
}

const enableAll = 32_767;

/**
 * The status model of IEEE 488.2 and SCPI as observables: shared, with the last reading replayed, without errors. A
 * register is looked at only while somebody subscribes: when the instrument requests service, where the wire brings
 * requests (GPIB, VXI-11, HiSLIP, USBTMC), otherwise by polling.
 *
 * Events are cleared by reading, so leave `*ESR?` and `STAT:...:EVEN?` to this object once it watches. While it watches
 * by requests it sets `*ESE`, `*SRE` and the enable registers, and puts `*SRE` back afterwards.
 *
 * Source: sheet scpi.md, sections 3, 4 and 6.
 */
export class ScpiStatus {
  /** The status byte; see `statusByteBits`. */
  readonly statusByte$: Observable<Reading<number>>;
  /** Standard events since the reading before; see `standardEventBits`. */
  readonly standardEvents$: Observable<Reading<number>>;
  /** The OPERation register; see `operationBits`. */
  readonly operation$: Observable<Reading<StatusRegister>>;
  /** The QUEStionable register: what makes readings doubtful, by the instrument's manual. */
  readonly questionable$: Observable<Reading<StatusRegister>>;
  /** Standard events as they are read, by whomever. @internal */
  readonly taken$: Observable<number>;
  readonly client: BusClient<ByteTransport>;
  readonly clock: Clock;
  /** Queries that must not read the error queue beside what they ask. */
  readonly #session: ScpiSession;
  readonly #taken$ = new Subject<number>();
  readonly #requests: ServiceRequests;
  readonly #reachable$: Observable<Reachability>;
  readonly #periodMs: number;
  readonly #safetyMs: number;

  constructor(session: ScpiSession, client: BusClient<ByteTransport>, options: ScpiStatusOptions = {}) {
    this.taken$ = this.#taken$.asObservable();
    this.client = client;
    this.clock = options.clock ?? client.bus.clock;
    this.#session = session.withErrors('never');
    this.#periodMs = toMilliseconds(options.period ?? 1000, 'period');
    this.#safetyMs = toMilliseconds(options.safetyPeriod ?? 10_000, 'safetyPeriod');
    this.#reachable$ = client.bus.state$.pipe(
      map((state): Reachability =>
        state === 'ready' ? { ok: true } : { ok: false, error: away(state === 'lost') },
      ),
    );
    this.#requests = new ServiceRequests(this.#session, client, (call) => this.readStatusByte(call));
    this.statusByte$ = this.#watch(0xff, undefined, (call) => this.readStatusByte(call));
    this.standardEvents$ = this.#watch(statusByteBits.standardEvent, scpi`*ESE ${255}`, (call) =>
      this.takeStandardEvents(call),
    );
    this.operation$ = this.#watch(statusByteBits.operation, scpi`STAT:OPER:ENAB ${enableAll}`, (call) =>
      this.#register(scpi`STAT:OPER:COND?`, scpi`STAT:OPER:EVEN?`, call),
    );
    this.questionable$ = this.#watch(statusByteBits.questionable, scpi`STAT:QUES:ENAB ${enableAll}`, (call) =>
      this.#register(scpi`STAT:QUES:COND?`, scpi`STAT:QUES:EVEN?`, call),
    );
  }

  /** Reads the status byte: by a serial poll, which the instrument answers while it is busy, or by `*STB?`. */
  async readStatusByte(call: Call = {}): Promise<number> {
    const { wire } = this.client;
    if (wire.statusByte === undefined) return parseInteger(await this.#session.query(scpi`*STB?`, call));
    return this.client.exchange(async (link, turn) => {
      const byte = await link.statusByte?.(turn);
      // Where the wire was opened anew meanwhile it may have lost the ability.
      if (byte === undefined) throw away(true);
      return byte;
    }, call);
  }

  /** Reads and clears the standard event register. */
  async takeStandardEvents(call: Call = {}): Promise<number> {
    const events = parseInteger(await this.#session.query(scpi`*ESR?`, call));
    this.#taken$.next(events);
    return events;
  }

  async #register(condition: ScpiCommand, event: ScpiCommand, call: Call): Promise<StatusRegister> {
    // In this order: what changes between the two is an event of the next reading at the latest.
    const events = parseInteger(await this.#session.query(event, call));
    return { condition: parseInteger(await this.#session.query(condition, call)), events };
  }

  /** @param bit - of the status byte, which says that there is something to read; `enable` makes it rise */
  #watch<T>(
    bit: number,
    enable: ScpiCommand | undefined,
    read: (call: Call) => Promise<T>,
  ): Observable<Reading<T>> {
    const look = async (): Promise<void> => {
      try {
        readings.good(await read({}));
      } catch (error) {
        readings.fault(FourwireError.from(error));
      }
    };
    const poll = (ms: number): Poll =>
      new Poll(this.clock, ms, this.#reachable$, look, (error) => readings.fault(error));
    const often = poll(this.#periodMs);
    const seldom = poll(this.#safetyMs);
    let current: Poll = often;
    const readings = new SharedReadings<T>(this.clock, {
      start: () => {
        const byRequest = this.#requests.watch({
          bit,
          enable,
          look,
          refused: () => {
            current.stop();
            current = often;
            often.start();
          },
        });
        current = byRequest ? seldom : often;
        current.start();
      },
      stop: () => {
        current.stop();
        this.#requests.unwatch(look);
      },
    });
    return readings.value$;
  }
}

function away(isLost: boolean): FourwireError {
  return isLost
    ? new FourwireError('link', 'link-lost', 'The status is not known: the link went away.')
    : new FourwireError('state', 'link-closed', 'The status is not known: the link is not open.');
}

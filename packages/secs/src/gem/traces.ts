import { FourwireError, toMilliseconds } from '@fourwire/core';
import type { Call, Clock, Duration } from '@fourwire/core';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { asId, asList, asNumber } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { A, L, U4 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { accepted } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { parseTime } from './gem-time.ts';
import type { EquipmentTime } from './gem-time.ts';
import { gemValue } from './gem-value.ts';
import type { GemValue } from './gem-value.ts';
import type { IdItems } from './ids.ts';
import { checkIds, textOrNone } from './status-variables.ts';

/** A trace: variables sampled at a steady pace. */
export interface TraceDefinition {
  /** TRID. One with the same id replaces the first. */
  readonly id: Id;
  readonly variables: readonly Id[];
  /** Time between samples, 10 ms to 99 h 59 min 59.99 s in steps of 10 ms. */
  readonly period: Duration;
  /** How many samples there are in all. */
  readonly samples: number;
  /** How many samples come in one message; 1 unless given. */
  readonly group?: number;
}

/** One sample of a trace. */
export interface TraceSample {
  readonly trace: Id;
  /** Counted from 1. */
  readonly number: number;
  /** When the last sample of its message was taken, as the equipment tells it. */
  readonly at: EquipmentTime;
  /** In the order of the definition's variables. */
  readonly values: readonly GemValue[];
}

/** Traces. Source: SEMI E30; sheet gem.md section 7. */
export class HostTraces {
  /** Samples as they come, of all traces. Of a trace that this host did not start, a message counts as one sample. */
  readonly sample$: Observable<TraceSample>;
  readonly #sample$ = new Subject<TraceSample>();
  readonly #conversation: Conversation;
  readonly #ids: IdItems;
  readonly #clock: Clock;
  /** How many variables a trace has. */
  readonly #widths = new Map<Id, number>();

  constructor(conversation: Conversation, ids: IdItems, clock: Clock) {
    this.sample$ = this.#sample$.asObservable();
    this.#conversation = conversation;
    this.#ids = ids;
    this.#clock = clock;
  }

  /**
   * S2F23: starts a trace.
   *
   * @throws FourwireError of kind `range` for a period or counts that cannot be; of kind `device`, code `gem-refused`,
   * when the equipment does not take it
   */
  async start(definition: TraceDefinition, call?: Call): Promise<void> {
    const { id, variables, samples, group = 1 } = definition;
    checkIds(variables, 'variable');
    if (!isCount(samples) || !isCount(group) || group > samples) {
      throw new FourwireError(
        'range',
        'trace-refused',
        `A trace takes samples and group as whole numbers from 1, group at most samples; got ${samples} and ${group}.`,
      );
    }
    this.#widths.set(id, variables.length);
    await this.#initiate(definition, periodText(definition.period), samples, group, call);
  }

  /** S2F23 with no samples: ends a trace. */
  async stop(id: Id, call?: Call): Promise<void> {
    await this.#initiate({ id, variables: [] }, '000001', 0, 1, call);
    this.#widths.delete(id);
  }

  /** Takes S6F1; gives what tells the listeners. */
  received(item: Item | undefined): () => void {
    const [trid, smpln, stime, list] = asList(item, 'S6F1', 4);
    const trace = asId(trid, 'TRID');
    const last = asNumber(smpln, 'SMPLN');
    const at = parseTime(textOrNone(stime, 'STIME').trim(), this.#clock.now());
    const values = asList(list, 'S6F1 values').map((value) => gemValue(value));
    const width = this.#widths.get(trace) ?? values.length;
    const count = width === 0 ? 0 : Math.ceil(values.length / width);
    const samples = Array.from({ length: count }, (_, index) => ({
      trace,
      number: last - count + 1 + index,
      at,
      values: values.slice(index * width, (index + 1) * width),
    }));
    return () => {
      for (const sample of samples) this.#sample$.next(sample);
    };
  }

  async #initiate(
    { id, variables }: Pick<TraceDefinition, 'id' | 'variables'>,
    period: string,
    samples: number,
    group: number,
    call?: Call,
  ): Promise<void> {
    const body = L(
      this.#ids.one('trace', id),
      A(period),
      U4(samples),
      U4(group),
      L(variables.map((variable) => this.#ids.one('variable', variable))),
    );
    accepted(await this.#conversation.tell('S2F23 W', body, call), 'TIAACK', `trace ${String(id)}`);
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 0xffff_ffff;
}

/** DSPER: `hhmmss`, with hundredths where there are any. */
function periodText(period: Duration): string {
  const ms = toMilliseconds(period, 'period');
  const hundredths = ms / 10;
  if (!Number.isInteger(hundredths) || hundredths < 1 || hundredths >= 36_000_000) {
    throw new FourwireError(
      'range',
      'trace-refused',
      `The period of a trace is 10 ms to 99 h 59 min 59.99 s in steps of 10 ms; got ${ms} ms.`,
    );
  }
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const whole = `${two(hundredths / 360_000)}${two((hundredths / 6000) % 60)}${two((hundredths / 100) % 60)}`;
  return hundredths % 100 === 0 ? whole : `${whole}${two(hundredths % 100)}`;
}

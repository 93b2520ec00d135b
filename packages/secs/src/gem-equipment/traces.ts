import { toMilliseconds } from '@fourwire/core';
import type { Timer } from '@fourwire/core';
import { asId, asIds, asList, asNumber, asText } from '../secs-ii/access.ts';
import type { Id } from '../secs-ii/access.ts';
import { A, B, L, U4 } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { secsMessage } from '../messages/message.ts';
import { tiaack } from './codes.ts';
import type { EquipmentCore, Handlers } from './core.ts';
import { variableValue } from './variables.ts';

/** More would keep the equipment busy with nothing else. */
const mostTraces = 64;
const mostVariables = 512;

interface Trace {
  /** TRID as the host sent it. */
  readonly id: Item;
  readonly periodMs: number;
  readonly total: number;
  readonly group: number;
  readonly variables: readonly Id[];
  samples: number;
  pending: Item[];
  timer: Timer | undefined;
}

/** Values sampled at a steady pace: S2F23, S6F1. Source: SEMI E30; sheet gem.md section 7. */
export class Traces {
  readonly handlers: Handlers;
  readonly #core: EquipmentCore;
  readonly #traces = new Map<Id, Trace>();

  constructor(core: EquipmentCore) {
    this.#core = core;
    this.handlers = { S2F23: (item) => B(this.#initiate(item)) };
  }

  /** How many traces run. */
  get running(): number {
    return this.#traces.size;
  }

  stop(): void {
    for (const trace of this.#traces.values()) trace.timer?.cancel();
    this.#traces.clear();
  }

  #initiate(item: Item | undefined): number {
    const [trid, dsper, totsmp, repgsz, svids] = asList(item, 'S2F23', 5);
    const id = asId(trid, 'TRID');
    const total = asNumber(totsmp, 'TOTSMP');
    const group = asNumber(repgsz, 'REPGSZ');
    const variables = asIds(svids, 'SVID');
    const running = this.#traces.get(id);
    if (total === 0) {
      this.#end(id, running);
      return tiaack.ok;
    }
    const periodMs = parsePeriod(asText(dsper, 'DSPER'));
    const fastest = toMilliseconds(this.#core.definition.fastestSample ?? 10, 'fastestSample');
    if (variables.length > mostVariables) return tiaack.tooManyVariables;
    if (running === undefined && this.#traces.size >= mostTraces) return tiaack.noMoreTraces;
    if (periodMs === undefined || periodMs < fastest) return tiaack.period;
    if (variables.some((one) => variableValue(this.#core, one) === undefined)) return tiaack.unknown;
    if (group < 1 || group > total) return tiaack.group;
    this.#end(id, running);
    const trace: Trace = {
      id: trid ?? L(),
      periodMs,
      total,
      group,
      variables,
      samples: 0,
      pending: [],
      timer: undefined,
    };
    this.#traces.set(id, trace);
    this.#schedule(id, trace, this.#core.clock.monotonic());
    return tiaack.ok;
  }

  #end(id: Id, trace: Trace | undefined): void {
    trace?.timer?.cancel();
    this.#traces.delete(id);
  }

  /** Samples keep their distance from the first, so that a late timer does not add up. */
  #schedule(id: Id, trace: Trace, start: number): void {
    const { clock } = this.#core;
    const due = start + (trace.samples + 1) * trace.periodMs;
    trace.timer = clock.setTimer(Math.max(0, due - clock.monotonic()), () => {
      this.#sample(trace);
      if (trace.samples < trace.total) this.#schedule(id, trace, start);
      else this.#traces.delete(id);
    });
  }

  #sample(trace: Trace): void {
    trace.samples++;
    for (const id of trace.variables) trace.pending.push(variableValue(this.#core, id) ?? L());
    if (trace.samples % trace.group !== 0 && trace.samples < trace.total) return;
    const values = trace.pending;
    trace.pending = [];
    this.#core.say(secsMessage('S6F1 W', L(trace.id, U4(trace.samples), A(this.#core.time()), L(values))));
  }
}

/** DSPER, `hhmmss` or `hhmmsscc`, in milliseconds; undefined for anything else. */
function parsePeriod(text: string): number | undefined {
  const match = /^(\d\d)([0-5]\d)([0-5]\d)(\d\d)?$/.exec(text);
  if (match === null) return undefined;
  const [, hours, minutes, seconds, hundredths = '0'] = match;
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(hundredths) * 10;
  return ms > 0 ? ms : undefined;
}

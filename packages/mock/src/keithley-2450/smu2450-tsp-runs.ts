import type { LuaValue } from '../tsp/lua-value.ts';
import { TspObject, numberIn, outOfRange } from '../tsp/tsp-object.ts';
import type { Smu2450Buffer } from './smu2450-buffer.ts';
import type { Smu2450Model, SweepPlan } from './smu2450-model.ts';
import { off, on } from './smu2450-tsp-names.ts';

/** `smu.source.sweeplinear(name, start, stop, points[, delay[, count[, rangeType[, failAbort[, dual[, buffer]]]]]])`. */
export function addSweeps(
  source: TspObject,
  model: Smu2450Model,
  bufferOf: (value: LuaValue) => Smu2450Buffer,
): void {
  const plan = ([delay = -1, count = 1, , failAbort = on, dual = off, into]: readonly LuaValue[]): Omit<
    SweepPlan,
    'levels'
  > => {
    const buffer = bufferOf(into);
    const [name] = [...model.buffers].find(([, one]) => one === buffer) ?? [undefined];
    // A buffer of a script's own has no name until a sweep needs one.
    const known = name ?? `script${model.buffers.size}`;
    model.buffers.set(known, buffer);
    return {
      delay: numberIn(delay, -1, 10_000),
      count: numberIn(count, 1, 268_435_455),
      failAbort: failAbort === on,
      dual: dual === on,
      buffer: known,
    };
  };
  const highest = (): number => model.channel.highest(model.channel.source);
  for (const [name, spacing] of [
    ['sweeplinear', 'LIN'],
    ['sweeplog', 'LOG'],
  ] as const) {
    source.on(name, (_, start, stop, points, ...rest) => {
      const span = {
        start: numberIn(start, -highest(), highest()),
        stop: numberIn(stop, -highest(), highest()),
        points: numberIn(points, 2, 1_000_000),
        spacing,
      };
      model.loadSweep(model.channel.source, span, plan(rest));
      return [];
    });
  }
}

/** `trigger`: its model with the templates, and their states. */
export function makeTrigger(model: Smu2450Model, bufferOf: (value: LuaValue) => Smu2450Buffer): TspObject {
  const trigger = new TspObject();
  const load = (name: LuaValue, count: LuaValue, delay: LuaValue, into: LuaValue): void => {
    if (name === 'Empty') {
      model.trigger = { kind: 'empty' };
      return;
    }
    const buffer = bufferOf(into);
    const [known] = [...model.buffers].find(([, one]) => one === buffer) ?? ['defbuffer1'];
    const rest = { delay: delay === undefined ? 0 : numberIn(delay, 0, 10_000), buffer: known };
    if (name === 'SimpleLoop')
      model.trigger = { kind: 'loop', count: numberIn(count, 1, 268_435_455), ...rest };
    else if (name === 'DurationLoop')
      model.trigger = { kind: 'duration', seconds: numberIn(count, 5e-7, 1e5), ...rest };
    else throw outOfRange();
  };
  const inner = new TspObject()
    .on('load', (name, count, delay, into) => {
      load(name, count, delay, into);
      return [];
    })
    .on('initiate', () => {
      model.initiate();
      return [];
    })
    .on('abort', () => {
      model.run.abort();
      return [];
    })
    .on('state', () => {
      const state = `trigger.STATE_${model.triggerState}`;
      return [state, state, model.triggerState === 'RUNNING' ? 4 : 0];
    });
  return trigger.add({
    model: inner,
    STATE_IDLE: 'trigger.STATE_IDLE',
    STATE_RUNNING: 'trigger.STATE_RUNNING',
    STATE_EMPTY: 'trigger.STATE_EMPTY',
  });
}

import { fittingRange } from '../electrical/ranges.ts';
import { otherThan } from '../electrical/smu-channel.ts';
import type { Sourced } from '../electrical/source-port.ts';
import type { LuaValue } from '../tsp/lua-value.ts';
import { LuaTable, isIndexable } from '../tsp/lua-value.ts';
import type { TspInstrument } from '../tsp/tsp-instrument.ts';
import { TspObject, numberIn, outOfRange } from '../tsp/tsp-object.ts';
import { Smu2450Buffer } from './smu2450-buffer.ts';
import type { Smu2450Reading } from './smu2450-buffer.ts';
import type { Smu2450Function, Smu2450Model, SweepPlan } from './smu2450-model.ts';

/** The numbers of the constants. Unconfirmed: scripts name them. */
const constants = {
  ON: 1,
  OFF: 0,
  FUNC_DC_VOLTAGE: 'smu.FUNC_DC_VOLTAGE',
  FUNC_DC_CURRENT: 'smu.FUNC_DC_CURRENT',
  FUNC_RESISTANCE: 'smu.FUNC_RESISTANCE',
  OFFMODE_NORMAL: 'smu.OFFMODE_NORMAL',
  OFFMODE_ZERO: 'smu.OFFMODE_ZERO',
  OFFMODE_HIGHZ: 'smu.OFFMODE_HIGHZ',
  OFFMODE_GUARD: 'smu.OFFMODE_GUARD',
  SENSE_2WIRE: 'smu.SENSE_2WIRE',
  SENSE_4WIRE: 'smu.SENSE_4WIRE',
  TERMINALS_FRONT: 'smu.TERMINALS_FRONT',
  TERMINALS_REAR: 'smu.TERMINALS_REAR',
  FILTER_REPEAT_AVG: 'smu.FILTER_REPEAT_AVG',
  FILTER_MOVING_AVG: 'smu.FILTER_MOVING_AVG',
  RANGE_AUTO: 'smu.RANGE_AUTO',
  RANGE_BEST: 'smu.RANGE_BEST',
  RANGE_FIXED: 'smu.RANGE_FIXED',
} as const;

const offModes = {
  NORM: constants.OFFMODE_NORMAL,
  ZERO: constants.OFFMODE_ZERO,
  HIMP: constants.OFFMODE_HIGHZ,
  GUAR: constants.OFFMODE_GUARD,
} as const;
const functionNames: Readonly<Record<Smu2450Function, string>> = {
  voltage: constants.FUNC_DC_VOLTAGE,
  current: constants.FUNC_DC_CURRENT,
  resistance: constants.FUNC_RESISTANCE,
};

/** `smu.ON` and `smu.OFF`, which print as their names do. */
const [on, off] = ['smu.ON', 'smu.OFF'];

/** The attribute of a switch. */
function flag(object: TspObject, name: string, get: () => boolean, set: (value: boolean) => void): void {
  object.attribute(name, {
    get: () => (get() ? on : off),
    set: (value) => set(value === on || value === 1 || value === true),
  });
}

/** The command set of scripts (sheet smu-keithley-2450.md, "TSP mode"). */
export function addTsp(instrument: TspInstrument, model: Smu2450Model): void {
  const buffers = new Map<Smu2450Buffer, TspObject>();
  /** The object of a buffer, the same each time. */
  const bufferObject = (buffer: Smu2450Buffer): TspObject => {
    const known = buffers.get(buffer) ?? makeBuffer(buffer);
    buffers.set(buffer, known);
    return known;
  };
  const bufferOf = (value: LuaValue): Smu2450Buffer => {
    if (value === undefined) return model.buffer();
    for (const [buffer, object] of buffers) if (object === value) return buffer;
    throw outOfRange();
  };
  const { globals } = instrument;
  const addDefaults = (): void => {
    for (const name of ['defbuffer1', 'defbuffer2']) globals.set(name, bufferObject(model.buffer(name)));
  };
  addDefaults();
  const smu = new TspObject().add({ ...constants, ON: on, OFF: off });
  const source = makeSource(model);
  const measure = makeMeasure(instrument, model, bufferOf);
  addSweeps(source, model, bufferOf);
  smu.add({ source, measure });
  smu.attribute('terminals', {
    get: () => (model.terminals === 'FRON' ? constants.TERMINALS_FRONT : constants.TERMINALS_REAR),
    set: (value) => {
      model.terminals = value === constants.TERMINALS_REAR ? 'REAR' : 'FRON';
      model.switchOutput(false);
    },
  });
  const interlock = new TspObject().attribute('tripped', { get: () => (model.interlockOpen ? off : on) });
  flag(
    interlock,
    'enable',
    () => model.usesInterlock,
    (value) => {
      model.usesInterlock = value;
    },
  );
  smu.add({ interlock });
  smu.on('reset', () => {
    model.reset();
    addDefaults();
    return [];
  });
  globals.set('smu', smu);
  globals.set(
    'buffer',
    new TspObject()
      .on('make', (size) => {
        const buffer = new Smu2450Buffer(numberIn(size, 10, 6_875_000));
        return [bufferObject(buffer)];
      })
      .on('delete', (buffer) => {
        buffers.delete(bufferOf(buffer));
        return [];
      }),
  );
  globals.set('trigger', makeTrigger(model, bufferOf));
  instrument.idle = async () => model.run.idle();
  instrument.reset = () => {
    model.reset();
    addDefaults();
    Object.assign(instrument.format, { real: undefined, swapped: false });
  };
}

function makeSource(model: Smu2450Model): TspObject {
  const { channel } = model;
  const own = (): Sourced => channel.source;
  const source = new TspObject();
  source.attribute('func', {
    get: () => functionNames[own()],
    set: (value) => {
      const chosen = (['voltage', 'current'] as const).find((name) => functionNames[name] === value);
      if (chosen === undefined) throw outOfRange();
      if (chosen !== own()) model.switchOutput(false);
      channel.source = chosen;
    },
  });
  source.number('level', () => ({ min: -channel.highest(own()), max: channel.highest(own()) }), {
    get: () => channel[own()].level,
    set: (level) => model.setLevel(own(), level),
  });
  flag(
    source,
    'output',
    () => channel.output,
    (value) => model.switchOutput(value),
  );
  const highestRange = (): number => (model.traits.ranges[own()].at(-1) ?? 0) * model.traits.over;
  source.number('range', () => ({ min: -highestRange(), max: highestRange() }), {
    get: () => channel.sourceRange(own()),
    set: (wanted) => {
      const sourceRange = fittingRange(model.traits.ranges[own()], wanted, model.traits.over);
      Object.assign(channel[own()], { sourceRange, sourceAuto: false });
    },
  });
  flag(
    source,
    'autorange',
    () => channel[own()].sourceAuto,
    (value) => {
      Object.assign(channel[own()], { sourceRange: channel.sourceRange(own()), sourceAuto: value });
    },
  );
  source.number('delay', () => ({ min: 0, max: 10_000 }), {
    get: () => model.source[own()].delay,
    set: (delay) => {
      Object.assign(model.source[own()], { delay, autoDelay: false });
    },
  });
  flag(
    source,
    'autodelay',
    () => model.source[own()].autoDelay,
    (value) => {
      model.source[own()].autoDelay = value;
    },
  );
  flag(
    source,
    'readback',
    () => model.source[own()].readback,
    (value) => {
      model.source[own()].readback = value;
    },
  );
  flag(
    source,
    'highc',
    () => model.source[own()].highCapacitance,
    (value) => {
      model.source[own()].highCapacitance = value;
    },
  );
  source.attribute('offmode', {
    get: () => offModes[model.source[own()].offMode],
    set: (value) => {
      const found = (['NORM', 'ZERO', 'HIMP', 'GUAR'] as const).find((name) => offModes[name] === value);
      if (found === undefined) throw outOfRange();
      model.source[own()].offMode = found;
    },
  });
  for (const [name, of] of [
    ['ilimit', 'current'],
    ['vlimit', 'voltage'],
  ] as const) {
    const limit = new TspObject();
    limit.number('level', () => ({ min: -channel.highest(of), max: channel.highest(of) }), {
      get: () => channel[of].limit,
      set: (value) => model.setLimit(of, Math.abs(value)),
    });
    limit.attribute('tripped', {
      get: () => (otherThan[of] === own() && channel.point().limited ? on : off),
    });
    source.add({ [name]: limit });
  }
  const protect = new TspObject().attribute('tripped', { get: () => (channel.point().clamped ? on : off) });
  const levelName = (level: number): string => `smu.PROTECT_${level === Infinity ? 'NONE' : `${level}V`}`;
  protect.attribute('level', {
    get: () => levelName(channel.clamp),
    set: (value) => {
      const found = [...model.traits.protections, Infinity].find((level) => levelName(level) === value);
      if (found === undefined) throw outOfRange();
      channel.clamp = found;
    },
  });
  return source.add({ protect });
}

function makeMeasure(
  instrument: TspInstrument,
  model: Smu2450Model,
  bufferOf: (value: LuaValue) => Smu2450Buffer,
): TspObject {
  const { channel, traits } = model;
  const measure = new TspObject();
  const quantity = (): Sourced | undefined => (model.function === 'resistance' ? undefined : model.function);
  measure.attribute('func', {
    get: () => functionNames[model.function],
    set: (value) => {
      const names = ['voltage', 'current', 'resistance'] as const;
      const found = names.find((name) => functionNames[name] === value);
      if (found === undefined) throw outOfRange();
      model.function = found;
    },
  });
  measure.number('nplc', () => ({ min: 0.01, max: 10 }), {
    get: () => model.measuring.nplc,
    set: (nplc) => {
      model.measuring.nplc = nplc;
    },
  });
  measure.number('count', () => ({ min: 1, max: 300_000 }), {
    get: () => model.count,
    set: (count) => {
      model.count = Math.round(count);
    },
  });
  measure.choice('sense', [constants.SENSE_2WIRE, constants.SENSE_4WIRE], {
    get: () => (model.measuring.fourWire ? constants.SENSE_4WIRE : constants.SENSE_2WIRE),
    set: (value) => {
      model.measuring.fourWire = value === constants.SENSE_4WIRE;
    },
  });
  measure.number('range', () => ({ min: -1e9, max: 1e9 }), {
    get: () => {
      const of = quantity();
      return of === undefined ? model.measuring.ohms : channel.measureRange(of);
    },
    set: (wanted) => {
      const of = quantity();
      if (of === undefined) {
        Object.assign(model.measuring, { ohms: wanted, ohmsAuto: false });
        return;
      }
      if (Math.abs(wanted) > (traits.ranges[of].at(-1) ?? 0) * traits.over) throw outOfRange();
      const measureRange = fittingRange(traits.ranges[of], wanted, traits.over);
      Object.assign(channel[of], { measureRange, measureAuto: false });
    },
  });
  flag(
    measure,
    'autorange',
    () => {
      const of = quantity();
      return of === undefined ? model.measuring.ohmsAuto : channel[of].measureAuto;
    },
    (value) => {
      const of = quantity();
      if (of === undefined) model.measuring.ohmsAuto = value;
      else Object.assign(channel[of], { measureRange: channel.measureRange(of), measureAuto: value });
    },
  );
  flag(
    measure,
    'offsetcompensation',
    () => model.measuring.offsetCompensated,
    (value) => {
      model.measuring.offsetCompensated = value;
    },
  );
  const filter = new TspObject();
  flag(
    filter,
    'enable',
    () => model.measuring.average.on,
    (value) => {
      model.measuring.average.on = value;
    },
  );
  filter.number('count', () => ({ min: 1, max: 100 }), {
    get: () => model.measuring.average.count,
    set: (count) => {
      model.measuring.average.count = Math.round(count);
    },
  });
  filter.choice('type', [constants.FILTER_REPEAT_AVG, constants.FILTER_MOVING_AVG], {
    get: () => (model.measuring.average.moving ? constants.FILTER_MOVING_AVG : constants.FILTER_REPEAT_AVG),
    set: (value) => {
      model.measuring.average.moving = value === constants.FILTER_MOVING_AVG;
    },
  });
  const autozero = new TspObject().on('once', () => []);
  flag(
    autozero,
    'enable',
    () => model.measuring.autoZero,
    (value) => {
      model.measuring.autoZero = value;
    },
  );
  measure.add({ filter, autozero });
  measure.on('read', async (buffer) => {
    const { reading } = await model.read(bufferOf(buffer));
    return [reading];
  });
  measure.on('readwithtime', async (buffer) => {
    const { reading, at } = await model.read(bufferOf(buffer));
    return [reading, Math.floor(at / 1000), (at % 1000) / 1000];
  });
  measure.attribute('terminals', { get: () => instrumentTerminals(instrument) });
  return measure;
}

function instrumentTerminals({ globals }: TspInstrument): LuaValue {
  const smu = globals.get('smu');
  return isIndexable(smu) ? smu.get('terminals') : undefined;
}

function makeBuffer(buffer: Smu2450Buffer): TspObject {
  /** An array over the readings, from 1. */
  const column = (look: (reading: Smu2450Reading) => number): TspObject => {
    const array = new LuaTable();
    for (const [index, reading] of buffer.readings.entries()) array.set(index + 1, look(reading));
    return Object.assign(new TspObject(), { get: (key: LuaValue) => array.get(key) });
  };
  return new TspObject()
    .attribute('n', { get: () => buffer.readings.length })
    .attribute('capacity', { get: () => buffer.capacity })
    .attribute('readings', { get: () => column(({ reading }) => reading) })
    .attribute('sourcevalues', { get: () => column(({ source }) => source) })
    .attribute('statuses', { get: () => column(({ status }) => status) })
    .attribute('sourcestatuses', { get: () => column(({ sourceStatus }) => sourceStatus) })
    .attribute('relativetimestamps', { get: () => column((reading) => buffer.relative(reading)) })
    .on('clear', () => {
      buffer.clear();
      return [];
    });
}

/** `smu.source.sweeplinear(name, start, stop, points[, delay[, count[, rangeType[, failAbort[, dual[, buffer]]]]]])`. */
function addSweeps(
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

function makeTrigger(model: Smu2450Model, bufferOf: (value: LuaValue) => Smu2450Buffer): TspObject {
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

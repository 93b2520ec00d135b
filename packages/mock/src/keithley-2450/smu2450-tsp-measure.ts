import { fittingRange } from '../electrical/ranges.ts';
import type { Sourced } from '../electrical/source-port.ts';
import type { LuaValue } from '../tsp/lua-value.ts';
import { isIndexable } from '../tsp/lua-value.ts';
import type { TspInstrument } from '../tsp/tsp-instrument.ts';
import { TspObject, outOfRange } from '../tsp/tsp-object.ts';
import type { Smu2450Buffer } from './smu2450-buffer.ts';
import type { Smu2450Model } from './smu2450-model.ts';
import { constants, flag, functionNames } from './smu2450-tsp-names.ts';

/** `smu.measure`. */
export function makeMeasure(
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

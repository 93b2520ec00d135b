import { fittingRange } from '../electrical/ranges.ts';
import { otherThan } from '../electrical/smu-channel.ts';
import type { Sourced } from '../electrical/source-port.ts';
import { TspObject, outOfRange } from '../tsp/tsp-object.ts';
import type { Smu2450Model } from './smu2450-model.ts';
import { flag, functionNames, off, offModes, on } from './smu2450-tsp-names.ts';

/** `smu.source`. */
export function makeSource(model: Smu2450Model): TspObject {
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

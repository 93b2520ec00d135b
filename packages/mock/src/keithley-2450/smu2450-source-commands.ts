import { chooseRange } from '../electrical/ranges.ts';
import type { Sourced } from '../electrical/source-port.ts';
import { otherThan } from '../electrical/smu-channel.ts';
import type { NumberRange, Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { Smu2450Model, SourceSettings, SweepPlan } from './smu2450-model.ts';
import { number2450 } from './smu2450-number.ts';

const nodes: Readonly<Record<Sourced, string>> = { voltage: 'VOLTage', current: 'CURRent' };

const longestDelay = 10_000;

/** Output and source (sheet smu-keithley-2450.md, "SCPI: source"). */
export function addSourceCommands(instrument: ScpiInstrument, model: Smu2450Model): void {
  const { channel } = model;
  onSwitch(instrument, 'OUTPut[1][:STATe]', {
    get: () => channel.output,
    set: (on) => model.switchOutput(on),
  });
  onSwitch(instrument, 'OUTPut[1]:INTerlock:STATe', {
    get: () => model.usesInterlock,
    set: (on) => {
      model.usesInterlock = on;
    },
  });
  instrument.on('OUTPut[1]:INTerlock:TRIPped?', () => (model.interlockOpen ? '0' : '1'));
  onWord(instrument, 'ROUTe:TERMinals', ['FRONt', 'REAR'], {
    get: () => model.terminals,
    set: (side) => {
      model.terminals = side === 'REAR' ? 'REAR' : 'FRON';
      model.switchOutput(false);
    },
  });
  onWord(instrument, 'SOURce[1]:FUNCtion[:MODE]', ['VOLTage', 'CURRent'], {
    get: () => (channel.source === 'voltage' ? 'VOLT' : 'CURR'),
    set: (word) => {
      // Unconfirmed: another function switches the output off.
      const source = word === 'CURR' ? 'current' : 'voltage';
      if (source !== channel.source) model.switchOutput(false);
      channel.source = source;
    },
  });
  for (const of of ['voltage', 'current'] as const) {
    addQuantity(instrument, model, of);
    addSweeps(instrument, model, of);
  }
  addProtection(instrument, model);
}

function addQuantity(instrument: ScpiInstrument, model: Smu2450Model, of: Sourced): void {
  const { channel, traits } = model;
  const path = `SOURce[1]:${nodes[of]}`;
  const settings = (): SourceSettings => model.source[of];
  const highest = channel.highest(of);
  const levels: NumberRange = { min: -highest, max: highest, default: 0, unit: of === 'voltage' ? 'V' : 'A' };
  const level = { get: () => channel[of].level, set: (value: number) => model.setLevel(of, value) };
  onNumber(instrument, `${path}[:LEVel][:IMMediate][:AMPLitude]`, () => levels, level, number2450);
  instrument.on(`${path}:RANGe`, ({ need }) => {
    const range = chooseRange(traits.ranges[of], need(0), channel.sourceRange(of), traits);
    if (Math.abs(channel[of].level) > range * traits.over) throw new ScpiRefusal(-221);
    Object.assign(channel[of], { sourceRange: range, sourceAuto: false });
  });
  const ranges = { min: traits.ranges[of][0] ?? 0, max: traits.ranges[of].at(-1) ?? 0 };
  onNumberQuery(
    instrument,
    `${path}:RANGe`,
    () => ranges,
    () => channel.sourceRange(of),
    number2450,
  );
  onSwitch(instrument, `${path}:RANGe:AUTO`, {
    get: () => channel[of].sourceAuto,
    set: (on) => {
      Object.assign(channel[of], { sourceRange: channel.sourceRange(of), sourceAuto: on });
    },
  });
  const delay = {
    get: () => settings().delay,
    set: (seconds: number) => {
      Object.assign(settings(), { delay: seconds, autoDelay: false });
    },
  };
  onNumber(instrument, `${path}:DELay`, () => ({ min: 0, max: longestDelay, default: 0 }), delay, number2450);
  onSwitch(instrument, `${path}:DELay:AUTO`, {
    get: () => settings().autoDelay,
    set: (on) => {
      settings().autoDelay = on;
    },
  });
  onSwitch(instrument, `${path}:READ:BACK`, {
    get: () => settings().readback,
    set: (on) => {
      settings().readback = on;
    },
  });
  onSwitch(instrument, `${path}:HIGH:CAPacitance`, {
    get: () => settings().highCapacitance,
    set: (on) => {
      settings().highCapacitance = on;
    },
  });
  onWord(instrument, `OUTPut[1]:${nodes[of]}:SMODe`, ['NORMal', 'ZERO', 'GUARd', 'HIMPedance'], {
    get: () => settings().offMode,
    set: (word) => {
      settings().offMode = word === 'ZERO' || word === 'GUAR' || word === 'HIMP' ? word : 'NORM';
    },
  });
  // The limit of the other quantity stands under the source.
  const other = otherThan[of];
  const limitPath = `${path}:${of === 'voltage' ? 'ILIMit' : 'VLIMit'}`;
  const most = channel.highest(other);
  const limit = {
    get: () => channel[other].limit,
    set: (value: number) => model.setLimit(other, Math.abs(value)),
  };
  const limits = { min: -most, max: most, default: other === 'voltage' ? 21 : 1.05e-4 };
  onNumber(instrument, `${limitPath}[:LEVel]`, () => limits, limit, number2450);
  instrument.on(`${limitPath}[:LEVel]:TRIPped?`, () =>
    of === channel.source && channel.point().limited ? '1' : '0',
  );
}

function addProtection(instrument: ScpiInstrument, model: Smu2450Model): void {
  const { channel, traits } = model;
  const words = [...traits.protections.map((level) => `PROT${level}`), 'NONE'];
  onWord(instrument, 'SOURce[1]:VOLTage:PROTection[:LEVel]', words, {
    get: () => (channel.clamp === Infinity ? 'NONE' : `PROT${channel.clamp}`),
    set: (word) => {
      channel.clamp = word === 'NONE' ? Infinity : Number(word.slice('PROT'.length));
    },
  });
  instrument.on('SOURce[1]:VOLTage:PROTection[:LEVel]:TRIPped?', () => (channel.point().clamped ? '1' : '0'));
}

const counts = { min: 2, max: 1_000_000 };

/** `SOURce:SWEep`: loads the trigger model, which `INITiate` starts (sheet, "Sweeps and trigger model"). */
function addSweeps(instrument: ScpiInstrument, model: Smu2450Model, of: Sourced): void {
  const highest = model.channel.highest(of);
  const levels = { min: -highest, max: highest };
  const most = 9;
  for (const [node, spacing] of [
    ['LINear', 'LIN'],
    ['LOG', 'LOG'],
  ] as const) {
    instrument.on(
      `SOURce[1]:SWEep:${nodes[of]}:${node}`,
      ({ need, parameters }) => {
        const [start, stop] = [need(0).number(levels), need(1).number(levels)];
        const points = need(2).integer(counts);
        if (spacing === 'LOG' && start * stop <= 0) throw new ScpiRefusal(-222);
        model.loadSweep(of, { start, stop, points, spacing }, planOf(parameters.slice(3)));
      },
      most,
    );
  }
  instrument.on(
    `SOURce[1]:SWEep:${nodes[of]}:LINear:STEP`,
    ({ need, parameters }) => {
      const [start, stop, step] = [need(0).number(levels), need(1).number(levels), need(2).number()];
      const points = 1 + Math.floor((stop - start) / step + 1e-9);
      if (!(points >= counts.min && points <= counts.max)) throw new ScpiRefusal(-222);
      const end = start + (points - 1) * step;
      model.loadSweep(of, { start, stop: end, points, spacing: 'LIN' }, planOf(parameters.slice(3)));
    },
    most,
  );
  let list: readonly number[] = [];
  const longest = 100;
  for (const append of [false, true]) {
    instrument.on(
      `SOURce[1]:LIST:${nodes[of]}${append ? ':APPend' : ''}`,
      ({ need, parameters }) => {
        need(0);
        const values = parameters.map((parameter) => parameter.number(levels));
        list = append ? [...list, ...values] : values;
      },
      longest,
    );
  }
  instrument.on(`SOURce[1]:LIST:${nodes[of]}?`, () => list.map(number2450).join(','));
  instrument.on(
    `SOURce[1]:SWEep:${nodes[of]}:LIST`,
    ({ need, parameters }) => {
      if (list.length === 0) throw new ScpiRefusal(-221);
      const first = need(0).integer({ min: 1, max: list.length });
      const [delay, count, failAbort, buffer] = parameters.slice(1);
      const plan = planOf([delay, count, undefined, failAbort, undefined, buffer]);
      model.loadLevels(of, list.slice(first - 1), plan);
    },
    most,
  );
}

/** `[<delay>[, <count>[, <range type>[, <fail abort>[, <dual>[, "buffer"]]]]]]`. */
function planOf([delay, count, range, failAbort, dual, buffer]: readonly (Parameter | undefined)[]): Omit<
  SweepPlan,
  'levels'
> {
  range?.word(['AUTO', 'BEST', 'FIXed']);
  return {
    delay: delay?.number({ min: -1, max: longestDelay }) ?? -1,
    count: count?.integer({ min: 1, max: 268_435_455 }) ?? 1,
    failAbort: failAbort?.boolean() ?? true,
    dual: dual?.boolean() ?? false,
    buffer: buffer?.string() ?? 'defbuffer1',
  };
}

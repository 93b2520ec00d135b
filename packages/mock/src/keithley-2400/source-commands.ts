import { chooseRange, fittingRange } from '../electrical/ranges.ts';
import { otherThan } from '../electrical/smu-channel.ts';
import type { Sourced } from '../electrical/source-port.ts';
import type { NumberRange } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { sourceMeterError } from './sourcemeter-errors.ts';
import type { SourceMeterModel } from './sourcemeter-model.ts';
import { quantityNames } from './sourcemeter-model.ts';
import { number6 } from './sourcemeter-reading.ts';

const nodes: Readonly<Record<Sourced, string>> = { voltage: 'VOLTage', current: 'CURRent' };

/** Output and source (sheet smu-keithley-2400.md, "Output and source"). */
export function addSourceCommands(instrument: ScpiInstrument, model: SourceMeterModel): void {
  const { channel } = model;
  onSwitch(instrument, 'OUTPut[1][:STATe]', {
    get: () => channel.output,
    set: (on) => model.switchOutput(on),
  });
  onWord(instrument, 'OUTPut[1]:SMODe', ['HIMPedance', 'NORMal', 'ZERO', 'GUARd'], {
    get: () => model.offMode,
    set: (mode) => {
      model.offMode = mode;
    },
  });
  onSwitch(instrument, 'OUTPut[1]:ENABle[:STATe]', {
    get: () => model.usesInterlock,
    set: (on) => {
      model.usesInterlock = on;
      if (model.interlockTripped) model.switchOutput(false);
    },
  });
  // The other way round than its name says (user's manual, table 18-4).
  instrument.on('OUTPut[1]:ENABle:TRIPped?', () => (model.interlockTripped ? '0' : '1'));
  onWord(instrument, 'ROUTe:TERMinals', ['FRONt', 'REAR'], {
    get: () => model.terminals,
    set: (side) => {
      model.terminals = side === 'REAR' ? 'REAR' : 'FRON';
      model.switchOutput(false);
    },
  });
  onSwitch(instrument, 'SOURce[1]:CLEar:AUTO', {
    get: () => model.autoClear,
    set: (on) => {
      model.autoClear = on;
      if (on) model.switchOutput(false);
    },
  });
  onWord(instrument, 'SOURce[1]:FUNCtion[:MODE]', ['VOLTage', 'CURRent'], {
    get: () => (channel.source === 'voltage' ? 'VOLT' : 'CURR'),
    set: (word) => {
      if (model.autoOhms) throw sourceMeterError(825);
      const source = word === 'CURR' ? 'current' : 'voltage';
      requirePower(model, source, channel[source].level, channel[otherThan[source]].limit);
      channel.source = source;
    },
  });
  const delays = { min: 0, max: 999.9999, default: 0, unit: 'S' };
  const delay = {
    get: () => model.delay,
    set: (seconds: number) => {
      Object.assign(model, { delay: seconds, autoDelay: false });
    },
  };
  onNumber(instrument, 'SOURce[1]:DELay', () => delays, delay, number6);
  onSwitch(instrument, 'SOURce[1]:DELay:AUTO', {
    get: () => model.autoDelay,
    set: (on) => {
      model.autoDelay = on;
    },
  });
  for (const of of ['voltage', 'current'] as const) addQuantity(instrument, model, of);
  addProtection(instrument, model);
  addSweep(instrument, model);
}

/** Refuses with +826 what the source cannot do together. */
function requirePower(model: SourceMeterModel, source: Sourced, level: number, limit: number): void {
  const { channel, traits } = model;
  const { sourceAuto, sourceRange } = channel[source];
  // The range counts, not the level in it.
  const range = sourceAuto ? fittingRange(traits.ranges[source], level, traits.over) : sourceRange;
  if (!channel.isPossible(source, range, limit)) throw sourceMeterError(826);
}

function addQuantity(instrument: ScpiInstrument, model: SourceMeterModel, of: Sourced): void {
  const { channel, traits } = model;
  const quantity = channel[of];
  const path = `SOURce[1]:${nodes[of]}`;
  const unit = of === 'voltage' ? 'V' : 'A';
  const highest = channel.highest(of);
  const levels: NumberRange = { min: -highest, max: highest, default: 0, unit };
  const level = {
    get: () => quantity.level,
    set(wanted: number) {
      if (model.autoOhms) throw sourceMeterError(825);
      const { sourceAuto, sourceRange } = quantity;
      if (!sourceAuto && Math.abs(wanted) > sourceRange * traits.over) throw new ScpiRefusal(-222);
      if (of === channel.source) requirePower(model, of, wanted, channel[otherThan[of]].limit);
      quantity.level = wanted;
    },
  };
  onNumber(instrument, `${path}[:LEVel][:IMMediate][:AMPLitude]`, () => levels, level, number6);
  onWord(instrument, `${path}:MODE`, ['FIXed', 'SWEep', 'LIST'], {
    get: () => model.sweeps[of].mode,
    set: (mode) => {
      model.sweeps[of].mode = mode === 'SWE' || mode === 'LIST' ? mode : 'FIX';
    },
  });
  instrument.on(`${path}:RANGe`, ({ need }) => {
    if (model.autoOhms) throw sourceMeterError(825);
    const range = chooseRange(traits.ranges[of], need(0), channel.sourceRange(of), traits);
    // Unconfirmed: a range below the level is refused.
    if (Math.abs(quantity.level) > range * traits.over) throw new ScpiRefusal(-221);
    if (of === channel.source && !channel.isPossible(of, range, channel[otherThan[of]].limit))
      throw sourceMeterError(826);
    Object.assign(quantity, { sourceRange: range, sourceAuto: false });
  });
  onNumberQuery(
    instrument,
    `${path}:RANGe`,
    () => ({ min: traits.ranges[of][0] ?? 0, max: traits.ranges[of].at(-1) ?? 0 }),
    () => channel.sourceRange(of),
    number6,
  );
  onSwitch(instrument, `${path}:RANGe:AUTO`, {
    get: () => quantity.sourceAuto,
    set: (on) => {
      quantity.sourceRange = channel.sourceRange(of);
      quantity.sourceAuto = on;
    },
  });
  for (const end of ['start', 'stop'] as const) {
    const setting = {
      get: () => model.sweeps[of][end],
      set: (value: number) => {
        model.sweeps[of][end] = value;
      },
    };
    onNumber(instrument, `${path}:${end === 'start' ? 'STARt' : 'STOP'}`, () => levels, setting, number6);
  }
  const steps = { min: -2 * highest, max: 2 * highest, default: 0, unit };
  const step = {
    get: () => model.sweeps[of].step,
    set(value: number) {
      const sweep = model.sweeps[of];
      if (value === 0 || (sweep.stop - sweep.start) * value < 0) throw new ScpiRefusal(-221);
      sweep.step = value;
      model.shape.points = 1 + Math.floor((sweep.stop - sweep.start) / value + 1e-9);
    },
  };
  onNumber(instrument, `${path}:STEP`, () => steps, step, number6);
  addList(instrument, model, of, levels);
}

const [longestList, longestCommand] = [2500, 100];

function addList(
  instrument: ScpiInstrument,
  model: SourceMeterModel,
  of: Sourced,
  levels: NumberRange,
): void {
  const header = `SOURce[1]:LIST:${nodes[of]}`;
  for (const append of [false, true]) {
    instrument.on(
      append ? `${header}:APPend` : header,
      ({ parameters, need }) => {
        need(0);
        const values = parameters.map((parameter) => parameter.number(levels));
        const list = append ? [...model.sweeps[of].list, ...values] : values;
        if (list.length > longestList) throw new ScpiRefusal(-223);
        model.sweeps[of].list = list;
      },
      longestCommand,
    );
  }
  instrument.on(`${header}?`, () => model.sweeps[of].list.map(number6).join(','));
  instrument.on(`${header}:POINts?`, () => String(model.sweeps[of].list.length));
}

/** Overvoltage protection; `NONE` is a level above all others. */
function addProtection(instrument: ScpiInstrument, model: SourceMeterModel): void {
  const { channel, traits } = model;
  instrument.on('SOURce[1]:VOLTage:PROTection[:LEVel]', ({ need }) => {
    const highest = channel.highest('voltage');
    const wanted = need(0).is('NONE') ? highest : Math.abs(need(0).number({ min: -highest, max: highest }));
    channel.clamp = traits.protections.find((level) => level >= wanted) ?? Infinity;
  });
  instrument.on('SOURce[1]:VOLTage:PROTection[:LEVel]?', () =>
    number6(Math.min(channel.clamp, channel.highest('voltage'))),
  );
  instrument.on('SOURce[1]:VOLTage:PROTection:TRIPped?', () => (channel.point().clamped ? '1' : '0'));
  for (const [name, of] of Object.entries(quantityNames)) {
    const limits = {
      min: -channel.highest(of),
      max: channel.highest(of),
      unit: of === 'voltage' ? 'V' : 'A',
    };
    const path = `[SENSe[1]:]${nodes[of]}[:DC]:PROTection`;
    const setting = {
      get: () => channel[of].limit,
      set(limit: number) {
        const { measureAuto, measureRange } = channel[of];
        // A range can hold a thousandth of its full scale at least.
        if (!measureAuto && Math.abs(limit) < measureRange / 1000) throw sourceMeterError(822);
        const source = otherThan[of];
        if (channel.source === source) requirePower(model, source, channel[source].level, limit);
        channel[of].limit = limit;
      },
    };
    const normal = name === 'VOLT' ? 21 : 1.05e-4;
    onNumber(instrument, `${path}[:LEVel]`, () => ({ ...limits, default: normal }), setting, number6);
    instrument.on(`${path}:TRIPped?`, () => (of !== channel.source && channel.point().limited ? '1' : '0'));
  }
}

function addSweep(instrument: ScpiInstrument, model: SourceMeterModel): void {
  const points = {
    get: () => model.shape.points,
    set: (count: number) => {
      model.shape.points = Math.round(count);
    },
  };
  const counts = { min: 1, max: longestList, default: longestList };
  onNumber(instrument, 'SOURce[1]:SWEep:POINts', () => counts, points, String);
  onWord(instrument, 'SOURce[1]:SWEep:SPACing', ['LINear', 'LOGarithmic'], {
    get: () => model.shape.spacing,
    set: (word) => {
      model.shape.spacing = word === 'LOG' ? 'LOG' : 'LIN';
    },
  });
  onWord(instrument, 'SOURce[1]:SWEep:DIRection', ['UP', 'DOWn'], {
    get: () => (model.shape.direction === 'UP' ? 'UP' : 'DOWN'),
    set: (word) => {
      model.shape.direction = word === 'UP' ? 'UP' : 'DOWN';
    },
  });
  // The source of this simulator has the right range for each level whatever is asked for.
  let ranging = 'BEST';
  onWord(instrument, 'SOURce[1]:SWEep:RANGing', ['BEST', 'AUTO', 'FIXed'], {
    get: () => ranging,
    set: (word) => {
      ranging = word;
    },
  });
  onWord(instrument, 'SOURce[1]:SWEep:CABort', ['NEVer', 'EARLy', 'LATE'], {
    get: () => model.shape.abort,
    set: (word) => {
      model.shape.abort = word === 'EARL' || word === 'LATE' ? word : 'NEV';
    },
  });
}

import { nr1 } from '../scpi/number-format.ts';
import { channelList, isChannelList } from '../scpi/channel-list.ts';
import type { Parameter } from '../scpi/parameter.ts';
import type { CommandArguments, ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, onNumber, onNumberQuery, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { readAllReadings } from './counter-data-commands.ts';
import { counterFunctions } from './counter-functions.ts';
import type { CounterFunctionEntry } from './counter-functions.ts';
import type { CounterModel } from './counter-model.ts';
import { counterNumber } from './counter-format.ts';
import type { CounterFormat } from './counter-format.ts';

const gates = { min: 100e-6, max: 1000, default: 0.1 };

/** The best resolution with a gate of a second, relative (sheet, "Measure / configure"). */
const resolutionAtOneSecond = 1.1e-10;

/** Adds `CONFigure`, `MEASure` and the settings of a measurement (sheet counter-keysight-53220.md). */
export function addMeasureCommands(
  instrument: ScpiInstrument,
  model: CounterModel,
  format: CounterFormat,
): void {
  for (const measured of counterFunctions) {
    const { header } = measured;
    instrument.on(`CONFigure:${header}`, (given) => configure(model, measured, given), 4);
    instrument.on(
      `MEASure:${header}?`,
      async (given) => {
        configure(model, measured, given);
        return readAllReadings(model, format);
      },
      4,
    );
  }
  instrument.on('CONFigure?', () => `"${model.measured.short} (@${model.input})"`);
  instrument.on('[SENSe:]FUNCtion[:ON]', ({ need }) => {
    const [name = '', input = '1'] = need(0).string().trim().split(/\s+/);
    const measured = counterFunctions.find(({ short }) => short === name.toUpperCase());
    if (measured === undefined) throw new ScpiRefusal(-224);
    // Of two inputs the first one counts: the other is the one that is left.
    model.configure(measured, inputOf(Number(input.split(',')[0])), model.gate);
  });
  instrument.on('[SENSe:]FUNCtion[:ON]?', () => {
    const { measured, input } = model;
    return `"${measured.short} ${measured.two === true ? `${input},${3 - input}` : input}"`;
  });
  onNumber(
    instrument,
    '[SENSe:]FREQuency:GATE:TIME',
    () => gates,
    {
      get: () => model.gate,
      set(seconds) {
        model.changed();
        model.gate = seconds;
      },
    },
    counterNumber,
  );
  for (const [header, words] of [
    ['[SENSe:]FREQuency:GATE:SOURce', ['TIME', 'EXTernal', 'ADVanced']],
    ['[SENSe:]FREQuency:MODE', ['AUTO', 'RCONtinuous', 'RECiprocal', 'CONTinuous']],
  ] as const) {
    let chosen: string = words[0];
    onWord(instrument, header, words, {
      get: () => chosen,
      set: (word) => {
        chosen = word;
      },
    });
  }
  instrument.on('SYSTem:TIMeout', ({ need }) => {
    const given = need(0);
    model.timeout = given.is('INFinity') ? Infinity : given.number({ min: 0.01, max: 2000, default: 1 });
  });
  instrument.on('SYSTem:TIMeout?', () => counterNumber(model.timeout === Infinity ? 9.9e37 : model.timeout));
}

/** `[<expected>[,<resolution>]][,(@<input>)]`. */
function configure(
  model: CounterModel,
  measured: CounterFunctionEntry,
  { parameters }: CommandArguments,
): void {
  const lists = parameters.filter((parameter) => isChannelList(parameter));
  const numbers = parameters.filter((parameter) => !isChannelList(parameter));
  const inputs = lists.flatMap((list) => channelList(list, 2));
  const wanted = measured.two === true ? 2 : 1;
  if (inputs.length > 0 && inputs.length !== wanted) throw new ScpiRefusal(-224);
  const [expected, resolution] = numbers;
  model.configure(measured, inputOf(inputs[0] ?? 1), gateFor(expected, resolution));
  Object.assign(model.trigger, { source: 'IMM', count: 1, samples: 1, delay: 0 });
}

/** The gate that gives a resolution: a decade longer for each digit. */
function gateFor(expected: Parameter | undefined, resolution: Parameter | undefined): number {
  const value = expected?.number({ min: 1e-12, max: 1e12, default: 1 }) ?? 1;
  if (resolution === undefined || resolution.is('DEFault')) return gates.default;
  const relative = resolution.number({ min: 1e-18, max: 1e12, default: 1 }) / value;
  const decades = Math.floor(Math.log10(resolutionAtOneSecond / relative) + 1e-9);
  return Math.min(gates.max, Math.max(gates.min, 10 ** decades));
}

function inputOf(number: number): 1 | 2 {
  if (number === 1 || number === 2) return number;
  throw new ScpiRefusal(-222);
}

/** Adds the settings of both inputs. */
export function addInputCommands(instrument: ScpiInstrument, model: CounterModel): void {
  for (const number of [1, 2] as const) {
    const input = model.inputs[number - 1] ?? model.inputs[0];
    const head = number === 1 ? 'INPut[1]' : 'INPut2';
    const changed = (): void => model.changed();
    onWord(instrument, `${head}:COUPling`, ['AC', 'DC'], {
      get: () => input.coupling,
      set(word) {
        input.coupling = word === 'DC' ? 'DC' : 'AC';
        changed();
      },
    });
    onWord(instrument, `${head}:SLOPe`, ['POSitive', 'NEGative'], {
      get: () => input.slope,
      set(word) {
        input.slope = word === 'NEG' ? 'NEG' : 'POS';
        changed();
      },
    });
    onOneOf(instrument, `${head}:IMPedance`, [50, 1e6], {
      get: () => input.impedance,
      set(ohms) {
        input.impedance = ohms === 50 ? 50 : 1e6;
        changed();
      },
    });
    onOneOf(instrument, `${head}:RANGe`, [5, 50], {
      get: () => input.range,
      set(volts) {
        input.range = volts === 50 ? 50 : 5;
        changed();
      },
    });
    onSwitch(instrument, `${head}:FILTer[:LPASs][:STATe]`, field(input, 'filter', changed));
    onSwitch(instrument, `${head}:NREJect`, field(input, 'noiseRejection', changed));
    const level = {
      get: () => input.level,
      set(volts: number) {
        input.level = volts;
        input.auto = false;
        changed();
      },
    };
    const levels = () => ({ min: -input.range * 1.025, max: input.range * 1.025, default: 0 });
    for (const node of number === 1 ? ['LEVel[1]'] : ['LEVel', 'LEVel2'])
      onNumber(instrument, `${head}:${node}[:ABSolute]`, levels, level, counterNumber);
    instrument.on(`${head}:LEVel:AUTO`, ({ need }) => {
      const once = need(0).is('ONCE');
      input.auto = once ? false : need(0).boolean();
      changed();
    });
    instrument.on(`${head}:LEVel:AUTO?`, () => (input.auto ? '1' : '0'));
    instrument.on(`${head}:PROTection?`, () => '0');
  }
}

/** One of a few numbers, refused with -222 where it is another. */
function onOneOf(
  instrument: ScpiInstrument,
  header: string,
  values: readonly number[],
  setting: { get(): number; set(value: number): void },
): void {
  const range = () => ({ min: Math.min(...values), max: Math.max(...values) });
  instrument.on(header, ({ need }) => {
    const value = need(0).number(range());
    if (!values.includes(value)) throw new ScpiRefusal(-222);
    setting.set(value);
  });
  onNumberQuery(instrument, header, range, () => setting.get(), counterNumber);
}

/** Adds trigger and sample count. */
export function addTriggerCommands(instrument: ScpiInstrument, model: CounterModel): void {
  const { trigger, acquisition } = model;
  const changed = (): void => model.changed();
  const counts = { min: 1, max: 1_000_000, default: 1 };
  onWord(instrument, 'TRIGger:SOURce', ['IMMediate', 'EXTernal', 'BUS'], {
    get: () => trigger.source,
    set(word) {
      trigger.source = word === 'EXT' || word === 'BUS' ? word : 'IMM';
      changed();
    },
  });
  onWord(instrument, 'TRIGger:SLOPe', ['POSitive', 'NEGative'], {
    get: () => trigger.slope,
    set(word) {
      trigger.slope = word === 'POS' ? 'POS' : 'NEG';
      changed();
    },
  });
  const delay = {
    get: () => trigger.delay ?? 0,
    set(seconds: number) {
      trigger.delay = seconds;
      changed();
    },
  };
  onNumber(instrument, 'TRIGger:DELay', () => ({ min: 0, max: 3600, default: 0 }), delay, counterNumber);
  for (const [header, key] of [
    ['TRIGger:COUNt', 'count'],
    ['SAMPle:COUNt', 'samples'],
  ] as const) {
    const setting = {
      get: () => trigger[key],
      set(count: number) {
        trigger[key] = Math.round(count);
        changed();
      },
    };
    onNumber(instrument, header, () => counts, setting, nr1);
  }
  instrument.on('INITiate[:IMMediate]', () => acquisition.start(), 0);
  instrument.on('ABORt', () => acquisition.abort(), 0);
  instrument.trigger = () => {
    if (!acquisition.fire('BUS')) throw new ScpiRefusal(-211);
  };
  instrument.idle = async () => acquisition.idle();
  instrument.interrupts = (message) => acquisition.state !== 'idle' && /^\s*:?(abor|\*trg)/i.test(message);
}

import {
  addElectrometerFilters,
  addElectrometerSystem,
  addRange,
  addZero,
  electrometerNumber,
} from '../electrical/electrometer-commands.ts';
import { addLayers } from '../electrical/layered-trigger.ts';
import { chooseRange } from '../electrical/ranges.ts';
import { HeaderPattern } from '../scpi/header-pattern.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onSwitch, onWord, property } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { electrometerFunctions, over } from './electrometer-model.ts';
import type {
  ElectrometerFunction,
  ElectrometerModel,
  ElectrometerReading6517,
  FunctionTraits,
} from './electrometer-model.ts';

/** Functions, ranges, filters and zero (sheet electrometer-keithley-6517.md, "Commands"). */
export function addSenseCommands(instrument: ScpiInstrument, model: ElectrometerModel): void {
  const { input } = model;
  instrument.on('[SENSe[1]:]FUNCtion[:ON]', ({ need }) => {
    const mnemonics = need(0).string().split(':');
    const found = electrometerFunctions.find(({ node }) => new HeaderPattern(node).match(mnemonics));
    if (found === undefined) throw new ScpiRefusal(-224);
    model.function = found.name;
  });
  instrument.on('[SENSe[1]:]FUNCtion[:ON]?', () => model.traits.text);
  for (const traits of electrometerFunctions) addFunction(instrument, model, traits);
  addZero(instrument, input, () => model.traits.ranges);
  const synchronised = { on: false };
  onSwitch(
    instrument,
    'SYSTem:LSYNc:STATe',
    property(() => synchronised, 'on'),
  );
  addElectrometerSystem(instrument, model);
}

function addFunction(instrument: ScpiInstrument, model: ElectrometerModel, traits: FunctionTraits): void {
  const { name, node, ranges } = traits;
  const path = `[SENSe[1]:]${node}`;
  const settings = (): ElectrometerModel['settings'][ElectrometerFunction] => model.settings[name];
  const limits = { min: ranges[0] ?? 0, max: (ranges.at(-1) ?? 0) * over };
  addRange(instrument, path, {
    ranges,
    over,
    settings,
    inForce: () => model.scale(name),
    limits,
    ends: limits,
  });
  const cycles = { min: 0.01, max: 10, default: 1 };
  onNumber(instrument, `${path}:NPLCycles`, () => cycles, property(settings, 'nplc'), electrometerNumber);
  addElectrometerFilters(instrument, `${path}:`, {
    average: () => settings().average,
    median: () => settings().median,
    fewest: 1,
  });
  onNumber(
    instrument,
    `${path}:REFerence`,
    () => ({ min: -limits.max, max: limits.max, default: 0 }),
    property(settings, 'reference'),
    electrometerNumber,
  );
  onSwitch(instrument, `${path}:REFerence:STATe`, property(settings, 'relative'));
  instrument.on(
    `${path}:REFerence:ACQuire`,
    () => {
      settings().reference = model.readings.at(-1)?.value ?? 0;
    },
    0,
  );
}

/** The voltage source. */
export function addSourceCommands(instrument: ScpiInstrument, model: ElectrometerModel): void {
  const source = () => model.source;
  onSwitch(instrument, 'OUTPut[1][:STATe]', { get: () => source().on, set: (on) => model.switchSource(on) });
  const levels = { min: -1000, max: 1000, default: 0, unit: 'V' };
  const level = {
    get: () => source().level,
    set: (volts: number) => {
      const { range, limited, limit } = source();
      if (Math.abs(volts) > range || (limited && Math.abs(volts) > limit)) throw new ScpiRefusal(-222);
      source().level = volts;
    },
  };
  onNumber(
    instrument,
    'SOURce[1]:VOLTage[:LEVel][:IMMediate][:AMPLitude]',
    () => levels,
    level,
    electrometerNumber,
  );
  instrument.on('SOURce[1]:VOLTage:RANGe', ({ need }) => {
    source().range = chooseRange([100, 1000], need(0), source().range);
    if (Math.abs(source().level) > source().range) source().level = 0;
  });
  onNumberQuery(
    instrument,
    'SOURce[1]:VOLTage:RANGe',
    () => ({ min: 100, max: 1000 }),
    () => source().range,
    electrometerNumber,
  );
  onNumber(
    instrument,
    'SOURce[1]:VOLTage:LIMit[:AMPLitude]',
    () => ({ min: 0, max: 1000 }),
    property(source, 'limit'),
    electrometerNumber,
  );
  onSwitch(instrument, 'SOURce[1]:VOLTage:LIMit:STATe', property(source, 'limited'));
  onSwitch(instrument, 'SOURce[1]:VOLTage:MCONnect', property(source, 'connected'));
  const resistive = { on: false };
  onSwitch(
    instrument,
    'SOURce[1]:CURRent:RLIMit:STATe',
    property(() => resistive, 'on'),
  );
  instrument.on('SOURce[1]:CURRent:LIMit?', () => (model.isLimited ? '1' : '0'));
}

/** How readings are sent. */
export interface ElectrometerFormat {
  fields: readonly string[];
}

/** The fields that `*RST` leaves: a reading with its suffix, its time and its number. */
export const usualFields = ['READ', 'UNIT', 'TST', 'RNUM'];

/** Readings, layers and buffer (sheet, "Reading format"). */
export function addReadingCommands(
  instrument: ScpiInstrument,
  model: ElectrometerModel,
  format: ElectrometerFormat,
): void {
  const words = ['READing', 'STATus', 'RNUMber', 'UNITs', 'TSTamp', 'VSOurce'];
  const send = (readings: readonly ElectrometerReading6517[]): string =>
    readings.map((reading) => fieldsOf(reading, format.fields)).join(',');
  instrument.on(
    'FORMat:ELEMents',
    ({ parameters, need }) => {
      need(0);
      format.fields = parameters.map((parameter) => (parameter.is('UNIT') ? 'UNIT' : parameter.word(words)));
    },
    words.length,
  );
  instrument.on('FORMat:ELEMents?', () => format.fields.join(','));
  // Binary data are not simulated.
  onWord(instrument, 'FORMat[:DATA]', ['ASCii'], { get: () => 'ASC', set: () => {} });
  const fetched = async (): Promise<string> => {
    await model.run.idle();
    if (model.readings.length === 0) throw new ScpiRefusal(-230);
    return send(model.readings);
  };
  const read = async (): Promise<string> => {
    if (model.layers.some(({ count }) => count === Infinity)) throw new ScpiRefusal(-221);
    model.run.abort();
    model.initiate();
    return fetched();
  };
  instrument.on('INITiate[:IMMediate]', () => model.initiate(), 0);
  // The meter is taken not to measure by itself, which *RST leaves so.
  onSwitch(instrument, 'INITiate:CONTinuous', { get: () => false, set: () => {} });
  instrument.on('READ?', read);
  instrument.on('FETCh?', fetched);
  instrument.on('[SENSe[1]:]DATA[:LATest]?', () => send(model.readings.slice(-1)));
  for (const { name, node } of electrometerFunctions) {
    const configure = (): void => {
      model.run.abort();
      model.function = name;
      for (const layer of model.layers) Object.assign(layer, { count: 1, source: 'IMM', delay: 0 });
      model.settings[name].automatic = true;
    };
    instrument.on(`CONFigure:${node}`, configure, 0);
    instrument.on(`MEASure:${node}?`, async () => {
      configure();
      return read();
    });
  }
  const sources = ['IMMediate', 'BUS', 'TIMer', 'EXTernal', 'TLINk', 'MANual', 'HOLD'];
  const [first, second, third] = [() => model.layers[0], () => model.layers[1], () => model.layers[2]];
  const mostCounts = 99_999;
  addLayers(instrument, model.run, [
    { path: 'ARM[:SEQuence[1]][:LAYer[1]]', sources, mostCounts, layer: first },
    { path: 'ARM[:SEQuence[1]]:LAYer2', sources, mostCounts, layer: second },
    { path: 'TRIGger[:SEQuence[1]]', sources, mostCounts, layer: third },
  ]);
}

function fieldsOf(
  { value, state, unit, time, number, source }: ElectrometerReading6517,
  fields: readonly string[],
): string {
  const suffixed = fields.includes('UNIT');
  const values: Readonly<Record<string, string>> = {
    READ: `${electrometerNumber(value)}${suffixed ? `${state}${unit}` : ''}`,
    STAT: state === 'N' ? '0' : '1',
    TST: `${electrometerNumber(time)}${suffixed ? 'SECS' : ''}`,
    RNUM: `+${String(number).padStart(5, '0')}${suffixed ? 'RDNG#' : ''}`,
    VSO: electrometerNumber(source),
  };
  return ['READ', 'STAT', 'TST', 'RNUM', 'VSO']
    .filter((name) => fields.includes(name))
    .map((name) => values[name])
    .join(',');
}

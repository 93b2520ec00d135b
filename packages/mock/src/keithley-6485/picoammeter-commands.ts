import { chooseRange } from '../electrical/ranges.ts';
import { addLayers } from '../electrical/layered-trigger.ts';
import { sweepLevels } from '../electrical/sweep-levels.ts';
import { noNumber, nr3 } from '../scpi/number-format.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onSwitch, onWord } from '../scpi/settings.ts';
import type { Setting } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { over, picoampereRanges } from './picoammeter-model.ts';
import type { PicoammeterModel, PicoammeterReading } from './picoammeter-model.ts';

/** A setting that is a property of something that may be replaced. */
function property<O extends object, K extends keyof O>(owner: () => O, key: K): Setting<O[K]> {
  return {
    get: () => owner()[key],
    set: (value) => {
      owner()[key] = value;
    },
  };
}

const number6 = (value: number): string => nr3(value, 6);

/** Range, integration, filters and zero (sheet electrometer-keithley-6485-6487.md). */
export function addSenseCommands(instrument: ScpiInstrument, model: PicoammeterModel): void {
  const { input } = model;
  const path = '[SENSe[1]:]CURRent[:DC]';
  const limits = { min: -2.1e-2, max: 2.1e-2, default: 2.1e-4 };
  instrument.on(`${path}:RANGe[:UPPer]`, ({ need }) => {
    model.range.range = chooseRange(picoampereRanges, need(0), model.range.range, { over });
    model.range.automatic = false;
  });
  const inForce = (): number => model.scale;
  onNumberQuery(instrument, `${path}:RANGe[:UPPer]`, () => limits, inForce, number6);
  onSwitch(instrument, `${path}:RANGe:AUTO`, {
    get: () => model.range.automatic,
    set: (on) => {
      Object.assign(model.range, { range: inForce(), automatic: on });
    },
  });
  const ends = { min: 2e-9, max: 2.1e-2 };
  onNumber(
    instrument,
    `${path}:RANGe:AUTO:LLIMit`,
    () => ends,
    property(() => model.range, 'lowest'),
    number6,
  );
  onNumber(
    instrument,
    `${path}:RANGe:AUTO:ULIMit`,
    () => ends,
    property(() => model.range, 'highest'),
    number6,
  );
  const cycles = (): { min: number; max: number; default: number } => ({
    min: 0.01,
    max: model.lineFrequency === 60 ? 6 : 5,
    default: model.lineFrequency === 60 ? 6 : 5,
  });
  onNumber(
    instrument,
    `${path}:NPLCycles`,
    cycles,
    property(() => input, 'nplc'),
    number6,
  );
  addFilters(instrument, model);
  onSwitch(
    instrument,
    'SYSTem:ZCHeck[:STATe]',
    property(() => input, 'zeroCheck'),
  );
  onSwitch(
    instrument,
    'SYSTem:ZCORrect[:STATe]',
    property(() => input, 'zeroCorrect'),
  );
  instrument.on(
    'SYSTem:ZCORrect:ACQuire',
    () => {
      // There is a zero to be measured with the input shorted only.
      if (!input.zeroCheck) throw new ScpiRefusal(-221);
      input.acquireZero(picoampereRanges);
    },
    0,
  );
  onSwitch(
    instrument,
    'SYSTem:AZERo[:STATe]',
    property(() => model, 'autoZero'),
  );
  const mains = {
    get: () => model.lineFrequency,
    set: (hertz: number) => {
      model.lineFrequency = hertz === 60 ? 60 : 50;
    },
  };
  onNumber(instrument, 'SYSTem:LFRequency', () => ({ min: 50, max: 60 }), mains, String);
  instrument.on('SYSTem:TIME:RESet', () => model.resetTime(), 0);
  for (const header of ['SYSTem:LOCal', 'SYSTem:REMote']) instrument.on(header, () => {}, 0);
  const display = { shown: true };
  onSwitch(
    instrument,
    'DISPlay:ENABle',
    property(() => display, 'shown'),
  );
}

function addFilters(instrument: ScpiInstrument, model: PicoammeterModel): void {
  const average = (): PicoammeterModel['average'] => model.average;
  onSwitch(instrument, '[SENSe[1]:]AVERage[:STATe]', property(average, 'on'));
  const counts = { min: 2, max: 100, default: 10 };
  onNumber(instrument, '[SENSe[1]:]AVERage:COUNt', () => counts, property(average, 'count'), String);
  onWord(instrument, '[SENSe[1]:]AVERage:TCONtrol', ['MOVing', 'REPeat'], property(average, 'control'));
  onSwitch(instrument, '[SENSe[1]:]AVERage:ADVanced[:STATe]', property(average, 'advanced'));
  const tolerances = { min: 0, max: 105, default: 0 };
  onNumber(
    instrument,
    '[SENSe[1]:]AVERage:ADVanced:NTOLerance',
    () => tolerances,
    property(average, 'tolerance'),
    String,
  );
  const median = (): PicoammeterModel['median'] => model.median;
  onSwitch(instrument, '[SENSe[1]:]MEDian[:STATe]', property(median, 'on'));
  onNumber(
    instrument,
    '[SENSe[1]:]MEDian:RANK',
    () => ({ min: 1, max: 5, default: 1 }),
    property(median, 'rank'),
    String,
  );
  if (model.name === '6487')
    onSwitch(
      instrument,
      '[SENSe[1]:]DAMPing',
      property(() => model, 'damping'),
    );
}

/** How readings are sent. */
export interface PicoammeterFormat {
  fields: readonly string[];
}

/** Readings, layers and buffer. */
export function addReadingCommands(
  instrument: ScpiInstrument,
  model: PicoammeterModel,
  format: PicoammeterFormat,
): void {
  const words = ['READing', 'UNITs', 'TIME', 'STATus', ...(model.name === '6487' ? ['VSOurce'] : [])];
  const order = ['READ', 'TIME', 'STAT', 'VSO'];
  const send = (readings: readonly PicoammeterReading[]): string =>
    readings
      .flatMap(({ value, time, status, source }) => {
        const unit = format.fields.includes('UNIT') ? (model.ohms ? 'OHMS' : 'A') : '';
        const values: Readonly<Record<string, string>> = {
          READ: `${number6(value)}${unit}`,
          TIME: number6(time),
          STAT: number6(status),
          VSO: number6(source),
        };
        return order.filter((name) => format.fields.includes(name)).map((name) => values[name]);
      })
      .join(',');
  instrument.on(
    'FORMat:ELEMents',
    ({ parameters, need }) => {
      if (need(0).is('DEFault')) format.fields = ['READ', 'UNIT', 'TIME', 'STAT'];
      else if (need(0).is('ALL')) format.fields = ['READ', 'UNIT', 'TIME', 'STAT', 'VSO'];
      else
        format.fields = parameters.map((parameter) =>
          parameter.is('UNIT') ? 'UNIT' : parameter.word(words),
        );
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
    if (model.arm.count === Infinity) throw new ScpiRefusal(-221);
    model.run.abort();
    model.initiate();
    return fetched();
  };
  const configure = (): void => {
    model.run.abort();
    Object.assign(model.arm, { count: 1, source: 'IMM' });
    Object.assign(model.trigger, { count: 1, source: 'IMM', delay: 0 });
    model.range.automatic = true;
  };
  instrument.on('INITiate[:IMMediate]', () => model.initiate(), 0);
  instrument.on('READ?', read);
  instrument.on('FETCh?', fetched);
  instrument.on('[SENSe[1]:]DATA[:LATest]?', () => send(model.readings.slice(-1)));
  instrument.on('CONFigure[:CURRent[:DC]]', configure, 0);
  instrument.on('MEASure[:CURRent[:DC]]?', async () => {
    configure();
    return read();
  });
  const mostCounts = model.name === '6487' ? 2048 : 2500;
  addLayers(instrument, model.run, [
    {
      path: 'ARM[:SEQuence[1]][:LAYer[1]]',
      sources: ['IMMediate', 'TIMer', 'BUS', 'TLINk', 'MANual'],
      mostCounts,
      layer: () => model.arm,
    },
    {
      path: 'TRIGger[:SEQuence[1]]',
      sources: ['IMMediate', 'TLINk'],
      mostCounts,
      layer: () => model.trigger,
    },
  ]);
  addBuffer(instrument, model, send);
}

function addBuffer(
  instrument: ScpiInstrument,
  model: PicoammeterModel,
  send: (readings: readonly PicoammeterReading[]) => string,
): void {
  const buffer = {
    size: 100,
    control: 'NEV',
    feed: 'SENS1',
    readings: [] as PicoammeterReading[],
    statistic: 'MEAN',
  };
  const measurement = instrument.status.addRegister();
  instrument.addRegister('STATus:MEASurement', measurement);
  instrument.status.ownBits = () => (measurement.summary ? 1 : 0);
  const [available, full] = [1 << 6, 1 << 9];
  model.onReading = (reading) => {
    measurement.latch(available);
    if (buffer.control !== 'NEXT') return;
    buffer.readings.push(reading);
    if (buffer.readings.length < buffer.size) return;
    buffer.control = 'NEV';
    measurement.latch(full);
  };
  const sizes = { min: 1, max: model.name === '6487' ? 3000 : 2500, default: 100 };
  onNumber(
    instrument,
    'TRACe:POINts',
    () => sizes,
    property(() => buffer, 'size'),
    String,
  );
  instrument.on('TRACe:POINts:ACTual?', () => String(buffer.readings.length));
  onWord(
    instrument,
    'TRACe:FEED',
    ['SENS1', 'SENSe', 'CALC1', 'CALC2'],
    property(() => buffer, 'feed'),
  );
  onWord(instrument, 'TRACe:FEED:CONTrol', ['NEXT', 'NEVer'], {
    get: () => buffer.control,
    set: (word) => {
      if (word === 'NEXT') buffer.readings = [];
      buffer.control = word;
    },
  });
  instrument.on(
    'TRACe:CLEar',
    () => {
      buffer.readings = [];
    },
    0,
  );
  instrument.on('TRACe:DATA?', () => send(buffer.readings));
  onWord(
    instrument,
    'CALCulate3:FORMat',
    ['MEAN', 'SDEViation', 'MAXimum', 'MINimum', 'PKPK'],
    property(() => buffer, 'statistic'),
  );
  instrument.on('CALCulate3:DATA?', () =>
    number6(
      statisticOf(
        buffer.statistic,
        buffer.readings.map(({ value }) => value),
      ),
    ),
  );
}

function statisticOf(name: string, values: readonly number[]): number {
  if (values.length === 0) return noNumber;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const [highest, lowest] = [Math.max(...values), Math.min(...values)];
  if (name === 'SDEV') return Math.sqrt(squares / Math.max(1, values.length - 1));
  if (name === 'MAX') return highest;
  if (name === 'MIN') return lowest;
  return name === 'PKPK' ? highest - lowest : mean;
}

/** The voltage source and the ohms of the 6487; alternating voltage ohms are not simulated. */
export function addVoltageSource(instrument: ScpiInstrument, model: PicoammeterModel): void {
  const source = (): PicoammeterModel['source'] => model.source;
  const path = 'SOURce[1]:VOLTage';
  onNumber(
    instrument,
    `${path}[:LEVel][:IMMediate][:AMPLitude]`,
    () => ({ min: -500, max: 500, default: 0, unit: 'V' }),
    {
      get: () => source().level,
      set: (level) => {
        if (Math.abs(level) > source().range * 1.01) throw new ScpiRefusal(-222);
        source().level = level;
      },
    },
    number6,
  );
  const ranges = [10, 50, 500];
  instrument.on(`${path}:RANGe`, ({ need }) => {
    const range = chooseRange(ranges, need(0), source().range, { over: 1.01 });
    // The highest limit is for the lowest range alone.
    Object.assign(source(), { range, limit: range > 10 ? Math.min(source().limit, 2.5e-3) : source().limit });
    if (Math.abs(source().level) > range) source().level = 0;
    if (model.interlocked) source().on = false;
  });
  onNumberQuery(
    instrument,
    `${path}:RANGe`,
    () => ({ min: 10, max: 500 }),
    () => source().range,
    number6,
  );
  instrument.on(`${path}:ILIMit`, ({ need }) => {
    const limit = chooseRange([2.5e-5, 2.5e-4, 2.5e-3, 2.5e-2], need(0), source().limit);
    if (limit > 2.5e-3 && source().range > 10) throw new ScpiRefusal(-221);
    source().limit = limit;
  });
  onNumberQuery(
    instrument,
    `${path}:ILIMit`,
    () => ({ min: 2.5e-5, max: 2.5e-2 }),
    () => source().limit,
    number6,
  );
  onSwitch(instrument, `${path}:STATe`, {
    get: () => source().on,
    set: (on) => {
      // Unconfirmed: the code.
      if (on && model.interlocked) throw new ScpiRefusal(-221);
      source().on = on;
    },
  });
  onSwitch(instrument, `${path}:INTerlock[:STATe]`, {
    get: () => source().usesInterlock,
    set: (on) => {
      source().usesInterlock = on;
      if (model.interlocked) source().on = false;
    },
  });
  instrument.on(`${path}:INTerlock:FAIL?`, () => (model.interlocked ? '1' : '0'));
  onSwitch(
    instrument,
    '[SENSe[1]:]OHMS',
    property(() => model, 'ohms'),
  );
  const sweep = { start: 0, stop: 10, step: 1, delay: 1, armed: false };
  for (const [node, key] of [
    ['STARt', 'start'],
    ['STOP', 'stop'],
    ['STEP', 'step'],
  ] as const)
    onNumber(
      instrument,
      `${path}:SWEep:${node}`,
      () => ({ min: -505, max: 505 }),
      property(() => sweep, key),
      number6,
    );
  onNumber(
    instrument,
    `${path}:SWEep:DELay`,
    () => ({ min: 0, max: 999.9999 }),
    property(() => sweep, 'delay'),
    number6,
  );
  instrument.on(
    `${path}:SWEep:INITiate`,
    () => {
      if (model.interlocked) throw new ScpiRefusal(-221);
      Object.assign(source(), { level: sweep.start, on: true });
      sweep.armed = true;
    },
    0,
  );
  instrument.on(
    `${path}:SWEep:ABORt`,
    () => {
      sweep.armed = false;
      source().on = false;
      model.run.abort();
    },
    0,
  );
  instrument.on(`${path}:SWEep:STATe?`, () => (sweep.armed ? '1' : '0'));
  instrument.on(
    'INITiate[:IMMediate]',
    () => {
      if (!sweep.armed) {
        model.initiate();
        return;
      }
      const points = 1 + Math.floor(Math.abs((sweep.stop - sweep.start) / sweep.step) + 1e-9);
      Object.assign(model.trigger, { count: points, delay: sweep.delay });
      sweep.armed = false;
      model.initiate(sweepLevels({ start: sweep.start, stop: sweep.stop, points, spacing: 'LIN' }));
    },
    0,
  );
}

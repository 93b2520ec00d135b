import { electrometerNumber } from '../electrical/electrometer-commands.ts';
import { addLayers } from '../electrical/layered-trigger.ts';
import { noNumber } from '../scpi/number-format.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onWord, property } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { PicoammeterModel, PicoammeterReading } from './picoammeter-model.ts';

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
          READ: `${electrometerNumber(value)}${unit}`,
          TIME: electrometerNumber(time),
          STAT: electrometerNumber(status),
          VSO: electrometerNumber(source),
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
    electrometerNumber(
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

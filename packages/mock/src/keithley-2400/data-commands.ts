import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { mostReadings, startAcquisition } from './sourcemeter-acquisition.ts';
import { statisticNames } from './reading-buffer.ts';
import { sourceMeterError } from './sourcemeter-errors.ts';
import type { SourceMeterFunction, SourceMeterModel } from './sourcemeter-model.ts';
import { elementNames, elements, formatReadings, number6 } from './sourcemeter-reading.ts';
import type { Element, SourceMeterFormat } from './sourcemeter-reading.ts';
import { requireEnd } from './trigger-commands.ts';

/** Readings, their format, the buffer and the status registers (sheet smu-keithley-2400.md, "Readings"). */
export function addDataCommands(
  instrument: ScpiInstrument,
  model: SourceMeterModel,
  format: SourceMeterFormat,
): void {
  const fetched = async (): Promise<string> => {
    await model.run.idle();
    if (model.readings.length === 0) throw new ScpiRefusal(-230);
    return formatReadings(model.readings, format);
  };
  const read = async (): Promise<string> => {
    requireEnd(model);
    model.run.abort();
    startAcquisition(model);
    return fetched();
  };
  instrument.on('READ?', read);
  instrument.on('FETCh?', fetched);
  instrument.on('[SENSe[1]:]DATA[:LATest]?', () => formatReadings(model.readings.slice(-1), format));
  const named: readonly [string, SourceMeterFunction][] = [
    [':VOLTage[:DC]', 'VOLT'],
    [':CURRent[:DC]', 'CURR'],
    [':RESistance', 'RES'],
  ];
  for (const [node, name] of named) {
    instrument.on(`CONFigure${node}`, () => configure(model, name), 0);
    instrument.on(`MEASure${node}?`, async () => {
      configure(model, name);
      model.switchOutput(true);
      return read();
    });
  }
  instrument.on('MEASure?', async () => {
    model.switchOutput(true);
    return read();
  });
  addFormat(instrument, format);
  addBuffer(instrument, model, format);
}

/** One function, one reading, automatic ranges. */
function configure(model: SourceMeterModel, name: SourceMeterFunction): void {
  model.run.abort();
  model.functions = new Set([name]);
  if (model.autoOhms) model.channel.source = 'current';
  Object.assign(model.arm, { count: 1, source: 'IMM' });
  Object.assign(model.trigger, { count: 1, source: 'IMM', delay: 0 });
  model.channel.voltage.measureAuto = true;
  model.channel.current.measureAuto = true;
}

function addFormat(instrument: ScpiInstrument, format: SourceMeterFormat): void {
  instrument.on(
    'FORMat:ELEMents[:SENSe[1]]',
    ({ parameters, need }) => {
      need(0);
      // Words are given as their short forms.
      const words = new Set(parameters.map((parameter) => parameter.word(elements)));
      format.fields = new Set(elementNames.filter((name) => words.has(name)));
    },
    elements.length,
  );
  instrument.on('FORMat:ELEMents[:SENSe[1]]?', () =>
    elementNames.filter((name) => format.fields.has(name)).join(','),
  );
  instrument.on(
    'FORMat[:DATA]',
    ({ need, parameters: [, length] }) => {
      const word = need(0).word(['ASCii', 'REAL', 'SREal']);
      if (word === 'REAL' && length !== undefined && length.integer() !== 32) throw new ScpiRefusal(-224);
      format.binary = word !== 'ASC';
    },
    2,
  );
  instrument.on('FORMat[:DATA]?', () => (format.binary ? 'REAL,32' : 'ASC'));
  onWord(instrument, 'FORMat:BORDer', ['NORMal', 'SWAPped'], {
    get: () => (format.swapped ? 'SWAP' : 'NORM'),
    set: (order) => {
      format.swapped = order === 'SWAP';
    },
  });
}

function addBuffer(instrument: ScpiInstrument, model: SourceMeterModel, format: SourceMeterFormat): void {
  const { buffer } = model;
  const points = {
    get: () => buffer.size,
    set(count: number) {
      if (buffer.control === 'NEXT') throw sourceMeterError(800);
      buffer.size = Math.round(count);
      buffer.clear();
    },
  };
  const counts = { min: 1, max: mostReadings, default: 100 };
  onNumber(instrument, 'TRACe:POINts', () => counts, points, String);
  instrument.on('TRACe:POINts:ACTual?', () => String(buffer.readings.length));
  onWord(instrument, 'TRACe:FEED', ['SENSe[1]', 'SENSe', 'CALCulate1', 'CALCulate2'], {
    get: () => buffer.feed,
    set: (feed) => {
      buffer.feed = feed;
    },
  });
  onWord(instrument, 'TRACe:FEED:CONTrol', ['NEXT', 'NEVer'], {
    get: () => buffer.control,
    set: (word) => {
      if (word === 'NEXT') buffer.fill();
      else buffer.control = 'NEV';
    },
  });
  instrument.on('TRACe:CLEar', () => buffer.clear(), 0);
  instrument.on('TRACe:DATA?', () => formatReadings(buffer.readings, format));
  onWord(instrument, 'TRACe:TSTamp:FORMat', ['ABSolute', 'DELta'], {
    get: () => (buffer.delta ? 'DEL' : 'ABS'),
    set: (word) => {
      buffer.delta = word === 'DEL';
    },
  });
  onWord(instrument, 'CALCulate3:FORMat', statisticNames, {
    get: () => buffer.statistic,
    set: (statistic) => {
      buffer.statistic = statistic;
    },
  });
  instrument.on('CALCulate3:DATA?', () =>
    (['VOLT', 'CURR', 'RES'] satisfies Element[])
      .map((field) => number6(buffer.statisticOf(field)))
      .join(','),
  );
}

/** What the status registers show (sheet, "Status and completion"). Unconfirmed: over-temperature, and bit 10 of OPERation. */
export function addStatus(instrument: ScpiInstrument, model: SourceMeterModel): void {
  const { status } = instrument;
  const measurement = status.addRegister();
  instrument.addRegister('STATus:MEASurement', measurement);
  status.ownBits = () => (measurement.summary ? 1 : 0);
  const [available, bufferAvailable, bufferFull, compliance] = [1 << 6, 1 << 8, 1 << 9, 1 << 14];
  const [waiting, sweeping, idle] = [1 << 5, 1 << 3, 1 << 10];
  status.operation.set(idle, true);
  model.run.onRefusal = (refusal) => status.raise(refusal);
  model.run.onState = (state) => {
    status.operation.set(waiting, state === 'waiting');
    status.operation.set(sweeping, state === 'running');
    status.operation.set(idle, state === 'idle');
  };
  model.onReading = (reading, limited) => {
    const full = model.buffer.offer(reading);
    measurement.latch(available | (full ? bufferFull : 0));
    measurement.set(bufferAvailable, model.buffer.readings.length >= 2);
    measurement.set(compliance, limited);
  };
}

/** Whatever else is under `SYSTem` and `DISPlay`. */
export function addSystemCommands(instrument: ScpiInstrument, model: SourceMeterModel): void {
  const { channel } = model;
  instrument.on('SYSTem:PRESet', () => model.reset(), 0);
  instrument.on('SYSTem:TIME:RESet', () => model.resetTime(), 0);
  instrument.on('SYSTem:LOCal', () => {}, 0);
  instrument.on('SYSTem:REMote', () => {}, 0);
  instrument.on('SYSTem:MEP:STATe?', () => '1');
  instrument.on('SYSTem:MEP:STATe', ({ need }) => void need(0).boolean());
  const mains = {
    get: () => channel.lineFrequency,
    set: (hertz: number) => {
      channel.lineFrequency = hertz === 60 ? 60 : 50;
    },
  };
  onNumber(instrument, 'SYSTem:LFRequency', () => ({ min: 50, max: 60 }), mains, String);
  let automatic = true;
  onSwitch(instrument, 'SYSTem:LFRequency:AUTO', {
    get: () => automatic,
    set: (on) => {
      automatic = on;
    },
  });
  let [beeps, shown] = [true, true];
  onSwitch(instrument, 'SYSTem:BEEPer:STATe', {
    get: () => beeps,
    set: (on) => {
      beeps = on;
    },
  });
  onSwitch(instrument, 'DISPlay:ENABle', {
    get: () => shown,
    set: (on) => {
      shown = on;
    },
  });
}

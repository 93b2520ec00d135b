import { realBytes } from '../scpi/blocks.ts';
import { noNumber } from '../scpi/number-format.ts';
import type { Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { Smu2450Buffer } from './smu2450-buffer.ts';
import type { Smu2450Reading } from './smu2450-buffer.ts';
import type { Smu2450Model } from './smu2450-model.ts';
import { number2450, timeText } from './smu2450-number.ts';
import { senseFunctions } from './smu2450-sense-commands.ts';

/** The elements of a reading, and what each is. */
const elements: Readonly<
  Record<string, (reading: Smu2450Reading, buffer: Smu2450Buffer) => number | string>
> = {
  DATE: ({ at }) => {
    const [year, month, day] = timeText(at).slice(0, 10).split('-');
    return `${month}/${day}/${year}`;
  },
  FORMatted: ({ reading, unit }) =>
    `${reading < 0 ? '-' : '+'}${Math.abs(reading).toPrecision(6)} ${unit.charAt(0)}`,
  FRACtional: ({ at }) => (at % 1000) / 1000,
  READing: ({ reading }) => reading,
  RELative: (reading, buffer) => buffer.relative(reading),
  SEConds: ({ at }) => Math.floor(at / 1000),
  SOURce: ({ source }) => source,
  SOURFORMatted: ({ source, sourceUnit }) => `${source.toPrecision(6)} ${sourceUnit.charAt(0)}`,
  SOURSTATus: ({ sourceStatus }) => sourceStatus,
  SOURUNIT: ({ sourceUnit }) => sourceUnit,
  STATus: ({ status }) => status,
  TIME: ({ at }) => timeText(at).slice(11),
  TSTamp: ({ at }) => timeText(at).replace('T', ' '),
  UNIT: ({ unit }) => unit,
};

const mostElements = 14;

/** How readings are sent. */
export interface Format2450 {
  real: 32 | 64 | undefined;
  swapped: boolean;
}

/** Readings and buffers (sheet smu-keithley-2450.md, "SCPI: buffers and readings"). */
export function addDataCommands(instrument: ScpiInstrument, model: Smu2450Model, format: Format2450): void {
  const send = (
    readings: readonly Smu2450Reading[],
    buffer: Smu2450Buffer,
    wanted: readonly Parameter[],
  ): string => {
    const words = Object.keys(elements);
    const shorts = wanted.length === 0 ? ['READ'] : wanted.map((parameter) => parameter.word(words));
    const looks = shorts.map((short) => words.find((word) => word.replaceAll(/[a-z]/g, '') === short) ?? '');
    const values = readings.flatMap((reading) =>
      looks.map((name) => elements[name]?.(reading, buffer) ?? noNumber),
    );
    if (format.real !== undefined && values.every((value) => typeof value === 'number'))
      return `#0${realBytes(values, format.real, format.swapped)}`;
    return values.map((value) => (typeof value === 'number' ? number2450(value) : value)).join(',');
  };
  const take = async ([name, ...wanted]: readonly Parameter[]): Promise<string> => {
    const buffer = model.buffer(name?.string());
    return send([await model.read(buffer)], buffer, wanted);
  };
  instrument.on('READ?', async ({ parameters }) => take(parameters), mostElements + 1);
  instrument.on('MEASure?', async ({ parameters }) => take(parameters), mostElements + 1);
  for (const { name, node } of senseFunctions) {
    instrument.on(
      `MEASure:${node}?`,
      async ({ parameters }) => {
        model.function = name;
        return take(parameters);
      },
      mostElements + 1,
    );
  }
  instrument.on(
    'FETCh?',
    ({ parameters: [name, ...wanted] }) => {
      const buffer = model.buffer(name?.string());
      if (buffer.readings.length === 0) throw new ScpiRefusal(-230);
      return send(buffer.readings.slice(-1), buffer, wanted);
    },
    mostElements + 1,
  );
  instrument.on(
    'TRACe:DATA?',
    ({ need, parameters: [, , name, ...wanted] }) => {
      const buffer = model.buffer(name?.string());
      const last = need(1).integer({ min: 1, max: buffer.readings.length });
      const first = need(0).integer({ min: 1, max: last });
      return send(buffer.readings.slice(first - 1, last), buffer, wanted);
    },
    mostElements + 3,
  );
  addBuffers(instrument, model);
  addFormat(instrument, format);
}

function addBuffers(instrument: ScpiInstrument, model: Smu2450Model): void {
  const sizes = { min: 10, max: 6_875_000 };
  instrument.on(
    'TRACe:MAKE',
    ({ need, parameters: [, , style] }) => {
      style?.word(['STANdard', 'FULL', 'COMPact', 'WRITable', 'FULLWRITable']);
      const name = need(0).string();
      if (model.buffers.has(name)) throw new ScpiRefusal(-224);
      model.buffers.set(name, new Smu2450Buffer(need(1).integer(sizes)));
    },
    3,
  );
  instrument.on('TRACe:DELete', ({ need }) => {
    const name = need(0).string();
    model.buffer(name);
    if (name.startsWith('defbuffer')) throw new ScpiRefusal(-221);
    model.buffers.delete(name);
  });
  instrument.on('TRACe:CLEar', ({ parameters: [name] }) => model.buffer(name?.string()).clear());
  const ofBuffer = (header: string, look: (buffer: Smu2450Buffer) => number): void =>
    instrument.on(header, ({ parameters: [name] }) => String(look(model.buffer(name?.string()))), 1);
  ofBuffer('TRACe:ACTual?', ({ readings }) => readings.length);
  ofBuffer('TRACe:POINts?', ({ capacity }) => capacity);
  instrument.on(
    'TRACe:POINts',
    ({ need, parameters: [, name] }) => {
      const size = need(0).integer(sizes);
      model.buffer(name?.string());
      model.buffers.set(name?.string() ?? 'defbuffer1', new Smu2450Buffer(size));
    },
    2,
  );
  instrument.on('TRACe:TRIGger', async ({ parameters: [name] }) => {
    await model.read(model.buffer(name?.string()));
    return undefined;
  });
  const statistics: Readonly<Record<string, (values: readonly number[]) => number>> = {
    AVERage: mean,
    MINimum: (values) => Math.min(...values),
    MAXimum: (values) => Math.max(...values),
    PK2Pk: (values) => Math.max(...values) - Math.min(...values),
    STDDev: (values) => {
      const middle = mean(values);
      return Math.sqrt(
        values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1),
      );
    },
  };
  for (const [name, statistic] of Object.entries(statistics)) {
    instrument.on(
      `TRACe:STATistics:${name}?`,
      ({ parameters: [buffer] }) => {
        const { readings } = model.buffer(buffer?.string());
        return number2450(
          readings.length === 0 ? noNumber : statistic(readings.map(({ reading }) => reading)),
        );
      },
      1,
    );
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function addFormat(instrument: ScpiInstrument, format: Format2450): void {
  onWord(instrument, 'FORMat[:DATA]', ['ASCii', 'REAL', 'SREal'], {
    get: () => (format.real === undefined ? 'ASC' : format.real === 64 ? 'REAL' : 'SRE'),
    set: (word) => {
      format.real = word === 'ASC' ? undefined : word === 'REAL' ? 64 : 32;
    },
  });
  onWord(instrument, 'FORMat:BORDer', ['NORMal', 'SWAPped'], {
    get: () => (format.swapped ? 'SWAP' : 'NORM'),
    set: (order) => {
      format.swapped = order === 'SWAP';
    },
  });
}

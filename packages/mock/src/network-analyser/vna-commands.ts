import { noNumber, nr3 } from '../scpi/number-format.ts';
import { definiteBlock, realBytes } from '../scpi/blocks.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, onNumber, onSwitch, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { shown } from './vna-display.ts';
import type { VnaModel } from './vna-model.ts';

/** How data are sent. */
export interface VnaFormat {
  kind: 'ASC' | 'REAL32' | 'REAL64';
  swapped: boolean;
}

/** A trace: what it measures and how it is shown. */
export interface Trace {
  parameter: string;
  format: string;
}

const parameters = new Set(['S11', 'S12', 'S21', 'S22']);

/** An S-parameter as a word or in quotes; refused when the analyser has it not. */
export function parameterOf(text: string): string {
  const name = text.replaceAll(/["']/g, '').toUpperCase();
  if (parameters.has(name)) return name;
  throw new ScpiRefusal(-224);
}

/** Adds what all analysers have in common: stimulus, averaging, output, format (sheet vna-basic.md). */
export function addCommonCommands(instrument: ScpiInstrument, model: VnaModel): void {
  const { settings, limits } = model;
  const changed = (): void => model.clearAverage();
  onNumber(instrument, 'SENSe[1]:FREQuency:STARt', () => limits.frequency, {
    get: () => settings.start,
    set(value) {
      settings.start = value;
      // The other end gives way. Unconfirmed.
      settings.stop = Math.max(settings.stop, value);
      changed();
    },
  });
  onNumber(instrument, 'SENSe[1]:FREQuency:STOP', () => limits.frequency, {
    get: () => settings.stop,
    set(value) {
      settings.stop = value;
      settings.start = Math.min(settings.start, value);
      changed();
    },
  });
  const points = {
    get: () => settings.points,
    set(value: number) {
      settings.points = Math.round(value);
      changed();
    },
  };
  onNumber(
    instrument,
    'SENSe[1]:SWEep:POINts',
    () => limits.points,
    points,
    (value) => String(value),
  );
  for (const name of ['BWIDth', 'BANDwidth']) {
    onNumber(
      instrument,
      `SENSe[1]:${name}[:RESolution]`,
      () => limits.bandwidth,
      field(settings, 'bandwidth', changed),
    );
  }
  onNumber(
    instrument,
    'SOURce[1]:POWer[:LEVel][:IMMediate][:AMPLitude]',
    () => limits.power,
    field(settings, 'power', changed),
  );
  onWord(instrument, 'SENSe[1]:SWEep:TYPE', ['LINear', 'LOGarithmic', 'POWer', 'CW', 'SEGMent'], {
    get: () => settings.spacing,
    set(value) {
      // Sweeps over something else than frequency are not modelled.
      if (value !== 'LIN' && value !== 'LOG') throw new ScpiRefusal(-221);
      settings.spacing = value;
      changed();
    },
  });
  instrument.on('SENSe[1]:SWEep:TIME?', () => nr3(model.sweepTime));
  onSwitch(instrument, 'SENSe[1]:AVERage[:STATe]', field(settings, 'averaging', changed));
  const averages = {
    get: () => settings.averages,
    set(value: number) {
      settings.averages = Math.round(value);
    },
  };
  onNumber(
    instrument,
    'SENSe[1]:AVERage:COUNt',
    () => ({ min: 1, max: 999 }),
    averages,
    (value) => String(value),
  );
  instrument.on('SENSe[1]:AVERage:CLEar', changed, 0);
  onSwitch(instrument, 'OUTPut[:STATe]', field(settings, 'output', changed));
  instrument.on('ABORt', () => model.abort(), 0);
}

/** Adds `FORMat`: `REAL,32` and `REAL,64`, or the words of an ENA. */
export function addFormat(instrument: ScpiInstrument, format: VnaFormat, isEna: boolean): void {
  instrument.on(
    'FORMat[:DATA]',
    ({ need, parameters: [, bits] }) => {
      const word = need(0).word(isEna ? ['ASCii', 'REAL', 'REAL32'] : ['ASCii', 'REAL']);
      const length = bits?.integer() ?? 64;
      if (word === 'ASC') format.kind = 'ASC';
      else if (word === 'REAL32' || length === 32) format.kind = 'REAL32';
      else if (length === 64) format.kind = 'REAL64';
      else throw new ScpiRefusal(-222);
    },
    isEna ? 1 : 2,
  );
  instrument.on('FORMat[:DATA]?', () => {
    if (format.kind === 'ASC') return isEna ? 'ASC' : 'ASC,+0';
    if (isEna) return format.kind === 'REAL32' ? 'REAL32' : 'REAL';
    return format.kind === 'REAL32' ? 'REAL,+32' : 'REAL,+64';
  });
  onWord(instrument, 'FORMat:BORDer', ['NORMal', 'SWAPped'], {
    get: () => (format.swapped ? 'SWAP' : 'NORM'),
    set: (word) => {
      format.swapped = word === 'SWAP';
    },
  });
}

/** Numbers in the format that was chosen. */
export function send(values: readonly number[], format: VnaFormat): string {
  if (format.kind === 'ASC')
    return values.map((value) => nr3(Number.isFinite(value) ? value : noNumber, 11)).join(',');
  return definiteBlock(realBytes(values, format.kind === 'REAL32' ? 32 : 64, format.swapped));
}

/** Real and imaginary parts of a trace, in pairs. */
export function complexData(model: VnaModel, { parameter }: Trace): readonly number[] {
  return (model.last.ratios.get(parameter) ?? []).flatMap(({ real, imaginary }) => [real, imaginary]);
}

/** A trace as it is shown; in pairs with 0 where the analyser always sends pairs. */
export function formattedData(
  model: VnaModel,
  { parameter, format }: Trace,
  inPairs: boolean,
): readonly number[] {
  const { values, isPlane } = shown(format, model.last.ratios.get(parameter) ?? [], model.last.frequencies);
  return inPairs && !isPlane ? values.flatMap((value) => [value, 0]) : values;
}

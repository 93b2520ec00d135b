import { autoscale } from '../oscilloscope/autoscale.ts';
import { measureWaveform } from '../oscilloscope/measurements.ts';
import type { WaveformMeasurements } from '../oscilloscope/measurements.ts';
import { bmp, png } from '../oscilloscope/png.ts';
import { inputSetting } from '../oscilloscope/scope-settings.ts';
import { screenPicture } from '../oscilloscope/screen-picture.ts';
import { definiteBlock } from '../scpi/blocks.ts';
import { nr1, nr3 } from '../scpi/number-format.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, kept, mapped, onNumber, onSwitch, onWord } from '../scpi/settings.ts';
import { divisions } from './infiniivision-scope.ts';
import type { InfiniiVisionScope } from './infiniivision-scope.ts';
import { WaveformReader, blockDigits } from './waveform-reader.ts';

/** Run control (sheet scope-keysight-infiniivision.md, "Acquisition"). */
export function addRunCommands(instrument: ScpiInstrument, scope: InfiniiVisionScope): void {
  const { model } = scope;
  const running = 8;
  instrument.on('RUN', () => model.run(), 0);
  instrument.on('STOP', () => model.stop(), 0);
  instrument.on('SINGle', () => model.single(), 0);
  instrument.on('TRIGger:FORCe', () => model.force(), 0);
  instrument.on('AUToscale', () => autoscale(model), 5);
  // Nothing else is carried out until the acquisition is complete.
  instrument.on(
    'DIGitize',
    async () => {
      model.single();
      await model.completed();
      return undefined;
    },
    5,
  );
  instrument.on('OPERegister:CONDition?', () => nr1(model.acquiring === 'stopped' ? 0 : running));
  instrument.on('TER?', () => (scope.takeTriggered() ? '+1' : '+0'));
  instrument.on('AER?', () => (model.phase === 'waiting' ? '+1' : '+0'));
  instrument.on('SYSTem:PRESet', () => instrument.reset(), 0);
  const text = kept('');
  instrument.on('SYSTem:DSP', ({ need }) => text.set(need(0).string()));
  onSwitch(instrument, 'SYSTem:LOCK', kept(false));
}

/** Waveforms and pictures (sheet, "Waveform" and "Measurements, files"). */
export function addWaveformCommands(instrument: ScpiInstrument, scope: InfiniiVisionScope): void {
  const { model } = scope;
  const reader = new WaveformReader(scope);
  const sources = model.channels.map((_, index) => `CHANnel${index + 1}`);
  onWord(instrument, 'WAVeform:SOURce', sources, inputSetting(reader, 'source', 'CHAN'));
  onWord(instrument, 'WAVeform:FORMat', ['WORD', 'BYTE', 'ASCii'], field(reader, 'format'));
  onSwitch(instrument, 'WAVeform:UNSigned', field(reader, 'unsigned'));
  const order = mapped(
    field(reader, 'leastFirst'),
    (least) => (least ? 'LSBF' : 'MSBF'),
    (word) => word === 'LSBF',
  );
  onWord(instrument, 'WAVeform:BYTeorder', ['MSBFirst', 'LSBFirst'], order);
  onWord(instrument, 'WAVeform:POINts:MODE', ['NORMal', 'MAXimum', 'RAW'], field(reader, 'pointsMode'));
  const points = mapped(field(reader, 'points'), Number, Math.round);
  onNumber(instrument, 'WAVeform:POINts', () => ({ min: 100, max: 8e6 }), points, nr1);
  instrument.on('WAVeform:POINts?', () => reader.preamble()[2]);
  instrument.on('WAVeform:PREamble?', () => reader.preamble().join(','));
  for (const [place, name] of [
    [4, 'XINCrement'],
    [5, 'XORigin'],
    [6, 'XREFerence'],
    [7, 'YINCrement'],
    [8, 'YORigin'],
    [9, 'YREFerence'],
  ] as const)
    instrument.on(`WAVeform:${name}?`, () => reader.preamble()[place]);
  instrument.on('WAVeform:DATA?', () => reader.data());
  instrument.on(
    'DISPlay:DATA?',
    ({ parameters: [format, colours] }) => {
      colours?.word(['COLor', 'GRAYscale']);
      const word = format?.word(['PNG', 'BMP', 'BMP8bit']) ?? 'BMP';
      const picture = screenPicture(model, divisions, ({ offset }) => offset);
      return definiteBlock(word === 'PNG' ? png(picture) : bmp(picture), blockDigits);
    },
    2,
  );
  instrument.reset = () => {
    scope.reset();
    reader.reset();
  };
}

type Value = number | undefined;
type Measure = (one: WaveformMeasurements, other: WaveformMeasurements) => Value;

const delay: Measure = (one, other) =>
  one.firstRise === undefined || other.firstRise === undefined ? undefined : other.firstRise - one.firstRise;

const items: Readonly<Record<string, Measure>> = {
  VPP: ({ peakToPeak }) => peakToPeak,
  VMAX: ({ maximum }) => maximum,
  VMIN: ({ minimum }) => minimum,
  VAVerage: ({ average }) => average,
  VRMS: ({ rms }) => rms,
  VAMPlitude: ({ amplitude }) => amplitude,
  FREQuency: ({ period }) => (period === undefined ? undefined : 1 / period),
  PERiod: ({ period }) => period,
  PWIDth: ({ positiveWidth }) => positiveWidth,
  RISetime: ({ riseTime }) => riseTime,
  FALLtime: ({ fallTime }) => fallTime,
  DUTYcycle: ({ positiveWidth, period }) =>
    positiveWidth === undefined || period === undefined ? undefined : (100 * positiveWidth) / period,
  DELay: delay,
  PHASe: (one, other) => {
    const seconds = delay(one, other);
    return seconds === undefined || one.period === undefined ? undefined : (360 * seconds) / one.period;
  },
};

/** Points of the screen that measurements are made on. */
const measuredPoints = 2000;

/** `MEASure:VPP? CHAN1` (sheet, "Measurements, files"). */
export function addMeasureCommands(instrument: ScpiInstrument, { model }: InfiniiVisionScope): void {
  const sources = model.channels.map((_, index) => `CHANnel${index + 1}`);
  const source = kept('CHAN1');
  onWord(instrument, 'MEASure:SOURce', sources, source);
  const measure = (word: string): WaveformMeasurements | undefined => {
    const { record } = model;
    const number = Number(word.slice(-1));
    const settings = model.channels[number - 1]?.settings;
    if (record === undefined || settings?.enabled !== true) return undefined;
    const { start, interval, points } = record.memory;
    const axis = { start, interval: (interval * points) / measuredPoints, points: measuredPoints };
    return measureWaveform(record.volts(number, axis), axis.interval, settings.scale);
  };
  for (const [header, item] of Object.entries(items)) {
    instrument.on(
      `MEASure:${header}?`,
      ({ parameters: [first, second] }) => {
        const one = measure(first?.word(sources) ?? source.get());
        const other = second === undefined ? one : measure(second.word(sources));
        const value = one === undefined || other === undefined ? undefined : item(one, other);
        return value === undefined || !Number.isFinite(value) ? '+9.9E+37' : nr3(value);
      },
      2,
    );
  }
  instrument.on('MEASure:CLEar', () => {}, 0);
}

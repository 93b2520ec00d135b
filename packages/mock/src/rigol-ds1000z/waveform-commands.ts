import { bmp, png } from '../oscilloscope/png.ts';
import { screenPicture } from '../oscilloscope/screen-picture.ts';
import { definiteBlock } from '../scpi/blocks.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, mapped, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { Ds1000zScope } from './ds1000z-scope.ts';
import { WaveformReader, blockDigits } from './waveform-reader.ts';

/** Waveforms and pictures (sheet scope-rigol-ds1000z.md, "Waveform transfer" and "Measurements, screen"). */
export function addWaveformCommands(instrument: ScpiInstrument, scope: Ds1000zScope): void {
  const { model } = scope;
  const reader = new WaveformReader(scope);
  const source = mapped(
    field(reader, 'source'),
    (channel) => `CHAN${channel}`,
    (word) => Number(word.slice(-1)),
  );
  const sources = model.channels.map((_, index) => `CHANnel${index + 1}`);
  onWord(instrument, 'WAVeform:SOURce', sources, source);
  onWord(instrument, 'WAVeform:MODE', ['NORMal', 'MAXimum', 'RAW'], field(reader, 'mode'));
  onWord(instrument, 'WAVeform:FORMat', ['BYTE', 'WORD', 'ASCii'], field(reader, 'format'));
  for (const [name, key] of [
    ['STARt', 'first'],
    ['STOP', 'last'],
  ] as const) {
    instrument.on(`WAVeform:${name}`, ({ need }) => {
      reader[key] = need(0).integer({ min: 1, max: Math.max(1200, reader.axis.points) });
    });
    instrument.on(`WAVeform:${name}?`, () => String(reader[key]));
  }
  instrument.on('WAVeform:PREamble?', () => reader.preamble().join(','));
  for (const [place, name] of [
    [4, 'XINCrement'],
    [5, 'XORigin'],
    [6, 'XREFerence'],
    [7, 'YINCrement'],
    [8, 'YORigin'],
    [9, 'YREFerence'],
  ] as const)
    instrument.on(`WAVeform:${name}?`, () => String(reader.preamble()[place]));
  instrument.on('WAVeform:DATA?', () => reader.data());
  instrument.on(
    'DISPlay:DATA?',
    ({ parameters }) => {
      const word = parameters[2]?.word(['BMP24', 'BMP8', 'PNG', 'JPEG', 'TIFF']) ?? 'BMP24';
      // JPEG and TIFF are not simulated.
      if (word === 'JPEG' || word === 'TIFF') throw new ScpiRefusal(-224);
      const picture = screenPicture(model, 12);
      return definiteBlock(word === 'PNG' ? png(picture) : bmp(picture), blockDigits);
    },
    3,
  );
  instrument.reset = () => {
    scope.reset();
    reader.reset();
  };
}

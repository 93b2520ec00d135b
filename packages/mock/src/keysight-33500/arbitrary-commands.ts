import { nr1 } from '../scpi/number-format.ts';
import type { Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, onNumber, onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { GeneratorChannel } from './generator-channel.ts';
import { generatorNumber } from './generator-commands.ts';

/** Points of a waveform (sheet awg-keysight-33500.md). */
const points = { least: 8, most: 1_000_000 } as const;

const highestCode = 32_767;

/** Values that a message may hold, as it may be as long as a waveform. */
const mostParameters = 1 + points.most;

/** How binary waveforms are sent. */
export interface ArbitraryFormat {
  swapped: boolean;
}

/** Adds the memory of arbitrary waveforms of one channel. */
export function addArbitraryCommands(
  instrument: ScpiInstrument,
  channel: GeneratorChannel,
  number: number,
  format: ArbitraryFormat,
): void {
  const source = number === 1 ? '[SOURce[1]:]' : `SOURce${number}:`;
  const { settings, waveforms } = channel;
  const store = (name: string, values: readonly number[]): void => {
    if (waveforms.has(name)) throw new ScpiRefusal(786, 'Specified arb waveform already exists');
    if (values.length < points.least || values.length > points.most) throw new ScpiRefusal(-223);
    waveforms.set(name, values);
  };
  instrument.on(
    `${source}DATA:ARBitrary`,
    ({ need, parameters }) => store(nameOf(need(0)), reals(parameters.slice(1), format)),
    mostParameters,
  );
  instrument.on(
    `${source}DATA:ARBitrary:DAC`,
    ({ need, parameters }) => store(nameOf(need(0)), codes(parameters.slice(1), format)),
    mostParameters,
  );
  instrument.on(`${source}DATA:VOLatile:CLEar`, () => waveforms.clear(), 0);
  instrument.on(
    `${source}DATA:ATTRibute:POINts?`,
    ({ parameters: [name] }) =>
      nr1(waveforms.get(name === undefined ? settings.arbitrary : nameOf(name))?.length ?? 0),
    1,
  );
  instrument.on(`${source}FUNCtion:ARBitrary`, ({ need }) => {
    const name = nameOf(need(0));
    // Unconfirmed: the code for a name that is not there.
    if (!waveforms.has(name)) throw new ScpiRefusal(-224);
    settings.arbitrary = name;
  });
  instrument.on(`${source}FUNCtion:ARBitrary?`, () => `"${settings.arbitrary}"`);
  const rates = { min: 1e-6, max: 250e6, default: 40_000 };
  onNumber(
    instrument,
    `${source}FUNCtion:ARBitrary:SRATe`,
    () => rates,
    field(settings, 'arbitraryRate'),
    generatorNumber,
  );
  onNumber(
    instrument,
    `${source}FUNCtion:ARBitrary:PTPeak`,
    () => channel.amplitudeLimits,
    field(settings, 'amplitude'),
    generatorNumber,
  );
  onWord(
    instrument,
    `${source}FUNCtion:ARBitrary:FILTer`,
    ['NORMal', 'STEP', 'OFF'],
    field(settings, 'arbitraryFilter'),
  );
  onWord(
    instrument,
    `${source}FUNCtion:ARBitrary:ADVance`,
    ['TRIGger', 'SRATe'],
    field(settings, 'arbitraryAdvance'),
  );
}

function nameOf(parameter: Parameter): string {
  return (/^["']/.test(parameter.text) ? parameter.string() : parameter.text).toUpperCase();
}

/** Numbers from -1 to 1, one by one or in a block of floats. */
function reals(parameters: readonly Parameter[], format: ArbitraryFormat): readonly number[] {
  const data = blockOf(parameters);
  const values =
    data === undefined
      ? parameters.map((parameter) => parameter.number())
      : every(data, 4, (view, at) => view.getFloat32(at, format.swapped));
  if (values.some((value) => !(Math.abs(value) <= 1))) throw new ScpiRefusal(-222);
  return values;
}

/** Codes of the converter, one by one or in a block of 16-bit numbers. */
function codes(parameters: readonly Parameter[], format: ArbitraryFormat): readonly number[] {
  const data = blockOf(parameters);
  const values =
    data === undefined
      ? parameters.map((parameter) => parameter.integer({ min: -highestCode - 1, max: highestCode }))
      : every(data, 2, (view, at) => view.getInt16(at, format.swapped));
  return values.map((value) => value / highestCode);
}

function every(data: Buffer, size: number, read: (view: DataView, at: number) => number): readonly number[] {
  if (data.length % size !== 0) throw new ScpiRefusal(-161);
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  return Array.from({ length: data.length / size }, (_, index) => read(view, index * size));
}

/** The bytes of a definite block; undefined where the parameters are numbers. */
function blockOf(parameters: readonly Parameter[]): Buffer | undefined {
  const [first] = parameters;
  if (first === undefined) throw new ScpiRefusal(-109);
  if (!/^#\d/.test(first.text)) return undefined;
  const digits = Number(first.text.charAt(1));
  return Buffer.from(first.text.slice(2 + digits), 'latin1');
}

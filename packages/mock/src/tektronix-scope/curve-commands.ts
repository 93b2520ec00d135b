import { measureWaveform } from '../oscilloscope/measurements.ts';
import type { WaveformMeasurements } from '../oscilloscope/measurements.ts';
import type { ScopeRecord } from '../oscilloscope/scope-record.ts';
import { inputSetting } from '../oscilloscope/scope-settings.ts';
import { definiteBlock } from '../scpi/blocks.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { field, kept, mapped } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { real } from './headed-answers.ts';
import type { HeadedCommands } from './headed-answers.ts';
import { curveEncodings } from './tektronix-scope.ts';
import type { CurveEncoding, TektronixScope } from './tektronix-scope.ts';

/** Codes of the ten divisions that a converter of eight bits covers. */
const codesOfDivision = 25;

/** What a curve is scaled by. */
interface Scaling {
  readonly increment: number;
  /** Codes of the trace's zero, and V there. */
  readonly offset: number;
  readonly zero: number;
}

/** Curves and their scaling (sheet scope-tektronix.md, "Curve transfer"). */
export function addCurveCommands(
  instrument: ScpiInstrument,
  scope: TektronixScope,
  headed: HeadedCommands,
): void {
  const { model, curve } = scope;
  const sources = model.channels.map((_, index) => `CH${index + 1}`);
  headed.word('DATa:SOUrce', sources, inputSetting(curve, 'source', 'CH'));
  const encoding = mapped(
    field(curve, 'encoding'),
    (word): string => word,
    (word) => curveEncodings.find((one) => one === word) ?? 'RIB',
  );
  const encodings = [
    'ASCIi',
    'RIBinary',
    'RPBinary',
    'FPBinary',
    'SRIbinary',
    'SRPbinary',
    'SFPbinary',
    'FAStest',
  ];
  headed.word('DATa:ENCdg', encodings, encoding);
  const width = mapped(field(curve, 'width'), Number, (bytes) => (bytes > 1 ? 2 : 1));
  const whole = (value: number): string => String(Math.round(value));
  headed.number('DATa:WIDth', () => ({ min: 1, max: 2 }), width, whole);
  headed.number('WFMOutpre:BYT_Nr', () => ({ min: 1, max: 2 }), width, whole);
  for (const [name, key] of [
    ['STARt', 'first'],
    ['STOP', 'last'],
  ] as const) {
    const place = mapped(field(curve, key), Number, Math.round);
    headed.number(`DATa:${name}`, () => ({ min: 1, max: 1e9 }), place, whole);
  }
  addPreamble(scope, headed);
  instrument.on('CURVe?', () => {
    const answer = encode(scope, record(scope));
    return scope.header ? `${scope.verbose ? ':CURVE' : ':CURV'} ${answer}` : answer;
  });
}

/** The record that is read; a source that is not shown is event 2244. */
function record({ model, curve }: TektronixScope): ScopeRecord {
  const { record: last } = model;
  if (model.channels[curve.source - 1]?.settings.enabled !== true || last === undefined)
    throw new ScpiRefusal(2244, 'Source waveform is not active');
  return last;
}

/** Points that are read, from the first: a stop beyond the record is cut. */
function span({ curve, model }: TektronixScope): { readonly first: number; readonly points: number } {
  const length = model.record?.memory.points ?? model.memory.points;
  const first = Math.min(curve.first, length);
  return { first: first - 1, points: Math.max(0, Math.min(curve.last, length) - first + 1) };
}

function scaling(scope: TektronixScope): Scaling {
  const { curve, model, positions } = scope;
  const settings = model.record?.settings(curve.source) ?? model.channels[curve.source - 1]?.settings;
  const { scale, offset } = settings ?? { scale: 1, offset: 0 };
  const fine = curve.width === 2 ? 256 : 1;
  const position = positions[curve.source - 1] ?? 0;
  return {
    increment: scale / codesOfDivision / fine,
    // Of codes without sign the middle of the screen is not 0.
    offset: position * codesOfDivision * fine + (isUnsigned(curve.encoding) ? 128 * fine : 0),
    zero: offset,
  };
}

function isUnsigned(encoding: CurveEncoding): boolean {
  return encoding === 'RPB' || encoding === 'SRP';
}

function addPreamble(scope: TektronixScope, headed: HeadedCommands): void {
  const { curve, model } = scope;
  const floating = (): boolean => curve.encoding === 'FPB' || curve.encoding === 'SFP';
  const axis = (): ScopeRecord['memory'] => model.record?.memory ?? model.memory;
  const fields: readonly (readonly [string, () => string])[] = [
    ['BIT_Nr', () => String(8 * curve.width)],
    ['ENCdg', () => (curve.encoding === 'ASCI' ? 'ASCII' : 'BINARY')],
    ['BN_Fmt', () => (floating() ? 'FP' : isUnsigned(curve.encoding) ? 'RP' : 'RI')],
    ['BYT_Or', () => (curve.encoding.startsWith('S') ? 'LSB' : 'MSB')],
    ['NR_Pt', () => String(span(scope).points)],
    ['PT_Fmt', () => (model.settings.quality.type === 'peak' ? 'ENV' : 'Y')],
    ['XUNit', () => '"s"'],
    ['XINcr', () => real(axis().interval)],
    ['XZEro', () => real(axis().start + span(scope).first * axis().interval)],
    ['PT_Off', () => '0'],
    ['YUNit', () => '"V"'],
    ['YMUlt', () => real(scaling(scope).increment)],
    ['YOFf', () => real(scaling(scope).offset)],
    ['YZEro', () => real(scaling(scope).zero)],
    ['WFId', () => `"Ch${curve.source}, ${span(scope).points} points"`],
  ];
  for (const [name, answer] of fields) headed.query(`WFMOutpre:${name}`, answer);
  headed.query('WFMOutpre', () => [String(curve.width), ...fields.map(([, answer]) => answer())].join(';'));
}

function encode(scope: TektronixScope, from: ScopeRecord): string {
  const { curve } = scope;
  const { first, points } = span(scope);
  const { increment, offset, zero } = scaling(scope);
  const volts = from.volts(curve.source, from.memory, first, points);
  const fine = curve.width === 2 ? 256 : 1;
  const low = isUnsigned(curve.encoding) ? 0 : -128 * fine;
  const codes = Array.from(volts, (volt) =>
    Math.min(low + 256 * fine - 1, Math.max(low, Math.round((volt - zero) / increment + offset))),
  );
  if (curve.encoding === 'ASCI') return codes.join(',');
  const least = curve.encoding.startsWith('S');
  if (curve.encoding === 'FPB' || curve.encoding === 'SFP') {
    const view = new DataView(new ArrayBuffer(4 * points));
    for (const [index, volt] of volts.entries()) view.setFloat32(4 * index, volt, least);
    return definiteBlock(Buffer.from(view.buffer).toString('latin1'));
  }
  const view = new DataView(new ArrayBuffer(curve.width * points));
  for (const [index, code] of codes.entries()) {
    if (curve.width === 1) view.setUint8(index, code & 0xff);
    else view.setUint16(2 * index, code & 0xffff, least);
  }
  return definiteBlock(Buffer.from(view.buffer).toString('latin1'));
}

type Value = number | undefined;

const items: Readonly<Record<string, (measured: WaveformMeasurements) => Value>> = {
  AMPlitude: ({ amplitude }) => amplitude,
  FREQuency: ({ period }) => (period === undefined ? undefined : 1 / period),
  PERIod: ({ period }) => period,
  MEAN: ({ average }) => average,
  PK2Pk: ({ peakToPeak }) => peakToPeak,
  RMS: ({ rms }) => rms,
  MAXimum: ({ maximum }) => maximum,
  MINImum: ({ minimum }) => minimum,
  HIGH: ({ top }) => top,
  LOW: ({ base }) => base,
  RISe: ({ riseTime }) => riseTime,
  FALL: ({ fallTime }) => fallTime,
  PWIdth: ({ positiveWidth }) => positiveWidth,
  NWIdth: ({ negativeWidth }) => negativeWidth,
  PDUty: ({ positiveWidth, period }) =>
    positiveWidth === undefined || period === undefined ? undefined : (100 * positiveWidth) / period,
};

/** Points that measurements are made on, at most. */
const measuredPoints = 10_000;

/** `MEASUrement:IMMed` (sheet, "Measurements"): 9.9E37 and an event where it cannot be measured. */
export function addMeasureCommands(
  instrument: ScpiInstrument,
  scope: TektronixScope,
  headed: HeadedCommands,
): void {
  const { model } = scope;
  const type = kept('PERI');
  const source = kept('CH1');
  headed.word('MEASUrement:IMMed:TYPe', Object.keys(items), type);
  const sources = model.channels.map((_, index) => `CH${index + 1}`);
  for (const header of ['MEASUrement:IMMed:SOUrce', 'MEASUrement:IMMed:SOUrce1'])
    headed.word(header, sources, source);
  headed.query('MEASUrement:IMMed:VALue', () => {
    const number = Number(source.get().slice(2));
    const settings = model.channels[number - 1]?.settings;
    const { record: last } = model;
    const item = Object.entries(items).find(([name]) => name.replaceAll(/[a-z]/g, '') === type.get())?.[1];
    if (last === undefined || settings?.enabled !== true || item === undefined) return invalid(instrument);
    const { start, interval, points } = last.memory;
    const count = Math.min(points, measuredPoints);
    const axis = { start, interval: (interval * points) / count, points: count };
    const value = item(measureWaveform(last.volts(number, axis), axis.interval, settings.scale));
    return value === undefined || !Number.isFinite(value) ? invalid(instrument) : real(value);
  });
}

/** Unconfirmed: the number of the event. */
function invalid(instrument: ScpiInstrument): string {
  instrument.status.raise(new ScpiRefusal(2225, 'Measurement error, No waveform to measure'));
  return '9.9E37';
}

import { measureWaveform } from '../oscilloscope/measurements.ts';
import type { WaveformMeasurements } from '../oscilloscope/measurements.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { kept, onWord } from '../scpi/settings.ts';
import type { Ds1000zScope } from './ds1000z-scope.ts';
import { invalid, scientific } from './number-format.ts';

type Value = number | undefined;

const ratio = (part: Value, whole: Value): Value =>
  part === undefined || whole === undefined ? undefined : part / whole;

const difference = (first: Value, second: Value): Value =>
  first === undefined || second === undefined ? undefined : second - first;

const degrees = (delay: Value, period: Value): Value => {
  const turns = ratio(delay, period);
  return turns === undefined ? undefined : 360 * turns;
};

/** What can be measured, by its word; thresholds are at 10, 50 and 90 %. Delays and phases are between two inputs. */
const items: Readonly<Record<string, (one: WaveformMeasurements, other: WaveformMeasurements) => Value>> = {
  VMAX: ({ maximum }) => maximum,
  VMIN: ({ minimum }) => minimum,
  VPP: ({ peakToPeak }) => peakToPeak,
  VTOP: ({ top }) => top,
  VBASe: ({ base }) => base,
  VAMP: ({ amplitude }) => amplitude,
  VAVG: ({ average }) => average,
  VRMS: ({ rms }) => rms,
  OVERshoot: ({ overshoot }) => overshoot,
  PREShoot: ({ preshoot }) => preshoot,
  MARea: ({ area }) => area,
  MPARea: ({ period, average }) => (period === undefined ? undefined : average * period),
  PERiod: ({ period }) => period,
  FREQuency: ({ period }) => ratio(1, period),
  RTIMe: ({ riseTime }) => riseTime,
  FTIMe: ({ fallTime }) => fallTime,
  PWIDth: ({ positiveWidth }) => positiveWidth,
  NWIDth: ({ negativeWidth }) => negativeWidth,
  PDUTy: ({ positiveWidth, period }) => ratio(positiveWidth, period),
  NDUTy: ({ negativeWidth, period }) => ratio(negativeWidth, period),
  TVMAX: ({ timeOfMaximum }) => timeOfMaximum,
  TVMIN: ({ timeOfMinimum }) => timeOfMinimum,
  VUPper: ({ base, amplitude }) => base + 0.9 * amplitude,
  VMID: ({ base, amplitude }) => base + 0.5 * amplitude,
  VLOWer: ({ base, amplitude }) => base + 0.1 * amplitude,
  VARIance: ({ variance }) => variance,
  PVRMS: ({ periodRms }) => periodRms,
  RDELay: (one, other) => difference(one.firstRise, other.firstRise),
  FDELay: (one, other) => difference(one.firstFall, other.firstFall),
  RPHase: (one, other) => degrees(difference(one.firstRise, other.firstRise), one.period),
  FPHase: (one, other) => degrees(difference(one.firstFall, other.firstFall), one.period),
};

/** `MEASure:ITEM?` over what is on the screen (sheet scope-rigol-ds1000z.md, "Measurements, screen"); no statistics. */
export function addMeasureCommands(instrument: ScpiInstrument, scope: Ds1000zScope): void {
  const { model } = scope;
  const sources = model.channels.map((_, index) => `CHANnel${index + 1}`);
  const source = kept('CHAN1');
  onWord(instrument, 'MEASure:SOURce', sources, source);
  const measure = (word: string): WaveformMeasurements | undefined => {
    const { record } = model;
    const channel = Number(word.slice(-1));
    const settings = model.channels[channel - 1]?.settings;
    if (record === undefined || settings?.enabled !== true) return undefined;
    const { screen } = scope;
    return measureWaveform(record.volts(channel, screen), screen.interval, settings.scale);
  };
  instrument.on(
    'MEASure:ITEM?',
    ({ need, parameters: [, first, second] }) => {
      const word = need(0).word(Object.keys(items));
      const item = Object.entries(items).find(([name]) => name.replaceAll(/[a-z]/g, '') === word)?.[1];
      const one = measure(first?.word(sources) ?? source.get());
      const other = second === undefined ? one : measure(second.word(sources));
      if (one === undefined || other === undefined) return invalid;
      const value = item?.(one, other);
      return value === undefined || !Number.isFinite(value) ? invalid : scientific(value);
    },
    3,
  );
  instrument.on('MEASure:CLEar', () => {});
}

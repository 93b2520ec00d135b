import { nr3 } from '../scpi/number-format.ts';
import type { NumberRange } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onNumber, onNumberQuery, onSwitch, onWord, property } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { ElectrometerInput, ElectrometerRange } from './electrometer-input.ts';
import { chooseRange } from './ranges.ts';

/** Numbers as both families write them. */
export const electrometerNumber = (value: number): string => nr3(value, 6);

/** Zero check and zero correction (sheets electrometer-keithley-6485-6487.md and electrometer-keithley-6517.md). */
export function addZero(
  instrument: ScpiInstrument,
  input: ElectrometerInput,
  ranges: () => readonly number[],
): void {
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
      input.acquireZero(ranges());
    },
    0,
  );
}

/** The mains, the clock, and who is in charge. */
export function addElectrometerSystem(
  instrument: ScpiInstrument,
  model: { lineFrequency: 50 | 60; resetTime(): void },
): void {
  const mains = {
    get: () => model.lineFrequency,
    set: (hertz: number) => {
      model.lineFrequency = hertz === 60 ? 60 : 50;
    },
  };
  onNumber(instrument, 'SYSTem:LFRequency', () => ({ min: 50, max: 60 }), mains, String);
  instrument.on('SYSTem:TIME:RESet', () => model.resetTime(), 0);
  for (const header of ['SYSTem:LOCal', 'SYSTem:REMote']) instrument.on(header, () => {}, 0);
}

/** What a function of an electrometer can measure, and how it is set. */
export interface ElectrometerScale {
  readonly ranges: readonly number[];
  /** How much of its full scale a range can do. */
  readonly over: number;
  readonly settings: () => ElectrometerRange;
  /** Full scale in force. */
  readonly inForce: () => number;
  /** What `RANGe?` answers for `MIN`, `MAX` and `DEF`, and what the ends of the automatic choice may be. */
  readonly limits: NumberRange;
  readonly ends: NumberRange;
}

/** Full scale and its automatic choice, below `path`. */
export function addRange(
  instrument: ScpiInstrument,
  path: string,
  { ranges, over, settings, inForce, limits, ends }: ElectrometerScale,
): void {
  instrument.on(`${path}:RANGe[:UPPer]`, ({ need }) => {
    Object.assign(settings(), { range: chooseRange(ranges, need(0), inForce(), { over }), automatic: false });
  });
  onNumberQuery(instrument, `${path}:RANGe[:UPPer]`, () => limits, inForce, electrometerNumber);
  onSwitch(instrument, `${path}:RANGe:AUTO`, {
    get: () => settings().automatic,
    set: (on) => {
      Object.assign(settings(), { range: inForce(), automatic: on });
    },
  });
  for (const [node, key] of [
    ['LLIMit', 'lowest'],
    ['ULIMit', 'highest'],
  ] as const)
    onNumber(
      instrument,
      `${path}:RANGe:AUTO:${node}`,
      () => ends,
      property(settings, key),
      electrometerNumber,
    );
}

/** The filters of a function. */
export interface ElectrometerFilters {
  readonly average: () => { on: boolean; count: number; control: string };
  readonly median: () => { on: boolean; rank: number };
  /** The fewest readings of an average. */
  readonly fewest: number;
}

/** Average and median, below `path`. */
export function addElectrometerFilters(
  instrument: ScpiInstrument,
  path: string,
  { average, median, fewest }: ElectrometerFilters,
): void {
  onSwitch(instrument, `${path}AVERage[:STATe]`, property(average, 'on'));
  const counts = { min: fewest, max: 100, default: 10 };
  onNumber(instrument, `${path}AVERage:COUNt`, () => counts, property(average, 'count'), String);
  onWord(instrument, `${path}AVERage:TCONtrol`, ['MOVing', 'REPeat'], property(average, 'control'));
  onSwitch(instrument, `${path}MEDian[:STATe]`, property(median, 'on'));
  const ranks = { min: 1, max: 5, default: 1 };
  onNumber(instrument, `${path}MEDian:RANK`, () => ranks, property(median, 'rank'), String);
}

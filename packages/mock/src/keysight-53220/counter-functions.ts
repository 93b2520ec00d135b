import type { CounterSignal } from './counter-signal.ts';

/** What a counter can measure. */
export interface CounterFunctionEntry {
  /** The header behind `CONFigure:` and `MEASure:`. */
  readonly header: string;
  /** What `FUNCtion?` tells. */
  readonly short: string;
  /** Whether it takes a second input. */
  readonly two?: true;
  readonly value: (signal: CounterSignal, other: CounterSignal) => number;
  /** Standard deviation at a gate of so many seconds. */
  readonly deviation: (value: number, gate: number) => number;
}

/** Seconds by which a single edge is known. */
const edge = 100e-12;

const byGate = (value: number, gate: number): number => (Math.abs(value) * edge) / gate;
const byEdge = (): number => edge * Math.SQRT2;
const none = (): number => 0;

/** Functions of a 53220A (sheet counter-keysight-53220.md). Unconfirmed: the short names of those but `FREQ`. */
export const counterFunctions: readonly CounterFunctionEntry[] = [
  { header: 'FREQuency', short: 'FREQ', value: ({ frequency }) => frequency, deviation: byGate },
  {
    header: 'FREQuency:RATio',
    short: 'FREQ:RAT',
    two: true,
    value: (first, second) => first.frequency / second.frequency,
    deviation: byGate,
  },
  { header: 'PERiod', short: 'PER', value: ({ frequency }) => 1 / frequency, deviation: byGate },
  { header: 'PWIDth', short: 'PWID', value: ({ frequency, duty }) => duty / frequency, deviation: byEdge },
  {
    header: 'NWIDth',
    short: 'NWID',
    value: ({ frequency, duty }) => (1 - duty) / frequency,
    deviation: byEdge,
  },
  { header: 'PDUTycycle', short: 'PDUT', value: ({ duty }) => duty, deviation: () => 1e-6 },
  { header: 'NDUTycycle', short: 'NDUT', value: ({ duty }) => 1 - duty, deviation: () => 1e-6 },
  { header: 'RISE:TIME', short: 'RTIM', value: ({ rise }) => rise, deviation: byEdge },
  { header: 'FALL:TIME', short: 'FTIM', value: ({ rise }) => rise, deviation: byEdge },
  {
    header: 'TINTerval',
    short: 'TINT',
    two: true,
    value: (first, second) => second.delay - first.delay,
    deviation: byEdge,
  },
  {
    header: 'PHASe',
    short: 'PHAS',
    two: true,
    value: (first, second) => {
      const turns = (second.delay - first.delay) * first.frequency;
      return 360 * (turns - Math.round(turns));
    },
    deviation: () => 1e-3,
  },
  { header: 'VOLTage:MAXimum', short: 'VOLT:MAX', value: ({ high }) => high, deviation: none },
  { header: 'VOLTage:MINimum', short: 'VOLT:MIN', value: ({ low }) => low, deviation: none },
  { header: 'VOLTage:PTPeak', short: 'VOLT:PTP', value: ({ high, low }) => high - low, deviation: none },
];

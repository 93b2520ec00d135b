import type { DmmModel, Simulator, SimulatorOptions } from '@fourwire/mock';
import { multimeter, openMultimeter } from '@fourwire/scpi';
import type { Multimeter } from '@fourwire/scpi';
import { subject } from './subject.ts';
import type { Subject, SubjectEntry } from './subject.ts';

/** A simulator of the family of the Truevolt meters. */
interface MeterSimulator extends Simulator {
  readonly model: DmmModel;
}

/** What a multimeter with a driver and a simulator differs in from the others. */
export interface MultimeterEntry<S extends MeterSimulator> extends Pick<
  SubjectEntry<Multimeter, S>,
  'driver' | 'variant' | 'wires' | 'onWire' | 'speed'
> {
  readonly simulate: (time: SimulatorOptions) => S;
  /** Integration times that every function has. */
  readonly integrationTimes: readonly number[];
  /** The functions that it has; all of the class unless given. */
  readonly functions?: readonly string[];
  /** The shortest of all, in power-line cycles. */
  readonly shortest: number;
}

/** Whether the function measured has ranges to choose from; those of a frequency are of its signal. */
function hasRange({ function: { ranges, timing } }: DmmModel): boolean {
  return ranges.length > 1 && timing !== 'gate';
}

/** Makes a multimeter a subject: what holds for all of them is said here once. */
export function multimeterSubject<S extends MeterSimulator>(entry: MultimeterEntry<S>): Subject {
  const { integrationTimes, shortest, functions, ...rest } = entry;
  return subject<Multimeter, S>({
    onWire: ['shape', 'safe'],
    speed: 20,
    ...rest,
    deviceClass: multimeter,
    open: openMultimeter,
    values: {
      function: {
        coupled: 'It decides which settings there are.',
        ...(functions !== undefined && { values: functions }),
      },
      range: {
        coupled: 'Autorange moves it.',
        // The meter takes the next range up.
        same: (written, readBack) => Number(readBack) >= Number(written) && Number(readBack) <= 1000,
        limits: { min: 0, max: 1000 },
        actual: ({ simulator: { model } }) => (hasRange(model) ? model.settings().range : undefined),
      },
      autoRange: {
        coupled: 'Writing the range switches it off.',
        actual: ({ simulator: { model } }) => (hasRange(model) ? model.settings().autorange : undefined),
      },
      integration: {
        values: integrationTimes,
        limits: { min: shortest, max: 100 },
        actual: ({ simulator: { model } }) =>
          model.function.timing === 'nplc' ? model.settings().nplc : undefined,
      },
      reading: {
        prepare: ({ simulator }) => {
          simulator.model.inputs.voltage = 1.5;
        },
        actual: ({ simulator }) => simulator.model.trueReading,
        // One reading in 500 million is further off.
        tolerance: ({ simulator }) => 6 * simulator.model.noise,
      },
    },
    commands: {
      measure: { input: { function: 'resistance4w', range: 1000, integration: 1 } },
      acquire: {
        input: { count: 20 },
        longInput: { count: 500 },
        stopAfter: { seconds: 2 },
        deadline: { hours: 1 },
      },
    },
  });
}

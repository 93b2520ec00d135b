import { displacementSensor, openDisplacementSensor } from '@fourwire/metrology';
import type { DisplacementSensor } from '@fourwire/metrology';
import type { DisplacementModel, Simulator, SimulatorOptions } from '@fourwire/mock';
import { subject } from './subject.ts';
import type { Subject, SubjectEntry } from './subject.ts';

/** What a sensor with a driver and a simulator differs in from the others. */
export interface DisplacementEntry<S extends Simulator> extends Pick<
  SubjectEntry<DisplacementSensor, S>,
  'driver' | 'options' | 'values' | 'speed'
> {
  readonly simulate: (time: SimulatorOptions) => S;
  /** What the sensor looks at. */
  readonly target: (simulator: S) => DisplacementModel;
  /** What the sensor shows where the target is in the middle of its range, in mm. */
  readonly middle?: number;
  readonly resolution: number;
  /** The verdict of its own comparator, where it has one. */
  readonly judgement?: 'good';
  /** How many samples take long. */
  readonly many: number;
}

/** Makes a displacement sensor a subject: what holds for all of them is said here once. */
export function displacementSubject<S extends Simulator>(entry: DisplacementEntry<S>): Subject {
  const { values = {}, target, middle = 0, resolution, judgement, many, ...rest } = entry;
  return subject({
    ...rest,
    deviceClass: displacementSensor,
    open: openDisplacementSensor,
    wires: ['serial'],
    values: {
      reading: {
        prepare: ({ simulator }) => {
          target(simulator).motion = { offset: 1.25, amplitude: 0, frequency: 1 };
        },
        actual: ({ simulator }) => ({
          value: target(simulator).at(0) + middle,
          resolution,
          displayUnit: 'mm',
          ...(judgement === undefined ? {} : { judgement }),
        }),
        tolerance: 0.003,
      },
      ...values,
    },
    commands: { acquire: { input: { count: 50 }, longInput: { count: many } } },
    events: { samples$: { trigger: () => {} } },
  });
}

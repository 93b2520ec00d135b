import { lengthGauge, openLengthGauge } from '@fourwire/metrology';
import type { LengthGauge } from '@fourwire/metrology';
import type { GaugeModel, Signal, Simulator, SimulatorOptions } from '@fourwire/mock';
import { subject } from './subject.ts';
import type { Subject, SubjectEntry } from './subject.ts';

/** A simulator with a spindle and a data button. */
interface SpindleSimulator extends Simulator {
  readonly model: GaugeModel;
  readonly button: Signal;
}

/** What a gauge with a driver and a simulator differs in from the others. */
export interface GaugeEntry<S extends SpindleSimulator> extends Pick<
  SubjectEntry<LengthGauge, S>,
  'driver' | 'options' | 'values' | 'commands'
> {
  readonly simulate: (time: SimulatorOptions) => S;
  /** Where the spindle is put, in mm. */
  readonly position: number;
}

/** Makes a length gauge a subject: what holds for all of them is said here once. */
export function gaugeSubject<S extends SpindleSimulator>(entry: GaugeEntry<S>): Subject {
  const { values = {}, position, ...rest } = entry;
  return subject({
    ...rest,
    deviceClass: lengthGauge,
    open: openLengthGauge,
    wires: ['serial'],
    values: {
      reading: {
        prepare: ({ simulator }) => {
          simulator.model.position = position;
        },
        actual: ({ simulator: { model } }) => ({
          value: model.reading,
          resolution: 10 ** -model.decimals * (model.unit === 'mm' ? 1 : 25.4),
          displayUnit: model.unit,
        }),
        tolerance: 0.0011,
      },
      ...values,
    },
    events: { measured$: { trigger: ({ simulator }) => simulator.button.fire() } },
  });
}

import type { Simulator, SimulatorOptions } from '@fourwire/mock';
import { electrometer, openElectrometer } from '@fourwire/scpi';
import type { Electrometer } from '@fourwire/scpi';
import { subject } from './subject.ts';
import type { Subject, SubjectBench, SubjectEntry } from './subject.ts';

/** What both families of simulators have. */
interface ElectrometerSimulator extends Simulator {
  readonly model: {
    readonly input: { zeroCheck: boolean; readonly zeroCorrect: boolean };
    readonly lineFrequency: number;
  };
}

/** What is set of the function that is measured. */
interface MeasuredFunction {
  readonly automatic: boolean;
  readonly nplc: number;
  readonly average: { readonly on: boolean; readonly count: number; readonly control: string };
  readonly median: { readonly on: boolean; readonly rank: number };
}

type ValuePlan = Pick<
  NonNullable<SubjectEntry<Electrometer, Simulator>['values']>[string],
  'values' | 'limits'
>;

/** What an electrometer with a driver and a simulator differs in from the others. */
export interface ElectrometerEntry<S extends ElectrometerSimulator> extends Pick<
  SubjectEntry<Electrometer, S>,
  'driver' | 'variant' | 'wires' | 'values' | 'commands' | 'deadline'
> {
  readonly range: ValuePlan;
  readonly simulate: (time: SimulatorOptions) => S;
  readonly measured: (simulator: S) => MeasuredFunction;
  /** What is at the input, in the unit of the function; `undefined` where that has no value. */
  readonly truth: (simulator: S) => number | undefined;
  /** Full scale in force, and the lowest of all. */
  readonly scale: (simulator: S) => readonly [inForce: number, lowest: number];
  /** The highest integration time, in power-line cycles. */
  readonly longest: number;
}

/** Makes an electrometer a subject: what holds for all of them is said here once. */
export function electrometerSubject<S extends ElectrometerSimulator>(entry: ElectrometerEntry<S>): Subject {
  const { measured, truth, scale, longest, range, values = {}, commands = {}, ...rest } = entry;
  type Bench = SubjectBench<Electrometer, S>;
  const of =
    (look: (settings: MeasuredFunction) => unknown) =>
    ({ simulator }: Bench): unknown =>
      look(measured(simulator));
  const open = ({ simulator: { model } }: Bench): void => {
    model.input.zeroCheck = false;
  };
  return subject<Electrometer, S>({
    speed: 20,
    ...rest,
    deviceClass: electrometer,
    open: openElectrometer,
    values: {
      range: {
        coupled: 'Autorange moves it.',
        // The meter takes the next range up, and its ranges reach 5 % beyond their names.
        same: (written, readBack) => Number(readBack) * 1.05 >= Number(written) * (1 - 1e-6),
        ...range,
      },
      autoRange: { coupled: 'Writing the range switches it off.', actual: of(({ automatic }) => automatic) },
      integration: {
        values: [0.01, 1, 5],
        limits: { min: 0.01, max: longest },
        actual: of(({ nplc }) => nplc),
        tolerance: 1e-6,
      },
      zeroCheck: { actual: ({ simulator: { model } }) => model.input.zeroCheck },
      'zeroCorrection/enabled': { actual: ({ simulator: { model } }) => model.input.zeroCorrect },
      reading: {
        coupled: 'Other settings change what is measured.',
        prepare: open,
        // A shorted input has no reading to give.
        actual: ({ simulator }) => (simulator.model.input.zeroCheck ? undefined : truth(simulator)),
        // The offset of the input, and six times the noise of a reading.
        tolerance: ({ simulator }) => {
          const [inForce, lowest] = scale(simulator);
          return 1e-3 * lowest + (1.2e-4 * inForce) / Math.sqrt(measured(simulator).nplc) + 1e-6 * inForce;
        },
      },
      'filter/enabled': { actual: of(({ average }) => average.on) },
      'filter/kind': { actual: of(({ average }) => (average.control === 'MOV' ? 'moving' : 'repeat')) },
      'filter/count': { actual: of(({ average }) => average.count) },
      'median/enabled': { actual: of(({ median }) => median.on) },
      'median/rank': { actual: of(({ median }) => median.rank) },
      'source/range': {
        coupled: 'It limits the voltage.',
        same: (written, readBack) => Number(readBack) >= Number(written),
      },
      'source/voltage': { coupled: 'The range limits it.', values: [0, 5, -10] },
      'trigger/delay': { values: [0, 0.5, 10] },
      ...values,
    },
    commands: {
      'zeroCorrection/acquire': {
        prepare: ({ simulator: { model } }) => {
          model.input.zeroCheck = true;
        },
      },
      acquire: {
        prepare: open,
        input: { count: 5 },
        longInput: { count: 2000 },
        stopAfter: { seconds: 2 },
        deadline: { hours: 1 },
      },
      'source/sweep': {
        prepare: open,
        input: { start: 0, stop: 10, points: 5 },
        longInput: { start: 0, stop: 10, points: 1000, delay: 0.1 },
        stopAfter: { seconds: 2 },
        deadline: { hours: 1 },
      },
      'trigger/fire': {
        prepare: async (bench) => {
          open(bench);
          const { device, clock } = bench;
          await device.trigger.source.write('software');
          device.acquire({ count: 1 }).then(
            () => {},
            () => {},
          );
          // Until it waits for its trigger.
          await clock.sleep(1000);
        },
      },
      ...commands,
    },
    onWire: ['shape', 'safe'],
  });
}

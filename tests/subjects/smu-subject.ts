import type { Simulator, SimulatorOptions, SmuChannel } from '@fourwire/mock';
import { openSourceMeasureUnit, sourceMeasureUnit } from '@fourwire/scpi';
import type { SourceMeasureUnit } from '@fourwire/scpi';
import { subject } from './subject.ts';
import type { Subject, SubjectBench, SubjectEntry } from './subject.ts';

/** What a source-measure unit with a driver and a simulator differs in from the others. */
export interface SmuEntry<S extends Simulator> extends Pick<
  SubjectEntry<SourceMeasureUnit, S>,
  'driver' | 'wires' | 'values' | 'deadline'
> {
  readonly simulate: (time: SimulatorOptions) => S;
  /** A channel of the simulator, by the number that it has on the instrument. */
  readonly channel: (simulator: S, number: number) => SmuChannel | undefined;
}

/** Volts and amperes that read back with six decimals, whatever their size. */
const [volts, amperes] = [1e-4, 1e-6];

/** An instrument takes the next range up, and its ranges reach 5 % beyond their names. */
const nextRangeUp = (written: unknown, readBack: unknown): boolean =>
  Number(readBack) * 1.05 >= Number(written) * (1 - 1e-6);

/** Makes a source-measure unit a subject: what holds for all of them is said here once. */
export function smuSubject<S extends Simulator>({ channel, values = {}, ...entry }: SmuEntry<S>): Subject {
  type Bench = SubjectBench<SourceMeasureUnit, S>;
  const at = ({ simulator }: Bench, path: string): SmuChannel => {
    const found = channel(simulator, Number(path.split('/')[1]));
    if (found === undefined) throw new Error(`There is no channel at ${path}`);
    return found;
  };
  const of =
    (look: (smu: SmuChannel) => unknown) =>
    (bench: Bench, path: string): unknown =>
      look(at(bench, path));
  /** Every channel of the simulator. */
  const all = (simulator: S): readonly SmuChannel[] =>
    [1, 2].map((number) => channel(simulator, number)).filter((smu) => smu !== undefined);
  /** Has the other quantity forced, and the highest limit, so that every range may be chosen. */
  const measuredOnly =
    (name: 'voltage' | 'current') =>
    ({ simulator }: Bench): void => {
      for (const smu of all(simulator)) {
        smu.source = name === 'voltage' ? 'current' : 'voltage';
        smu[name].limit = smu.highest(name);
      }
    };
  const quantity = (name: 'voltage' | 'current') => {
    const tolerance = name === 'voltage' ? volts : amperes;
    const path = `channels/${name}`;
    return {
      [`${path}/level`]: {
        coupled: 'Ranges and compliance decide which levels there are.',
        actual: of((smu) => smu[name].level),
        tolerance,
      },
      [`${path}/compliance`]: {
        coupled: 'The power of the instrument decides.',
        values: name === 'voltage' ? [2, 20] : [1e-3, 0.05],
        actual: of((smu) => Math.abs(smu[name].limit)),
        tolerance,
      },
      [`${path}/sourceRange`]: {
        coupled: 'An automatic range follows the level.',
        values: name === 'voltage' ? [2, 20] : [1e-3, 0.01],
        same: nextRangeUp,
        actual: of((smu) => smu.sourceRange(name)),
        tolerance,
      },
      [`${path}/sourceAutoRange`]: {
        coupled: 'Writing the range switches it off.',
        actual: of((smu) => smu[name].sourceAuto),
      },
      [`${path}/measureRange`]: {
        coupled: 'What is forced is measured with the range of the source.',
        values: name === 'voltage' ? [2] : [1e-5, 1e-4],
        same: nextRangeUp,
        prepare: measuredOnly(name),
        actual: of((smu) => smu.measureRange(name)),
        tolerance,
      },
      [`${path}/measureAutoRange`]: {
        coupled: 'Writing the range switches it off.',
        prepare: measuredOnly(name),
        actual: of((smu) => smu[name].measureAuto),
      },
    };
  };
  const measurable = ({ simulator }: Bench): void => {
    for (const smu of all(simulator)) {
      Object.assign(smu.voltage, { level: 0.5, sourceAuto: true });
      Object.assign(smu.current, { limit: 0.01, measureAuto: true });
      Object.assign(smu, { source: 'voltage', output: true });
    }
  };
  const sweep = { source: 'voltage', start: 0, stop: 1, compliance: 0.01 };
  return subject<SourceMeasureUnit, S>({
    ...entry,
    deviceClass: sourceMeasureUnit,
    open: openSourceMeasureUnit,
    values: {
      'channels/source': {
        coupled: 'It decides which level and which compliance count.',
        actual: of(({ source }) => source),
      },
      ...quantity('voltage'),
      ...quantity('current'),
      'channels/output': { coupled: 'Other terminals switch it off.', actual: of(({ output }) => output) },
      'channels/fourWire': { actual: of(({ wires }) => wires === 4) },
      'channels/integration': { values: [0.1, 1, 10], actual: of(({ nplc }) => nplc), tolerance: 1e-6 },
      'channels/sourceDelay': { values: [0, 0.01, 0.5], coupled: 'Writing it ends the automatic delay.' },
      'channels/autoDelay/enabled': { coupled: 'Writing the delay switches it off.' },
      'channels/inCompliance': { actual: of((smu) => smu.point().limited) },
      'channels/autoZero/enabled': { actual: of(({ autoZero }) => autoZero) },
      'channels/measurement': {
        prepare: measurable,
        actual: of((smu) => {
          const { voltage, current, limited } = smu.point();
          return smu.output ? { voltage, current, inCompliance: limited } : undefined;
        }),
        // Six times the noise of the meters, and the last digit.
        tolerance: ({ simulator }) => {
          const smu = channel(simulator, 1);
          if (smu === undefined) return 0;
          return 6 * Math.max(smu.noise('voltage'), smu.noise('current')) + 1e-6;
        },
      },
      ...values,
    },
    commands: {
      'channels/acquire': {
        prepare: measurable,
        input: { count: 5 },
        longInput: { count: 2000 },
        deadline: { hours: 1 },
      },
      'channels/sweep': {
        input: { ...sweep, points: 5 },
        longInput: { ...sweep, points: 2000, delay: 0.1 },
        deadline: { hours: 1 },
        stands: ({ simulator }) => channel(simulator, 1)?.output === false,
      },
      'channels/sweepList': {
        input: { source: 'current', levels: [1e-4, 2e-4, 1e-3], compliance: 2 },
        longInput: { source: 'current', levels: Array.from({ length: 2000 }, () => 1e-4), compliance: 2 },
        deadline: { hours: 1 },
        stands: ({ simulator }) => channel(simulator, 1)?.output === false,
      },
    },
    onWire: ['shape', 'safe'],
  });
}

import { Keysight33500Simulator } from '@fourwire/mock';
import type { GeneratorChannel } from '@fourwire/mock';
import { functionGenerator, openFunctionGenerator } from '@fourwire/scpi';
import { subject } from '../subject.ts';

/** The channel that a path such as `channels/1/frequency` is of. */
const of =
  (look: (settings: GeneratorChannel['settings']) => unknown) =>
  ({ simulator }: { readonly simulator: Keysight33500Simulator }, path: string): unknown => {
    const channel = simulator.channels[Number(path.split('/')[1]) - 1];
    return channel === undefined ? undefined : look(channel.settings);
  };

/** The waveforms by the names of the class. */
const shapes = {
  SIN: 'sine',
  SQU: 'square',
  TRI: 'triangle',
  RAMP: 'ramp',
  PULS: 'pulse',
  NOIS: 'noise',
  PRBS: 'prbs',
  DC: 'dc',
  ARB: 'arbitrary',
} as const;

const coupled = 'Amplitude, offset, load and waveform limit each other.';

export const keysight33500 = subject({
  deviceClass: functionGenerator,
  driver: 'keysight-33500',
  open: openFunctionGenerator,
  simulate: (time) => new Keysight33500Simulator(time),
  wires: ['socket', 'vxi11', 'gpib', 'usbtmc'],
  // Two channels of some twenty members that wait behind each other under late replies.
  deadline: { minutes: 5 },
  values: {
    'channels/output': { actual: of(({ output }) => output) },
    'channels/waveform': { coupled, actual: of(({ shape }) => shapes[shape]) },
    'channels/frequency': { coupled, values: [10, 1000, 2e5], actual: of(({ frequency }) => frequency) },
    'channels/amplitude': { coupled, values: [0.1, 1, 5], actual: of(({ amplitude }) => amplitude) },
    'channels/offset': { coupled, values: [0, 0.5, -1], actual: of(({ offset }) => offset) },
    'channels/phase': { actual: of(({ phase }) => phase) },
    'channels/dutyCycle': { values: [20, 50, 80], coupled: 'Square and pulse have one each.' },
    'channels/symmetry': { actual: of(({ rampSymmetry }) => rampSymmetry) },
    'channels/loadImpedance': {
      coupled,
      values: [50, 75, 600],
      actual: of(({ load }) => (load === Infinity ? undefined : load)),
    },
    'channels/highImpedanceLoad': { coupled, actual: of(({ load }) => load === Infinity) },
    'channels/burst/enabled': { coupled: 'A sweep ends it.', actual: of(({ burst }) => burst) },
    'channels/burst/mode': { actual: of(({ burstMode }) => (burstMode === 'GAT' ? 'gated' : 'triggered')) },
    'channels/burst/cycles': {
      coupled: 'An endless burst has none.',
      values: [1, 3, 1000],
      actual: of(({ burstCycles }) => (burstCycles === Infinity ? undefined : burstCycles)),
    },
    'channels/burst/endless': {
      coupled: 'Cycles end it.',
      actual: of(({ burstCycles }) => burstCycles === Infinity),
    },
    'channels/burst/period': { values: [1e-3, 0.01, 1], actual: of(({ burstPeriod }) => burstPeriod) },
    'channels/sweep/enabled': { coupled: 'A burst ends it.', actual: of(({ sweep }) => sweep) },
    'channels/sweep/start': { values: [10, 100], actual: of(({ sweepStart }) => sweepStart) },
    'channels/sweep/stop': { values: [1000, 10_000], actual: of(({ sweepStop }) => sweepStop) },
    'channels/sweep/time': { values: [0.1, 1, 10], actual: of(({ sweepTime }) => sweepTime) },
    'channels/arbitrary/selected': { values: ['EXP_RISE'] },
    'channels/arbitrary/sampleRate': {
      values: [1000, 40_000],
      actual: of(({ arbitraryRate }) => arbitraryRate),
    },
  },
  commands: {
    'channels/trigger': {
      prepare: ({ simulator: { channels } }) => {
        for (const { settings } of channels) Object.assign(settings, { burst: true, triggerSource: 'BUS' });
      },
    },
    'channels/arbitrary/upload': {
      input: { name: 'RISING', samples: { value: Float64Array.of(-1, -0.5, 0, 0.5, 1, 0.5, 0, -0.5) } },
      arrived: ({ simulator: { channels } }) => channels.some(({ waveforms }) => waveforms.has('RISING')),
    },
    'channels/arbitrary/clear': {
      arrived: ({ simulator: { channels } }) => channels.some(({ waveforms }) => !waveforms.has('RISING')),
    },
  },
  onWire: ['shape', 'safe'],
});

import { SrsSr830Simulator } from '@fourwire/mock';
import { lockInAmplifier, openLockInAmplifier } from '@fourwire/scpi';
import { subject } from '../subject.ts';

/** The amplifier takes its next value up. */
function nextUp(written: unknown, readBack: unknown): boolean {
  return Number(readBack) >= Number(written) && Number(readBack) <= Math.max(3.5 * Number(written), 0.07);
}

export const srsSr830 = subject({
  deviceClass: lockInAmplifier,
  driver: 'srs-sr830',
  open: openLockInAmplifier,
  simulate: (time) => new SrsSr830Simulator(time),
  wires: ['gpib', 'serial'],
  values: {
    reference: {
      // Nothing is connected to the reference input, and an external reference has no frequency that is set.
      values: ['internal'],
      actual: ({ simulator: { model } }) => (model.settings.reference === 1 ? 'internal' : 'external'),
    },
    frequency: { values: [10, 1000, 12_345], actual: ({ simulator: { model } }) => model.settings.frequency },
    harmonic: { values: [1, 2, 5], actual: ({ simulator: { model } }) => model.settings.harmonic },
    phase: {
      // Given back as -180 to 180.
      same: (written, readBack) => (Number(written) - Number(readBack) + 720) % 360 < 0.01,
    },
    sineAmplitude: {
      values: [0.004, 0.5, 5],
      actual: ({ simulator: { model } }) => model.settings.amplitude,
      tolerance: 0.0011,
      // There is no zero.
      same: (written, readBack) => Math.abs(Math.max(Number(written), 0.004) - Number(readBack)) <= 0.0011,
    },
    sensitivity: { coupled: 'The source of the input scales it.', same: nextUp },
    timeConstant: { same: nextUp },
    'buffer/sampleRate': { same: nextUp },
    filterSlope: {
      actual: ({ simulator: { model } }) => ['6', '12', '18', '24'][model.settings.slope],
    },
    reading: { coupled: 'Other settings change what is measured.' },
    overload: { coupled: 'Looking at it clears it.' },
    'auxiliaryOutputs/voltage': {
      actual: ({ simulator: { model } }, path) => model.auxiliaryOutputs[Number(path.split('/')[1]) - 1],
      tolerance: 1e-3,
    },
    'auxiliaryInputs/voltage': {
      actual: ({ simulator: { model } }, path) => model.auxiliaryInputs[Number(path.split('/')[1]) - 1],
      tolerance: 1e-3,
    },
  },
  commands: {
    'buffer/acquire': {
      input: { count: 20 },
      longInput: { count: 2000 },
      stopAfter: { seconds: 3 },
      deadline: { hours: 3 },
    },
  },
  // Its samples come at a rate of hertz, and its messages with a pause: on a real wire that takes minutes.
  onWire: ['shape'],
});

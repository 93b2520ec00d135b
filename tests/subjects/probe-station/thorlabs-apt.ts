import { ThorlabsAptSimulator } from '@fourwire/mock';
import { stageSubject } from '../stage-subject.ts';

/** Counts of the simulated actuator in a mm. */
const counts = 34_554.96;

export const thorlabsApt = stageSubject({
  driver: 'thorlabs-apt',
  simulate: (time) => new ThorlabsAptSimulator({ ...time, referenced: true }),
  wires: ['serial'],
  options: {
    axes: { x: { counts, samplingTime: 2048 / 6e6 } },
    // The controller does not tell how far it may go.
    softLimits: { x: { min: 0, max: 25_000 } },
  },
  axes: ({ model: { controlled } }) => ({ x: controlled }),
  names: ['x'],
  way: { start: 5000, near: 6000, far: 20_000 },
  resolution: 1000 / counts,
  speedResolution: 0.01,
  origin: 0,
  values: { 'x/velocity/speed': { values: [500, 2000] } },
});

import { Standa8smcSimulator } from '@fourwire/mock';
import { stageSubject } from '../stage-subject.ts';

/** Full step of the simulated stage, in µm. */
const step = 2.5;

export const standa8smc = stageSubject({
  driver: 'standa-8smc',
  simulate: (time) => new Standa8smcSimulator({ ...time, referenced: true }),
  wires: ['serial'],
  options: {
    axes: { x: { step } },
    // The controller does not tell how far it may go.
    softLimits: { x: { min: 0, max: 100_000 } },
  },
  axes: ({ model: { controlled } }) => ({ x: controlled }),
  names: ['x'],
  way: { start: 10_000, near: 12_000, far: 90_000 },
  resolution: step / 256,
  speedResolution: step / 256,
  origin: 0,
  values: { 'x/velocity/speed': { values: [1000, 4000] } },
});

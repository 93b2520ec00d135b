import { HydraSimulator } from '@fourwire/mock';
import { stageSubject } from '../stage-subject.ts';

export const venusHydra = stageSubject({
  driver: 'venus-hydra',
  simulate: (time) => new HydraSimulator({ ...time, referenced: true }),
  wires: ['socket', 'serial'],
  options: { axes: { x: { axis: 1 }, y: { axis: 2 } } },
  axes: ({ model: { axes } }) => ({
    ...(axes[0] && { x: axes[0].controlled }),
    ...(axes[1] && { y: axes[1].controlled }),
  }),
  names: ['x', 'y'],
  way: { start: 10_000, near: 12_000, far: 90_000 },
  resolution: 0.001,
  speedResolution: 0.001,
  origin: 100_000,
  restore: ({ model }) => {
    for (const axis of model.axes) if (!axis.referenced && !axis.controlled.moving) axis.assumeReferenced();
  },
  values: {
    'x/reference/referenced': { actual: ({ simulator }) => simulator.model.axes[0]?.referenced },
    'y/reference/referenced': { actual: ({ simulator }) => simulator.model.axes[1]?.referenced },
  },
});

import { CorvusSimulator } from '@fourwire/mock';
import { stageSubject } from '../stage-subject.ts';

const together = 'One speed holds for all axes.';

export const venusCorvus = stageSubject({
  driver: 'venus-corvus',
  simulate: (time) => new CorvusSimulator({ ...time, referenced: true }),
  wires: ['serial', 'socket'],
  options: { axes: { x: { axis: 1 }, y: { axis: 2 } } },
  axes: ({ model: { axes } }) => ({
    ...(axes[0] && { x: axes[0].controlled }),
    ...(axes[1] && { y: axes[1].controlled }),
  }),
  names: ['x', 'y'],
  way: { start: 10_000, near: 12_000, far: 90_000 },
  resolution: 0.001,
  speedResolution: 0.001,
  // At the upper end of travel, where the second run ends.
  origin: 100_000,
  restore: ({ model }) => {
    for (const axis of model.axes) if (!axis.referenced && !axis.controlled.moving) axis.assumeReferenced();
  },
  values: {
    // The controller tells of all its axes together.
    'x/moving': { actual: ({ simulator }) => simulator.model.moving },
    'y/moving': { actual: ({ simulator }) => simulator.model.moving },
    'x/reference/referenced': { actual: ({ simulator }) => simulator.model.axes[0]?.referenced },
    'y/reference/referenced': { actual: ({ simulator }) => simulator.model.axes[1]?.referenced },
    'x/velocity/speed': { coupled: together },
    'y/velocity/speed': { coupled: together },
  },
});

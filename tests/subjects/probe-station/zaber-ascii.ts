import { ZaberSimulator } from '@fourwire/mock';
import { stageSubject } from '../stage-subject.ts';

/** Length of a microstep of the simulated stages, in µm. */
const step = 3.048 / 64;

export const zaberAscii = stageSubject({
  driver: 'zaber-ascii',
  simulate: (time) => new ZaberSimulator({ ...time, axes: [2], referenced: true }),
  wires: ['serial', 'socket'],
  options: { axes: { x: { step }, y: { axis: 2, step } } },
  axes: ({ model: [device] }) => ({
    ...(device?.axes[0] && { x: device.axes[0].controlled }),
    ...(device?.axes[1] && { y: device.axes[1].controlled }),
  }),
  names: ['x', 'y'],
  way: { start: 10_000, near: 12_000, far: 90_000 },
  resolution: step,
  speedResolution: 0.05,
  origin: 0,
});

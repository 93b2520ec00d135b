import { PiGcsSimulator } from '@fourwire/mock';
import { stageSubject } from '../stage-subject.ts';

export const piGcs = stageSubject({
  driver: 'pi-gcs',
  simulate: (time) => new PiGcsSimulator({ ...time, axes: ['1', '2'], referenced: true }),
  wires: ['socket', 'serial'],
  options: { axes: { x: { axis: '1', unit: 'mm' }, y: { axis: '2', unit: 'mm' } } },
  axes: ({ model: { axes } }) => ({
    ...(axes[0] && { x: axes[0].controlled }),
    ...(axes[1] && { y: axes[1].controlled }),
  }),
  names: ['x', 'y'],
  way: { start: 10_000, near: 12_000, far: 40_000 },
  resolution: 0.001,
  speedResolution: 0.001,
  // Where the reference switch is.
  origin: 25_000,
});

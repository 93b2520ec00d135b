import { NewportEspSimulator } from '@fourwire/mock';
import { stageSubject } from '../stage-subject.ts';

export const newportEsp = stageSubject({
  driver: 'newport-esp',
  simulate: (time) => new NewportEspSimulator({ ...time, axes: 2, referenced: true }),
  wires: ['serial', 'gpib'],
  // That moves are refused before a reference run is tried beside the driver: a simulated axis has one from the start.
  options: { axes: { x: { axis: 1 }, y: { axis: 2 } }, trustReference: true },
  axes: ({ model: { axes } }) => ({
    ...(axes[0] && { x: axes[0].controlled }),
    ...(axes[1] && { y: axes[1].controlled }),
  }),
  names: ['x', 'y'],
  way: { start: 10_000, near: 12_000, far: 40_000 },
  resolution: 0.1,
  speedResolution: 0.1,
  origin: 0,
  tellsReference: false,
});

import { MaerzhaeuserTangoSimulator } from '@fourwire/mock';
import type { TangoAxis } from '@fourwire/mock';
import { motorOfStage, stageSubject } from '../stage-subject.ts';

/** What `?calst` says once both ends of travel were found. */
const calibrated = 3;

/** The simulated stage stands where its mechanics take it, a few µm off, and nothing corrects it. */
const accuracy = 8;

const axis = (tango: TangoAxis): ReturnType<typeof motorOfStage> =>
  motorOfStage(tango.motor, {
    referenced: () => tango.calibration === calibrated,
    assume: () => {
      tango.calibration = calibrated;
    },
  });

const tango = {
  driver: 'maerzhaeuser-tango-stage',
  wires: ['serial', 'socket'],
  options: { axes: { x: { tolerance: accuracy }, y: { tolerance: accuracy } } },
  axes: ({ model: { axes } }: MaerzhaeuserTangoSimulator) => ({ x: axis(axes.x), y: axis(axes.y) }),
  names: ['x', 'y'],
  way: { start: 10_000, near: 12_000, far: 45_000 },
  resolution: 0.001,
  accuracy,
  // At the upper end of travel, where the second run ends.
  origin: 100_000,
} as const;

export const maerzhaeuserTangoStage = stageSubject({
  ...tango,
  simulate: (time) => new MaerzhaeuserTangoSimulator(time),
});

export const maerzhaeuserTangoStageInMillimetres = stageSubject({
  ...tango,
  variant: 'that starts in millimetres',
  simulate: (time) => new MaerzhaeuserTangoSimulator({ ...time, unit: 'mm' }),
});

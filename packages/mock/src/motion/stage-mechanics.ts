import { stageClasses } from '../physics/stage-model.ts';
import type { StageParameters } from '../physics/stage-model.ts';

/** A linear stage with an encoder: it hardly swings when it arrives. Unconfirmed typical values. */
const linearMechanics = {
  ...stageClasses.manualXY,
  ringing: 0.2,
  ringingTime: 0.01,
  window: 0.1,
  repeatability: 0.3,
} as const;

/** A linear stage that goes from 0 to `travel` µm, no faster than `speed` in µm/s. */
export function linearStage(travel: number, speed: number = linearMechanics.speed): StageParameters {
  return { ...linearMechanics, speed, travel: [0, travel] };
}

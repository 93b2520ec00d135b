export { balance, internalAdjustment, liveWeight, tareMemory } from './classes/balance.ts';
export type { Balance, LiveWeight } from './classes/balance.ts';
export { displacementBatch, displacementSensor, measuringRate } from './classes/displacement-sensor.ts';
export type { DisplacementBatch, DisplacementSensor } from './classes/displacement-sensor.ts';
export { focusDrive, focusReference } from './classes/focus-drive.ts';
export type { FocusDrive } from './classes/focus-drive.ts';
export {
  capture,
  hold,
  lengthDisplay,
  lengthGauge,
  preset,
  tolerance,
  zeroing,
} from './classes/length-gauge.ts';
export type { LengthGauge } from './classes/length-gauge.ts';
export { drivers } from './drivers.ts';
export { openBalance, openDisplacementSensor, openFocusDrive, openLengthGauge } from './open.ts';
export { judgements, lengthReading, lengthUnits } from './values/length.ts';
export type { Judgement, LengthReading, LengthUnit } from './values/length.ts';
export { massReading, massUnits } from './values/mass.ts';
export type { MassReading, MassUnit } from './values/mass.ts';

import { PriorProScanSimulator } from '@fourwire/mock';
import type { MotorAxis } from '@fourwire/mock';
import { motorOfStage, stageSubject } from '../stage-subject.ts';

/** The simulated stage stands where its mechanics take it, a few µm off, and nothing corrects it. */
const accuracy = 8;

/** It has found its index where it was stopped by the switch; the controller itself keeps nothing of it. */
const axis = (motor: MotorAxis): ReturnType<typeof motorOfStage> =>
  motorOfStage(motor, { referenced: () => motor.end === 'switch' });

const moving = {
  actual: ({ simulator }: { readonly simulator: PriorProScanSimulator }) => anyMoves(simulator),
};

const proScan = {
  driver: 'prior-proscan-stage',
  wires: ['serial', 'socket'],
  // That moves are refused before a reference run is tried beside the driver.
  options: { axes: { x: { tolerance: accuracy }, y: { tolerance: accuracy } }, trustReference: true },
  axes: ({ model }: PriorProScanSimulator) => ({ x: axis(model.x), y: axis(model.y) }),
  names: ['x', 'y'],
  way: { start: 10_000, near: 12_000, far: 45_000 },
  // Half a step.
  resolution: 0.0501,
  accuracy,
  origin: 0,
  tellsReference: false,
  // Moves may wait for each other: an axis counts as moving while any of them moves.
  values: { 'x/moving': moving, 'y/moving': moving },
} as const;

export const priorProScanStage = stageSubject({
  ...proScan,
  simulate: (time) => new PriorProScanSimulator(time),
});

export const priorProScanStageAnsweringAtTheEnd = stageSubject({
  ...proScan,
  variant: 'that answers at the end of a move',
  simulate: (time) => new PriorProScanSimulator({ ...time, answersMoves: 'arrived' }),
});

function anyMoves({ model: { x, y, z } }: PriorProScanSimulator): boolean {
  return x.moving || y.moving || z.moving;
}

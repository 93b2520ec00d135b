import { axesOf, axisOf, numberOf, pairsOf, parameterId, switchOf } from './pi-arguments.ts';
import type { PiAxis } from './pi-axis.ts';
import { PiRefusal } from './pi-controller.ts';
import type { PiController } from './pi-controller.ts';

/** Carries out a command, its name in capitals. None of them is answered. */
export function piCommand(controller: PiController, name: string, given: readonly string[]): void {
  switch (name) {
    case 'SVO':
      for (const { axis, value } of pairsOf(controller, given)) setServo(controller, axis, switchOf(value));
      return;
    case 'RON':
      for (const { axis, value } of pairsOf(controller, given)) axis.referencing = switchOf(value);
      return;
    case 'FRF':
      return reference(controller, given, 'home');
    case 'FNL':
      return reference(controller, given, 'low');
    case 'FPL':
      return reference(controller, given, 'high');
    case 'POS':
      return declare(controller, given);
    case 'MOV':
      return move(controller, pairsOf(controller, given));
    case 'MVR':
      return move(
        controller,
        pairsOf(controller, given).map(({ axis, value }) => ({
          axis,
          value: axis.controlled.target / 1000 + value,
        })),
      );
    case 'GOH':
      return move(
        controller,
        axesOf(controller, given).map((axis) => ({ axis, value: axis.home / 1000 })),
      );
    case 'DFH':
      for (const axis of axesOf(controller, given)) axis.home = axis.controlled.position;
      return;
    case 'HLT':
      return controller.stop(axesOf(controller, given), 'brake');
    case 'STP':
      none(given);
      return controller.stop(controller.axes, 'at once');
    case 'VEL':
      return each(pairsOf(controller, given), positiveTo('maxVelocity'), ({ controlled }, value) => {
        controlled.speed = value * 1000;
      });
    case 'ACC':
      return each(pairsOf(controller, given), positive, ({ controlled }, value) => {
        controlled.acceleration = value * 1000;
      });
    case 'DEC':
      return each(pairsOf(controller, given), positive, (axis, value) => {
        axis.deceleration = value;
      });
    case 'SPA':
      return setParameters(controller, given);
    case 'CST':
      return setStage(controller, given);
    case 'INI':
      for (const axis of axesOf(controller, given)) axis.servo = true;
      return;
    case 'RBT':
      none(given);
      return controller.restart();
    default:
      throw new PiRefusal('unknownCommand');
  }
}

function none(given: readonly string[]): void {
  if (given.length > 0) throw new PiRefusal('parameterCount');
}

function setServo(controller: PiController, axis: PiAxis, on: boolean): void {
  if (on && controller.emergency) throw new PiRefusal('emergencyStop');
  if (on && !axis.sensorValid) throw new PiRefusal('sensorInvalid');
  axis.servo = on;
}

function reference(controller: PiController, given: readonly string[], mark: 'home' | 'low' | 'high'): void {
  const axes = axesOf(controller, given);
  for (const axis of axes) {
    controller.requireMovable(axis);
    if (axis.controlled.moving) throw new PiRefusal('moveInProgress');
  }
  for (const axis of axes) axis.reference(mark);
}

/** Declares where axes stand, which needs no reference run to be wanted. */
function declare(controller: PiController, given: readonly string[]): void {
  const pairs = pairsOf(controller, given);
  if (pairs.some(({ axis }) => axis.referencing)) throw new PiRefusal('notAllowedForStage');
  if (pairs.some(({ axis }) => axis.controlled.moving)) throw new PiRefusal('moveInProgress');
  for (const { axis, value } of pairs) {
    axis.controlled.position = value * 1000;
    axis.controlled.referenced = true;
  }
}

/** All of the axes move, or none. Targets are in mm. */
function move(
  controller: PiController,
  targets: readonly { readonly axis: PiAxis; readonly value: number }[],
): void {
  for (const { axis, value } of targets) {
    controller.requireMovable(axis);
    if (axis.controlled.run === 'reference') throw new PiRefusal('initialising');
    if (!axis.controlled.referenced && axis.referencing) throw new PiRefusal('notMovable');
    const { low, high } = axis.limits;
    if (value < low - 1e-5 || value > high + 1e-5) throw new PiRefusal('outOfLimits');
  }
  for (const { axis, value } of targets) axis.controlled.move(value * 1000);
}

function each(
  pairs: readonly { readonly axis: PiAxis; readonly value: number }[],
  check: (axis: PiAxis, value: number) => void,
  apply: (axis: PiAxis, value: number) => void,
): void {
  for (const { axis, value } of pairs) check(axis, value);
  for (const { axis, value } of pairs) apply(axis, value);
}

function positive(_axis: PiAxis, value: number): void {
  if (!(value > 0)) throw new PiRefusal('outOfRange');
}

function positiveTo(most: 'maxVelocity') {
  return (axis: PiAxis, value: number): void => {
    if (!(value > 0 && value <= axis[most])) throw new PiRefusal('velocityOutOfLimits');
  };
}

function setParameters(controller: PiController, given: readonly string[]): void {
  if (given.length === 0) throw new PiRefusal('missingParameter');
  if (given.length % 3 !== 0) throw new PiRefusal('parameterCount');
  for (let index = 0; index < given.length; index += 3) {
    const [axisId = '', parameter = '', text = ''] = given.slice(index);
    const axis = axisOf(controller, axisId);
    const id = parameterId(parameter);
    if (axis.parameter(id) === undefined) throw new PiRefusal('unknownParameter');
    axis.setParameter(id, numberOf(text));
  }
}

function setStage(controller: PiController, given: readonly string[]): void {
  const [id = '', stage, ...rest] = given;
  if (stage === undefined) throw new PiRefusal('missingParameter');
  if (rest.length > 0) throw new PiRefusal('parameterCount');
  axisOf(controller, id).stage = stage;
}

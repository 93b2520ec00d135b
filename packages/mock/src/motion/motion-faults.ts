import type { FaultSwitches } from '../faults/catalogue.ts';
import type { Hindrance, MotorAxis } from './motor-axis.ts';

/** What a motion controller does in its own way when something happens to all of it. */
export interface FaultyController {
  /** The emergency stop is pressed, or was released. */
  readonly emergency: (pressed: boolean) => void;
  /** Its power failed for a moment. */
  readonly restart: () => void;
}

/** The faults that every motion controller has. */
export function motionFaults(motors: readonly MotorAxis[], controller: FaultyController): FaultSwitches {
  const hinders = (hindrance: Hindrance) => (active: boolean) => {
    for (const motor of motors) motor.hindrance = active ? hindrance : undefined;
  };
  return {
    'limit-switch': hinders('switch'),
    stall: hinders('stalled'),
    'sensor-stuck': (active) => {
      for (const motor of motors) motor.stuck = active;
    },
    'emergency-stop': controller.emergency,
    'brown-out': (active) => {
      if (active) controller.restart();
    },
  };
}

/** The faults of a controller whose model keeps whether its emergency stop is pressed. */
export function controllerFaults(
  motors: readonly MotorAxis[],
  model: { emergency: boolean; restart(): void },
): FaultSwitches {
  return motionFaults(motors, {
    emergency: (pressed) => {
      model.emergency = pressed;
    },
    restart: () => model.restart(),
  });
}

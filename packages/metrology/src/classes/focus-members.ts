import { AxisMotion, FourwireError, tidy } from '@fourwire/core';
import type { AxisDialect, AxisFaults, Call, ImplementationOf } from '@fourwire/core';
import { notConfirmed } from '../values/faults.ts';
import type { focusDrive } from './focus-drive.ts';

type Implementation = ImplementationOf<typeof focusDrive>;

/** What a family does in its own way; all positions in µm. */
export interface FocusDialect extends Omit<AxisDialect, 'tolerance'> {
  /** The smallest step in µm: a move must end within two of its target. */
  step(): number;
}

const faults: AxisFaults = {
  beyond: (target, { min = -Infinity, max = Infinity }) =>
    new FourwireError(
      'range',
      'focus-limit',
      `position ${tidy(target)} µm refused, allowed ${min} to ${max} µm: the limits set at the drive.`,
    ),
  notArrived: (target, position) =>
    new FourwireError(
      'device',
      'focus-not-arrived',
      `The focus was sent to ${tidy(target)} µm and stands at ${tidy(position)} µm: a limit switch, an obstacle or its handwheel stopped it.`,
      { details: { target, position } },
    ),
  notHalted: () => notConfirmed('The focus was told to halt, but goes on moving.'),
};

/** The members that every focus has, from what its family does in its own way. */
export function focusMembers(
  dialect: FocusDialect,
): Pick<Implementation, 'position' | 'moving' | 'moveTo' | 'moveBy' | 'halt'> {
  const motion = new AxisMotion({ ...dialect, tolerance: () => 2 * dialect.step() }, faults);
  const stop = async (call: Call): Promise<boolean> => motion.stop(call);
  return {
    position: { read: async (call) => dialect.position(call) },
    moving: { read: async (call) => dialect.moving(call) },
    moveTo: { run: async ({ position }, operation) => motion.move(position, operation), stop },
    moveBy: { run: async ({ distance }, operation) => motion.moveBy(distance, operation), stop },
    halt: {
      run: async (_input, operation) => {
        await motion.halt(operation);
      },
    },
  };
}

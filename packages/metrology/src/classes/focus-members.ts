import { FourwireError } from '@fourwire/core';
import type { Call, Clock, ImplementationOf, Limits, OperationContext } from '@fourwire/core';
import { tidy } from '../values/decimal.ts';
import { notConfirmed } from '../values/faults.ts';
import type { focusDrive } from './focus-drive.ts';

type Implementation = ImplementationOf<typeof focusDrive>;

/** What a family does in its own way; all positions in µm. */
export interface FocusDialect {
  readonly clock: Clock;
  position(call: Call): Promise<number>;
  moving(call: Call): Promise<boolean>;
  /** Starts a move; does not wait for its end. */
  start(position: number, call: Call): Promise<void>;
  halt(call: Call): Promise<void>;
  /** The smallest step in µm: how near to its target a move must end. */
  step(): number;
  /** The limits of travel where the drive knows them. */
  limits?(call: Call): Promise<Limits>;
}

/** How often a move is looked at, in ms. */
const lookMs = 50;

/** How long a drive may take to stand after it was told to, in looks. */
const haltLooks = 100;

/** The members that every focus has, from what its family does in its own way. */
export function focusMembers(
  dialect: FocusDialect,
): Pick<Implementation, 'position' | 'moving' | 'moveTo' | 'moveBy' | 'halt'> {
  const { clock } = dialect;

  const move = async (
    target: number,
    operation: OperationContext<{ readonly position: number }>,
  ): Promise<{ readonly position: number }> => {
    await checkTravel(dialect, target, operation);
    await dialect.start(target, operation);
    do {
      await clock.sleep(lookMs, operation.signal);
      operation.progress({ position: await dialect.position(operation) });
    } while (await dialect.moving(operation));
    const position = await dialect.position(operation);
    if (Math.abs(position - target) <= 2 * dialect.step()) return { position };
    throw new FourwireError(
      'device',
      'focus-not-arrived',
      `The focus was sent to ${tidy(target)} µm and stands at ${tidy(position)} µm: a limit switch, an obstacle or its handwheel stopped it.`,
      { details: { target, position } },
    );
  };

  const untilStanding = async (call: Call): Promise<boolean> => {
    for (let looks = 0; looks < haltLooks; looks++) {
      if (!(await dialect.moving(call))) return true;
      await clock.sleep(lookMs, call.signal);
    }
    return false;
  };

  const stop = async (call: Call): Promise<boolean> => {
    await dialect.halt(call);
    return untilStanding(call);
  };

  return {
    position: { read: async (call) => dialect.position(call) },
    moving: { read: async (call) => dialect.moving(call) },
    moveTo: { run: async ({ position }, operation) => move(position, operation), stop },
    moveBy: {
      run: async ({ distance }, operation) => move((await dialect.position(operation)) + distance, operation),
      stop,
    },
    halt: {
      run: async (_input, operation) => {
        if (!(await stop(operation))) throw notConfirmed('The focus was told to halt, but goes on moving.');
      },
    },
  };
}

/** Refuses a move out of the drive's travel before it starts. */
async function checkTravel(dialect: FocusDialect, target: number, call: Call): Promise<void> {
  const { min = -Infinity, max = Infinity } = (await dialect.limits?.(call)) ?? {};
  if (target >= min && target <= max) return;
  throw new FourwireError(
    'range',
    'focus-limit',
    `position ${tidy(target)} µm refused, allowed ${min} to ${max} µm: the limits set at the drive.`,
  );
}

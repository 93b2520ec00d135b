import type { FourwireError } from '../errors/fourwire-error.ts';
import type { Call, OperationContext } from '../model/implementation.ts';
import type { Clock } from '../time/clock.ts';
import type { Limits } from '../values/schemas.ts';

/** What a family of motorised axes does in its own way; all positions in one unit. */
export interface AxisDialect {
  readonly clock: Clock;
  position(call: Call): Promise<number>;
  moving(call: Call): Promise<boolean>;
  /** Starts a move; does not wait for its end. */
  start(position: number, call: Call): Promise<void>;
  /** Tells the axis to slow down and stand; does not wait until it does. */
  halt(call: Call): Promise<void>;
  /** How near to its target a move must end. */
  tolerance(): number;
  /** The limits of travel where they are known. */
  limits?(call: Call): Promise<Limits>;
  /** How often a move is looked at, in ms; 50 unless given. */
  readonly lookMs?: number;
}

/** What goes wrong with a move, in the words of the class. */
export interface AxisFaults {
  /** The target is out of travel; nothing was sent. */
  beyond(target: number, limits: Limits): FourwireError;
  /** The axis stands elsewhere. */
  notArrived(target: number, position: number): FourwireError;
  /** The axis was told to halt and goes on. */
  notHalted(): FourwireError;
}

/** Where a move ended, or is. */
export interface AxisPosition {
  readonly position: number;
}

const usualLookMs = 50;

/** How long an axis may take to stand after it was told to, in looks. */
const haltLooks = 100;

/**
 * The moves of one motorised axis, the same for every family: within travel, looked at until they end, believed only
 * where the axis was read back at its target; a stop is believed only when the axis stands.
 */
export class AxisMotion {
  readonly #dialect: AxisDialect;
  readonly #faults: AxisFaults;

  constructor(dialect: AxisDialect, faults: AxisFaults) {
    this.#dialect = dialect;
    this.#faults = faults;
  }

  /** Refuses a target out of travel before anything is sent to move there. */
  async check(target: number, call: Call): Promise<void> {
    const limits = (await this.#dialect.limits?.(call)) ?? {};
    const { min = -Infinity, max = Infinity } = limits;
    if (!(target >= min && target <= max)) throw this.#faults.beyond(target, limits);
  }

  /** Moves to a position and gives where it ended. */
  async move(target: number, operation: OperationContext<AxisPosition>): Promise<AxisPosition> {
    await this.check(target, operation);
    await this.#dialect.start(target, operation);
    return this.arrive(target, operation);
  }

  /** Moves by a distance from where the axis is. */
  async moveBy(distance: number, operation: OperationContext<AxisPosition>): Promise<AxisPosition> {
    return this.move((await this.#dialect.position(operation)) + distance, operation);
  }

  /** Waits for the end of a move that was started, and reads back whether it is where it should be. */
  async arrive(target: number, operation: OperationContext<AxisPosition>): Promise<AxisPosition> {
    await this.untilStill(operation);
    const position = await this.#dialect.position(operation);
    if (Math.abs(position - target) <= this.#dialect.tolerance()) return { position };
    throw this.#faults.notArrived(target, position);
  }

  /** Waits, for as long as the caller does, until the axis stands. */
  async untilStill(operation: OperationContext<AxisPosition>): Promise<void> {
    do {
      await this.#pause(operation);
      operation.progress({ position: await this.#dialect.position(operation) });
    } while (await this.#dialect.moving(operation));
  }

  /** Tells the axis to stand; true once it was seen standing. */
  async stop(call: Call): Promise<boolean> {
    await this.#dialect.halt(call);
    return this.standsSoon(call);
  }

  /** As {@link stop}, but an axis that goes on is an error. */
  async halt(call: Call): Promise<void> {
    if (!(await this.stop(call))) throw this.#faults.notHalted();
  }

  /** Whether the axis comes to a stand within the time that slowing down takes. */
  async standsSoon(call: Call): Promise<boolean> {
    for (let looks = 0; looks < haltLooks; looks++) {
      if (!(await this.#dialect.moving(call))) return true;
      await this.#pause(call);
    }
    return false;
  }

  async #pause({ signal }: Call): Promise<void> {
    const { clock, lookMs = usualLookMs } = this.#dialect;
    await clock.sleep(lookMs, signal);
  }
}

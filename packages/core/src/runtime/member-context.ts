import type { Observable } from 'rxjs';
import type { Activity, StopReport } from '../model/device.ts';
import type { Clock } from '../time/clock.ts';
import type { Limits } from '../values/schemas.ts';
import type { FourwireError } from '../errors/fourwire-error.ts';
import type { PendingWrites } from './pending-writes.ts';

/** A command that is about to run, for rules that may have to end it. */
export interface IntendedRun {
  /** Ends it because of `error`, which whoever awaits it then gets; reports how. Never rejects. */
  end(error: FourwireError): Promise<StopReport>;
  /** Waits until it has ended, however. */
  ended(): Promise<void>;
}

/** Something that is about to be done to a device; a bench's rules look at it first. */
export type Intent =
  | {
      readonly path: string;
      readonly kind: 'write';
      /** The value to be written. */
      readonly value: unknown;
    }
  | {
      readonly path: string;
      readonly kind: 'command';
      /** The command's input. */
      readonly value: unknown;
      readonly run: IntendedRun;
    };

/** Refuses an intent by throwing an error of kind `interlock`. */
export type Guard = (intent: Intent) => void | Promise<void>;

/** Whether the device can be asked, and if not, why. */
export type Reachability = { readonly ok: true } | { readonly ok: false; readonly error: FourwireError };

/** What the members of one device share. */
export interface MemberContext {
  readonly clock: Clock;
  readonly reachable$: Observable<Reachability>;
  readonly guard: Guard | undefined;
  /** The user's own limits by path below the device, for example `setpoint` or `humidity/setpoint`. */
  readonly userLimits: Readonly<Record<string, Limits>>;
  /** The writes under way. */
  readonly writes: PendingWrites;
  record(activity: Activity): void;
  /** Why no member can be used now: the device is closed, or was refused. A lost link is waited for instead. */
  refusal(): FourwireError | undefined;
}

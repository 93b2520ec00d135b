import type { Observable } from 'rxjs';
import type { FourwireError } from '../errors/fourwire-error.ts';
import type { Instant } from '../time/clock.ts';
import type { Duration } from '../time/duration.ts';
import type { Limits } from '../values/schemas.ts';
import type { DeviceDescription } from './description.ts';
import type { StopMode } from './members.ts';

/** What every call may carry. */
export interface Options {
  /** Cancels the call; it then rejects with kind `aborted` and the wire is brought back in step. */
  readonly signal?: AbortSignal;
  /** The longest the whole call may take, waiting for its turn included. */
  readonly timeout?: Duration;
}

/** A value as it was read, with the time and how far to trust it. */
export type Reading<T> =
  /** Read from the device without complaint. */
  | { readonly quality: 'good'; readonly value: T; readonly at: Instant; readonly error?: undefined }
  /** The last good value, but the device could not be asked again since: see `error`. */
  | { readonly quality: 'stale'; readonly value: T; readonly at: Instant; readonly error: FourwireError }
  /** No value to be trusted: the device reports a fault, or was never read. */
  | {
      readonly quality: 'bad';
      readonly value: undefined;
      readonly at: Instant;
      readonly error: FourwireError;
    };

/** Whether a write would be accepted, and if not, why. */
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** A value of a device that can be read. */
export interface Readable<T> {
  /** Where it is: `bench/oven/temperature`. */
  readonly path: string;
  /** The last reading; never touches the wire. */
  readonly last: Reading<T> | undefined;
  /**
   * Asks the device; always touches the wire.
   *
   * @throws FourwireError of kind `link`, `timeout`, `protocol`, `device` or `aborted`.
   */
  read(options?: Options): Promise<T>;
  /**
   * Readings as they come: one poll shared by all subscribers, which starts with the first and ends with the last
   * of them. Replays the last reading. Never errors: a fault is a reading with a quality.
   */
  readonly value$: Observable<Reading<T>>;
}

/** A value of a device that can be read and written. */
export interface Writable<T> extends Readable<T> {
  /** The range allowed now: the class's, the device's own and the user's, whichever is narrowest. */
  readonly limits: Limits;
  /** Whether {@link write} would be refused, and why; sends nothing. */
  check(value: T): Verdict;
  /**
   * Writes the value. What the resolved promise means is `confirm` in the description: accepted, or read back.
   *
   * @throws FourwireError of kind `range` before a byte is sent when {@link check} refuses; `device`, code
   * `not-confirmed`, when the device gives another value back; otherwise as {@link Readable.read}.
   */
  write(value: T, options?: Options): Promise<void>;
}

/** What became of a request to stop. */
export interface StopReport {
  readonly mode: StopMode;
  /**
   * `stopped`: the device stands, read back. `not-confirmed`: it was told to, but did not confirm.
   * `finished`: it came to its own end first.
   */
  readonly outcome: 'stopped' | 'not-confirmed' | 'finished';
  /** More in words, where there is more to say. */
  readonly text?: string;
}

/**
 * A command under way. Await it for its output. It rejects with kind `aborted` when it is stopped or cancelled, and
 * with kind `timeout` when it takes longer than its call allows; both stop the machine as the description says, and
 * `details.stop` of the error is the {@link StopReport}. A command that cannot be stopped is waited for instead.
 *
 * An operation may be left alone: one that fails while nobody awaits it is no unhandled rejection. Its failure is in
 * {@link Device.activity$}, and whoever awaits it later still gets it.
 */
export interface Operation<Output, Progress = undefined> extends PromiseLike<Output> {
  /** What the command reports while it runs; completes when it ends, however it ends. */
  readonly progress$: Observable<Progress>;
  /**
   * Stops it as its description says, and reports what was read back; a second call gives the same report. Waits for
   * the end of a command that cannot be stopped. Never rejects.
   */
  stop(reason?: string): Promise<StopReport>;
}

/** A command of a device. Calls on one device run one after the other. */
export type Command<Input, Output, Progress = undefined> = [Input] extends [undefined]
  ? (options?: Options) => Operation<Output, Progress>
  : (input: Input, options?: Options) => Operation<Output, Progress>;

/** Something that happened at a device. */
export interface Occurrence<T> {
  readonly value: T;
  readonly at: Instant;
}

/** Who made the device, and which one it is. */
export interface Identity {
  readonly manufacturer: string;
  readonly model: string;
  readonly serialNumber: string;
  readonly firmware: string;
}

/** The state of the connection to a device. */
export type Lifecycle = 'closed' | 'opening' | 'ready' | 'lost' | 'closing';

/** How a device is, in the numeric bands of SECoP: 0 disabled, 100 idle, 200 warning, 300 busy, 400 error. */
export interface Status {
  readonly code: number;
  readonly text: string;
}

/** One chunk of bytes on the wire. */
export interface TraceEntry {
  readonly at: Instant;
  readonly direction: 'sent' | 'received';
  readonly bytes: Uint8Array;
}

/** What was done to a device through this object: for journals. */
export type Activity =
  | {
      readonly type: 'write';
      readonly at: Instant;
      readonly path: string;
      readonly value: unknown;
      readonly error?: FourwireError;
    }
  | {
      readonly type: 'command';
      readonly at: Instant;
      readonly path: string;
      readonly phase: 'started' | 'finished' | 'stopped' | 'failed';
      readonly input?: unknown;
      readonly output?: unknown;
      readonly error?: FourwireError;
    }
  | { readonly type: 'safe'; readonly at: Instant; readonly path: string; readonly report: SafeReport }
  | {
      /** The link came back: what the hazardous members were found at, read anew. */
      readonly type: 'returned';
      readonly at: Instant;
      readonly path: string;
      readonly members: readonly SafeMember[];
    };

/** What {@link Device.safe} did to one hazardous member. */
export interface SafeMember {
  readonly path: string;
  /** The values that count as safe. */
  readonly wanted: readonly unknown[];
  /** What was read back, if anything. */
  readonly value: unknown;
  readonly outcome: 'confirmed' | 'not-confirmed';
  readonly error?: FourwireError;
}

/** What {@link Device.safe} did about one command that was waiting or running. */
export interface StoppedCommand extends StopReport {
  readonly path: string;
}

/** What {@link Device.safe} found and did. */
export interface SafeReport {
  readonly path: string;
  readonly reason: string;
  readonly at: Instant;
  /** True when every hazardous member was read back at a safe value, and no command may still be going on. */
  readonly ok: boolean;
  readonly members: readonly SafeMember[];
  /** The commands that it ended. One that cannot be stopped goes on, and is told as `not-confirmed`. */
  readonly commands: readonly StoppedCommand[];
}

/** What every device is. */
export interface Device extends AsyncDisposable {
  /** Its name on the bench, for example `bench/oven`. */
  readonly path: string;
  /** What it has, as JSON. */
  readonly description: DeviceDescription;
  /** Manufacturer, model, serial number and firmware, as the device itself says. */
  readonly identity$: Observable<Identity>;
  readonly lifecycle$: Observable<Lifecycle>;
  readonly status$: Observable<Status>;
  /** Every write, command and safe call, for journals. */
  readonly activity$: Observable<Activity>;
  /** Every exchange with the device, with time and bytes. */
  readonly trace$: Observable<TraceEntry>;
  /**
   * Opens and identifies the device; does nothing when it is open. A device that was closed can be opened again and
   * keeps its members.
   */
  open(options?: Options): Promise<void>;
  /**
   * Closes the device and leaves it as it is; running commands are stopped first, those that cannot be stopped are
   * waited for, but no longer than `timeout`. It is closed afterwards also when this rejects.
   */
  close(options?: Options): Promise<void>;
  /**
   * Ends what is running and brings every hazardous member to its safe value, ahead of everything that waits for
   * the wire. Never rejects: the report says what was read back. `timeout` limits all of it together.
   */
  safe(reason: string, options?: Options): Promise<SafeReport>;
}

/** A part of a device. */
export interface Part {
  readonly path: string;
}

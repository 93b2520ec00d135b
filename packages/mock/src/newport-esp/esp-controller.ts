import type { Clock, Random } from '@fourwire/core';
import { EspAxis } from './esp-axis.ts';

/** General errors (sheet newport-esp.md, section 4). */
export const espErrors = {
  emergencyStop: 4,
  commandUnknown: 6,
  parameterRange: 7,
  axisNumber: 9,
  notAllowed: 27,
  axisMissing: 37,
  parameterMissing: 38,
} as const;

/** Errors of an axis, to which its number is put in front. */
export const espAxisErrors = {
  parameterRange: 1,
  followingError: 3,
  hardwareLimitHigh: 4,
  hardwareLimitLow: 5,
  softwareLimitHigh: 6,
  softwareLimitLow: 7,
  feedbackFault: 9,
  maxVelocity: 10,
  maxAcceleration: 11,
  motorOff: 13,
  homingAborted: 20,
  homing: 30,
} as const;

/** What an error is called. Unconfirmed: all but MOTOR NOT ENABLED. */
const texts: Readonly<Record<number, string>> = {
  0: 'NO ERROR DETECTED',
  4: 'EMERGENCY STOP ACTIVATED',
  6: 'COMMAND DOES NOT EXIST',
  7: 'PARAMETER OUT OF RANGE',
  9: 'AXIS NUMBER OUT OF RANGE',
  27: 'COMMAND NOT ALLOWED',
  37: 'AXIS NUMBER MISSING',
  38: 'COMMAND PARAMETER MISSING',
  101: 'PARAMETER OUT OF RANGE',
  103: 'FOLLOWING ERROR THRESHOLD EXCEEDED',
  104: 'POSITIVE HARDWARE LIMIT DETECTED',
  105: 'NEGATIVE HARDWARE LIMIT DETECTED',
  106: 'POSITIVE SOFTWARE LIMIT DETECTED',
  107: 'NEGATIVE SOFTWARE LIMIT DETECTED',
  109: 'FEEDBACK SIGNAL FAULT DETECTED',
  110: 'MAXIMUM VELOCITY EXCEEDED',
  111: 'MAXIMUM ACCELERATION EXCEEDED',
  113: 'MOTOR NOT ENABLED',
  120: 'HOMING ABORTED',
  130: 'COMMAND NOT ALLOWED DURING HOMING',
};

/** So many errors are kept. Unconfirmed. */
const longestQueue = 10;

/** After a hardware limit it does not answer for so long, in ms (sheet, section 6: 2 to 5 s). */
const limitSilenceMs = 2500;

/** Milliseconds of a tick of the time stamps. Unconfirmed. */
const tickMs = 0.4;

/** Thrown by a command that is not carried out; its number goes into the queue of errors. */
export class EspRefusal extends Error {
  readonly code: number;

  constructor(error: keyof typeof espErrors) {
    super(error);
    this.code = espErrors[error];
  }
}

/** Thrown by a command that an axis does not carry out. */
export class EspAxisRefusal extends Error {
  readonly error: keyof typeof espAxisErrors;

  constructor(error: keyof typeof espAxisErrors) {
    super(error);
    this.error = error;
  }
}

/** An ESP controller, its axes and its queue of errors. */
export class EspController {
  readonly axes: readonly EspAxis[];
  readonly #clock: Clock;
  readonly #queue: { readonly code: number; readonly ticks: number }[] = [];
  #pressed = false;
  #silentUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, random: Random, axes: number) {
    this.#clock = clock;
    this.axes = Array.from(
      { length: axes },
      (_, index) => new EspAxis(clock, random.fork(`axis/${index + 1}`)),
    );
    this.axes.forEach((axis, index) => axis.controlled.ended.listen(() => this.#ended(axis, index + 1)));
  }

  /** Whether it answers nothing, because it looks after a limit that was hit. */
  get silent(): boolean {
    return this.#clock.monotonic() < this.#silentUntil;
  }

  get emergency(): boolean {
    return this.#pressed;
  }

  /** The emergency stop is pressed: motors go off. */
  set emergency(pressed: boolean) {
    if (pressed && !this.#pressed) {
      this.abort();
      this.fail(espErrors.emergencyStop);
    }
    this.#pressed = pressed;
  }

  /** Keeps an error; when there is no room for it, it is lost. */
  fail(code: number): void {
    if (this.#queue.length < longestQueue)
      this.#queue.push({ code, ticks: Math.round(this.#clock.monotonic() / tickMs) });
  }

  /** Fills the queue: what goes wrong from now on is lost until somebody takes something out. */
  overflow(): void {
    while (this.#queue.length < longestQueue) this.fail(espErrors.parameterRange);
  }

  failAxis(number: number, error: keyof typeof espAxisErrors): void {
    this.fail(100 * number + espAxisErrors[error]);
  }

  /** The oldest error, which is then forgotten. */
  popError(): { readonly code: number; readonly ticks: number; readonly text: string } {
    const { code, ticks } = this.#queue.shift() ?? {
      code: 0,
      ticks: Math.round(this.#clock.monotonic() / tickMs),
    };
    return { code, ticks, text: texts[code < 100 ? code : 100 + (code % 100)] ?? 'ERROR' };
  }

  /** Stops everything at once, and takes the current from the motors. */
  abort(): void {
    for (const { controlled } of this.axes) {
      controlled.halt();
      controlled.enabled = false;
    }
  }

  restart(): void {
    for (const axis of this.axes) axis.restart();
    this.#queue.length = 0;
    this.#silentUntil = Number.NEGATIVE_INFINITY;
  }

  #ended({ controlled }: EspAxis, number: number): void {
    const { lastEnd, motor, referenced } = controlled;
    if (lastEnd === 'stalled') {
      controlled.enabled = false;
      this.failAxis(number, 'followingError');
    } else if (lastEnd === 'switch') {
      this.failAxis(number, motor.way > 0 ? 'hardwareLimitHigh' : 'hardwareLimitLow');
      if (!referenced) this.failAxis(number, 'homingAborted');
      this.#silentUntil = this.#clock.monotonic() + limitSilenceMs;
    }
  }
}

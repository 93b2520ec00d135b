import type { Clock, Random } from '@fourwire/core';
import { PiAxis } from './pi-axis.ts';

/** Error numbers (sheet pi-gcs.md, section 4). */
export const piErrors = {
  parameterSyntax: 1,
  unknownCommand: 2,
  commandTooLong: 3,
  notMovable: 5,
  outOfLimits: 7,
  velocityOutOfLimits: 8,
  stopped: 10,
  invalidAxis: 15,
  outOfRange: 17,
  parameterCount: 24,
  invalidNumber: 25,
  missingParameter: 26,
  notAllowedForStage: 34,
  referencingFailed: 45,
  moveInProgress: 53,
  unknownParameter: 54,
  initialising: 63,
  onLimitSwitch: 216,
  emergencyStop: 500,
  emergencyStopWas: 501,
  sensorInvalid: 505,
  unknown: 555,
  motionError: 1024,
} as const;

/** Thrown by a command that is not carried out; `ERR?` gives its number. */
export class PiRefusal extends Error {
  readonly code: number;

  constructor(error: keyof typeof piErrors) {
    super(error);
    this.code = piErrors[error];
  }
}

/** A PI controller and its axes. The last error is kept until somebody asks for it, whoever that is. */
export class PiController {
  readonly axes: readonly PiAxis[];
  error = 0;
  #pressed = false;

  constructor(clock: Clock, random: Random, ids: readonly string[]) {
    this.axes = ids.map((id) => new PiAxis(clock, random.fork(`axis/${id}`), id));
    for (const axis of this.axes) axis.controlled.ended.listen(() => this.#ended(axis));
  }

  /** The emergency stop is pressed; servos go off with it. */
  get emergency(): boolean {
    return this.#pressed;
  }

  set emergency(pressed: boolean) {
    if (pressed === this.#pressed) return;
    this.#pressed = pressed;
    this.error = pressed ? piErrors.emergencyStop : piErrors.emergencyStopWas;
    if (pressed) for (const axis of this.axes) axis.servo = false;
  }

  /** The sensors give a valid signal; without one no servo stays on. */
  set sensorsValid(valid: boolean) {
    for (const axis of this.axes) {
      axis.sensorValid = valid;
      if (!valid) axis.servo = false;
    }
    if (!valid) this.error = piErrors.sensorInvalid;
  }

  get referencing(): boolean {
    return this.axes.some(({ controlled }) => controlled.run === 'reference');
  }

  /** Stops axes; that is an error, too. */
  stop(axes: readonly PiAxis[], how: 'brake' | 'at once'): void {
    for (const { controlled } of axes) {
      if (how === 'brake') controlled.stop();
      else controlled.halt();
    }
    this.error = piErrors.stopped;
  }

  /** Throws unless an axis may be moved. */
  requireMovable(axis: PiAxis): void {
    if (this.#pressed) throw new PiRefusal('emergencyStop');
    if (!axis.sensorValid) throw new PiRefusal('sensorInvalid');
    if (!axis.servo) throw new PiRefusal('notMovable');
  }

  restart(): void {
    for (const axis of this.axes) axis.restart();
    this.error = 0;
  }

  #ended(axis: PiAxis): void {
    const { lastEnd, referenced } = axis.controlled;
    if (lastEnd === 'stalled') {
      // The position error was too great: the servo has gone off by itself.
      axis.servo = false;
      this.error = piErrors.motionError;
    } else if (lastEnd === 'switch') {
      this.error = referenced ? piErrors.onLimitSwitch : piErrors.referencingFailed;
    }
  }
}

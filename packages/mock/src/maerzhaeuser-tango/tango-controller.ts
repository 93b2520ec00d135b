import type { Clock, Random } from '@fourwire/core';
import { Signal } from '../measuring/signal.ts';
import { switchedOn, tangoAxes, tangoLetters } from './tango-axes.ts';
import type { TangoAxis, TangoLetter } from './tango-axes.ts';

/** What a TANGO refuses a command with (sheet tango-prior.md, A4). */
export const tangoErrors = {
  noAxis: 1,
  notExecutable: 2,
  lineTooLong: 3,
  invalidInstruction: 4,
  outOfRange: 5,
  parameterCount: 6,
  markMissing: 7,
  joystickOn: 11,
  limitSwitch: 12,
  moveNotAllowed: 22,
  emergencyStop: 27,
  outsideLimit: 32,
} as const;

/** Thrown by a command that is not carried out; `?err` gives its number. */
export class TangoRefusal extends Error {
  readonly code: number;

  constructor(error: keyof typeof tangoErrors) {
    super(error);
    this.code = tangoErrors[error];
  }
}

/** A TANGO with a stage and a focus. */
export class TangoController {
  readonly axes: Readonly<Record<TangoLetter, TangoAxis>>;
  /** A move of some axes ended; with autostatus on it says so. */
  readonly moveEnded = new Signal();
  /** The unit of lengths when the power comes on. */
  readonly dimension: number;
  /** What `?err` gives. */
  error = 0;
  autostatus = true;
  joystick = false;
  #emergency = false;
  #reported = true;

  constructor(clock: Clock, random: Random, dimension: number) {
    this.dimension = dimension;
    this.axes = tangoAxes(clock, random, dimension);
    for (const { motor } of Object.values(this.axes)) motor.arrived.listen(() => this.#ended());
  }

  /** The emergency stop is pressed: what moves stops, and nothing moves. */
  set emergency(pressed: boolean) {
    this.#emergency = pressed;
    if (!pressed) return;
    this.stop();
    this.error = tangoErrors.emergencyStop;
  }

  /** One character for each axis that there is, and for the fourth that is not. */
  get status(): string {
    return `${tangoLetters.map((letter) => statusOf(this.axes[letter], this.joystick)).join('')}-`;
  }

  /** Starts moves, all or none of them; targets are in µm. */
  move(targets: Readonly<Partial<Record<TangoLetter, number>>>): void {
    const moves = tangoLetters.flatMap((letter) => {
      const target = targets[letter];
      return target === undefined ? [] : [{ axis: this.axes[letter], target }];
    });
    this.#requireMovable(moves.map(({ axis }) => axis));
    for (const { axis, target } of moves) {
      const { low, high } = axis.motor.switches;
      if (axis.calibration === 3 && (target < low || target > high)) throw new TangoRefusal('outsideLimit');
    }
    for (const { axis, target } of moves) {
      axis.standing = '@';
      this.#drive(axis, target);
    }
  }

  /** Finds the lower switches (1), where 0 is then, or the upper ones (2). */
  findSwitch(letters: readonly TangoLetter[], which: 1 | 2): void {
    const axes = letters.map((letter) => this.axes[letter]);
    this.#requireMovable(axes);
    for (const axis of axes) {
      axis.seeking = which;
      this.#drive(axis, which === 1 ? -1e9 : 1e9);
    }
  }

  /** Drives axes on and on, at speeds in mm/s; 0 stops one. */
  run(speeds: Readonly<Partial<Record<TangoLetter, number>>>): void {
    const running = tangoLetters.filter((letter) => speeds[letter] !== undefined);
    const starting = running.filter((letter) => speeds[letter] !== 0);
    this.stop(running.filter((letter) => speeds[letter] === 0));
    this.#requireMovable(starting.map((letter) => this.axes[letter]));
    for (const letter of starting) {
      const speed = speeds[letter] ?? 0;
      this.axes[letter].standing = '@';
      this.#drive(this.axes[letter], speed < 0 ? -1e9 : 1e9, Math.abs(speed));
    }
  }

  /** Stops axes. */
  stop(letters: readonly TangoLetter[] = tangoLetters): void {
    for (const letter of letters) {
      this.axes[letter].seeking = 0;
      this.axes[letter].motor.stop();
    }
  }

  /** Switches it off and on: it stands where it stood, and is no longer calibrated. Unconfirmed: what it counts then. */
  restart(): void {
    this.stop();
    for (const axis of Object.values(this.axes))
      Object.assign(axis, switchedOn(this.dimension), { calibration: 0, seeking: 0 });
    this.autostatus = true;
    this.joystick = false;
    this.error = 0;
  }

  #requireMovable(axes: readonly TangoAxis[]): void {
    if (this.#emergency) throw new TangoRefusal('emergencyStop');
    if (this.joystick) throw new TangoRefusal('joystickOn');
    // Unconfirmed: that a second move is refused while the first is under way.
    if (axes.some(({ motor }) => motor.moving)) throw new TangoRefusal('moveNotAllowed');
  }

  #drive(axis: TangoAxis, target: number, speed = axis.speed): void {
    const { motor } = axis;
    this.#reported = false;
    axis.driven = true;
    motor.drive(target, Math.min(speed * 1000, motor.stage.parameters.speed));
  }

  #ended(): void {
    for (const axis of Object.values(this.axes)) {
      if (axis.motor.moving) continue;
      // A search ends at a switch because it is to.
      if (axis.motor.end === 'switch' && axis.seeking === 0 && axis.driven) {
        this.error = tangoErrors.limitSwitch;
        axis.standing = 'S';
      }
      found(axis);
    }
    if (this.#reported || Object.values(this.axes).some(({ motor }) => motor.moving)) return;
    this.#reported = true;
    this.moveEnded.fire();
  }
}

function found(axis: TangoAxis): void {
  const { seeking, motor } = axis;
  axis.driven = false;
  if (seeking === 0) return;
  axis.seeking = 0;
  // Unconfirmed: what it says of a search that found nothing.
  if (motor.end !== 'switch') {
    axis.standing = 'E';
    return;
  }
  axis.calibration |= seeking;
  axis.standing = seeking === 1 ? 'A' : 'D';
  if (seeking === 1) motor.position = 0;
}

function statusOf({ motor, standing }: TangoAxis, joystick: boolean): string {
  if (motor.moving) return 'M';
  if (joystick) return 'J';
  // A switch that was released is no limit any more.
  return standing === 'S' && motor.activeSwitch === undefined ? '@' : standing;
}

import { Signal } from '../measuring/signal.ts';
import { clamp } from '../physics/curves.ts';
import { MotorAxis } from './motor-axis.ts';
import type { MotorAxisOptions, MoveEnd } from './motor-axis.ts';

/** Where a reference run goes: to a limit switch, or to the home switch. */
export type ReferenceMark = 'low' | 'high' | 'home';

/** What a controller has an axis do. */
export type AxisRun = 'move' | 'jog' | 'reference';

/** What an axis of a controller is made from. */
export interface ControlledAxisOptions extends MotorAxisOptions {
  /** Speed in µm/s and acceleration in µm/s² when the power comes on; those of the mechanics unless given. */
  readonly speed?: number;
  readonly acceleration?: number;
  /** Where the home switch is, from where the travel is counted; the low end of the travel unless given. */
  readonly home?: number;
  /** Whether the motor has current when the power comes on; true unless given. */
  readonly enabled?: boolean;
}

/** A run, and what it does at its end. */
interface Run {
  readonly kind: AxisRun;
  readonly target: number;
  readonly speed: number;
  readonly reference?: { readonly mark: ReferenceMark; readonly position: number };
}

/** So near a mark it has been found, in µm. */
const near = 1;

/** Farther than any axis goes, in µm. */
const endless = 1e12;

/**
 * One axis as motion controllers keep it: motor on or off, referenced or not, with a speed and limits of its own. A new
 * run takes the place of the one under way: the axis brakes first. Lengths are in µm.
 */
export class ControlledAxis {
  readonly motor: MotorAxis;
  /** A run has ended, and none takes its place. */
  readonly ended = new Signal();
  enabled: boolean;
  /** Whether it knows where it stands. */
  referenced = false;
  /** In µm/s and µm/s². */
  speed: number;
  acceleration: number;
  /** Where moves may go, as the controller counts; between the switches unless set. */
  softLimits: { readonly low: number; readonly high: number } | undefined;
  /** What it did last, and how that ended. */
  lastRun: AxisRun = 'move';
  lastEnd: MoveEnd = 'target';
  readonly #powerOn: { readonly speed: number; readonly acceleration: number; readonly enabled: boolean };
  readonly #home: number;
  #run: Run | undefined;
  #next: Run | undefined;
  #target = 0;

  constructor(options: ControlledAxisOptions) {
    const { parameters } = options;
    const { speed = parameters.speed, acceleration = parameters.acceleration, enabled = true } = options;
    this.#powerOn = { speed, acceleration, enabled };
    this.speed = speed;
    this.acceleration = acceleration;
    this.enabled = enabled;
    this.#home = options.home ?? parameters.travel[0];
    this.motor = new MotorAxis(options);
    this.motor.position = 0;
    this.motor.arrived.listen(() => this.#arrived());
  }

  /** What the controller counts. */
  get position(): number {
    return this.motor.position;
  }

  /** From now on it counts `position` where it stands. */
  set position(position: number) {
    this.motor.position = position;
    this.#target = position;
  }

  /** What it is doing. */
  get run(): AxisRun | undefined {
    return this.#run?.kind;
  }

  get moving(): boolean {
    return this.#run !== undefined;
  }

  /** Whether a reference run is at its mark already, and only the swing has to die away. */
  get atMark(): boolean {
    const { readout, target } = this.motor.stage;
    return this.run === 'reference' && Math.abs(target - readout) < near;
  }

  /** Where it was sent; where it stands after it was stopped. */
  get target(): number {
    return this.#target;
  }

  /** Where moves may go, as the controller counts. */
  get limits(): { readonly low: number; readonly high: number } {
    const { low, high } = this.motor.switches;
    const soft = this.softLimits;
    return soft === undefined ? { low, high } : soft;
  }

  /** Whether a move may end there. */
  allows(target: number): boolean {
    const { low, high } = this.limits;
    // What was rounded to a step may lie beyond the limit by as much.
    return target >= low - 0.01 && target <= high + 0.01;
  }

  /** Goes to a position, no faster than `speed` where one is given. */
  move(target: number, speed = this.speed): void {
    this.#start({ kind: 'move', target, speed });
    this.#target = target;
  }

  /** Goes on and on, to the limit switch. */
  jog(way: -1 | 1, speed = this.speed): void {
    this.#start({ kind: 'jog', target: way * endless, speed });
  }

  /** Looks for a mark, where it counts `position` from then on; until then it is not referenced. */
  findMark(mark: ReferenceMark, position: number, speed = this.speed): void {
    this.referenced = false;
    const { low, high } = this.motor.switches;
    const home = low - this.motor.stage.parameters.travel[0] + this.#home;
    const target = { low, high, home }[mark];
    this.#start({ kind: 'reference', target, speed, reference: { mark, position } });
  }

  /** Brakes. */
  stop(): void {
    this.#next = undefined;
    this.motor.stop();
  }

  /** Stands still at once. */
  halt(end: MoveEnd = 'stopped'): void {
    this.#next = undefined;
    this.motor.halt(end);
  }

  /** It is referenced where it stands, as after a reference run to the low end of its travel long ago. */
  assumeReferenced(): void {
    this.position = this.motor.position - this.motor.switches.low;
    this.referenced = true;
  }

  /** Switches it off and on: it stands where it stood, and knows nothing of it. */
  restart(): void {
    this.halt();
    this.#run = undefined;
    this.motor.position = 0;
    this.#target = 0;
    this.referenced = false;
    this.softLimits = undefined;
    this.lastEnd = 'target';
    Object.assign(this, this.#powerOn);
  }

  #start(run: Run): void {
    if (this.#run === undefined) {
      this.#begin(run);
      return;
    }
    this.#next = run;
    this.motor.stop();
  }

  #begin(run: Run): void {
    this.#run = run;
    const { speed, acceleration } = this.motor.stage.parameters;
    this.motor.drive(
      run.target,
      clamp(run.speed, speed / 1e6, speed),
      clamp(this.acceleration, acceleration / 1e6, acceleration),
    );
  }

  #arrived(): void {
    const run = this.#run;
    if (run === undefined || this.motor.moving) return;
    const next = this.#next;
    this.#next = undefined;
    this.#run = undefined;
    if (next !== undefined) {
      this.#begin(next);
      return;
    }
    const { end } = this.motor;
    this.lastRun = run.kind;
    this.lastEnd = end;
    const { reference } = run;
    if (reference !== undefined && (end === 'target' || (end === 'switch' && reference.mark !== 'home'))) {
      this.lastEnd = 'target';
      this.position = reference.position;
      this.referenced = true;
    } else if (end !== 'target' && end !== 'stalled') this.#target = this.motor.position;
    this.ended.fire();
  }
}

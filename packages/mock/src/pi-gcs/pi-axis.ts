import type { Clock, Random } from '@fourwire/core';
import { ControlledAxis } from '../motion/controlled-axis.ts';
import { linearStage } from '../motion/stage-mechanics.ts';

/** Travel of the stages, where their reference switch is, and where they stand when the power comes on, in µm. */
const travel = 50_000;
const referenceSwitch = 25_000;
const parked = 15_000;

/** A stage counts as arrived so near its target, in µm. */
const targetWindow = 1;

/** The ids of the parameters that can be read and set (sheet pi-gcs.md, `SPA`). */
export const piParameters = {
  acceleration: 0x0b,
  deceleration: 0x0c,
  countsNumerator: 0x0e,
  countsDenominator: 0x0f,
  maxPosition: 0x15,
  minPosition: 0x30,
  maxVelocity: 0x49,
  maxAcceleration: 0x4a,
  maxDeceleration: 0x4b,
  referenceVelocity: 0x50,
} as const;

const powerOn: Readonly<Record<number, number>> = {
  [piParameters.countsNumerator]: 10_000,
  [piParameters.countsDenominator]: 1,
  [piParameters.maxVelocity]: 20,
  [piParameters.maxAcceleration]: 100,
  [piParameters.maxDeceleration]: 100,
  [piParameters.referenceVelocity]: 5,
};

/** One axis of a PI controller. Lengths on the wire are in mm. */
export class PiAxis {
  readonly controlled: ControlledAxis;
  readonly id: string;
  stage = 'M-414.2DG';
  /** Whether it must be referenced before it moves. */
  referencing = true;
  /** Where `GOH` goes, in µm. */
  home = 0;
  /** The sensor gives a valid signal. */
  sensorValid = true;
  /** Deceleration in mm/s². */
  deceleration = 100;
  readonly #parameters = new Map<number, number>();

  constructor(clock: Clock, random: Random, id: string) {
    this.id = id;
    this.controlled = new ControlledAxis({
      clock,
      random,
      parameters: linearStage(travel),
      position: parked,
      home: referenceSwitch,
      speed: 10_000,
      enabled: false,
      closedLoop: true,
    });
    this.#powerOn();
  }

  get servo(): boolean {
    return this.controlled.enabled;
  }

  /** Switches the closed loop; the target is then where it stands. */
  set servo(on: boolean) {
    if (!on) this.controlled.halt();
    this.controlled.enabled = on;
  }

  get onTarget(): boolean {
    const { moving, position, target } = this.controlled;
    return this.servo && !moving && Math.abs(position - target) < targetWindow;
  }

  /** Where it may go, in mm. */
  get limits(): { readonly low: number; readonly high: number } {
    const { low, high } = this.controlled.limits;
    return {
      low: this.#parameters.get(piParameters.minPosition) ?? low / 1000,
      high: this.#parameters.get(piParameters.maxPosition) ?? high / 1000,
    };
  }

  /** The speed that no move exceeds, in mm/s. */
  get maxVelocity(): number {
    return this.#parameters.get(piParameters.maxVelocity) ?? 0;
  }

  /** The 16 bits of the status word (sheet, section 3). */
  statusWord(error: boolean): number {
    const { activeSwitch } = this.controlled.motor;
    return (
      (activeSwitch === 'low' ? 0x0001 : 0) |
      (activeSwitch === 'high' ? 0x0004 : 0) |
      (error ? 0x0100 : 0) |
      (this.servo ? 0x1000 : 0) |
      (this.controlled.moving ? 0x2000 : 0) |
      (this.controlled.run === 'reference' ? 0x4000 : 0) |
      (this.onTarget ? 0x8000 : 0)
    );
  }

  /** Begins a reference run: to the reference switch, or to a limit switch. */
  reference(mark: 'home' | 'low' | 'high'): void {
    const count = { home: referenceSwitch, low: 0, high: travel }[mark];
    const speed = (this.#parameters.get(piParameters.referenceVelocity) ?? 0) * 1000;
    this.controlled.findMark(mark, count, speed);
  }

  /** A parameter, or undefined for one that it does not have. */
  parameter(id: number): number | undefined {
    switch (id) {
      case piParameters.acceleration:
        return this.controlled.acceleration / 1000;
      case piParameters.deceleration:
        return this.deceleration;
      case piParameters.minPosition:
        return this.limits.low;
      case piParameters.maxPosition:
        return this.limits.high;
      default:
        return this.#parameters.get(id);
    }
  }

  /** Sets a parameter that it has. */
  setParameter(id: number, value: number): void {
    if (id === piParameters.acceleration) this.controlled.acceleration = value * 1000;
    else if (id === piParameters.deceleration) this.deceleration = value;
    else this.#parameters.set(id, value);
  }

  restart(): void {
    this.controlled.restart();
    this.referencing = true;
    this.home = 0;
    this.deceleration = 100;
    this.#parameters.clear();
    this.#powerOn();
  }

  #powerOn(): void {
    for (const [id, value] of Object.entries(powerOn)) this.#parameters.set(Number(id), value);
  }
}

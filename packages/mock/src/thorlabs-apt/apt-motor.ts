import type { Clock, Random } from '@fourwire/core';
import { ControlledAxis } from '../motion/controlled-axis.ts';
import { linearStage } from '../motion/stage-mechanics.ts';

/** Counts of the encoder in a mm: a Z8 actuator. */
export const aptCountsPerMillimetre = 34_554.96;

/** The controller's sampling time, in s. Unconfirmed. */
const samplingTime = 2048 / 6e6;

/** Travel of the actuator, and where it stands when the power comes on, in µm. */
const travel = 25_000;
const parked = 9000;

/** Bits of the status word (sheet thorlabs-apt.md, section 3). */
const statusBits = {
  limitBackward: 0,
  limitForward: 1,
  movingBackward: 4,
  movingForward: 5,
  joggingBackward: 6,
  joggingForward: 7,
  connected: 8,
  homing: 9,
  homed: 10,
  settled: 13,
  motionError: 14,
  interlock: 16,
  encoderFault: 25,
  powerOk: 28,
  active: 29,
  error: 30,
  enabled: 31,
} as const;

/** One channel of an APT controller with an actuator. */
export class AptMotor {
  readonly controlled: ControlledAxis;
  motionError = false;
  encoderFault = false;
  /** The emergency stop is pressed. */
  emergency = false;
  /** How it jogs: mode, step in counts, minimum speed, acceleration and speed as on the wire, stop mode. */
  jog: JogParameters;
  /** In counts. */
  backlash = 0;
  /** Direction, limit switch, speed as on the wire and offset in counts. */
  home = { direction: 2, limitSwitch: 1, speed: 0, offset: 0 };
  /** Hardware behaviour forward and backward, soft limits in counts, and what they do. */
  limitSwitch = { forward: 4, backward: 4, softForward: 0, softBackward: 0, mode: 1 };

  constructor(clock: Clock, random: Random) {
    this.controlled = new ControlledAxis({
      clock,
      random,
      parameters: linearStage(travel, 2600),
      position: parked,
      speed: 2400,
      acceleration: 4000,
      closedLoop: true,
    });
    this.jog = this.#firstJog();
    this.home.speed = this.velocity(1000);
    this.controlled.ended.listen(() => {
      const { lastEnd } = this.controlled;
      this.motionError = lastEnd === 'stalled';
    });
  }

  counts(micrometres: number): number {
    return Math.round((micrometres / 1000) * aptCountsPerMillimetre) + 0;
  }

  length(counts: number): number {
    return (counts / aptCountsPerMillimetre) * 1000;
  }

  /** A speed in µm/s as on the wire. */
  velocity(speed: number): number {
    return Math.round((speed / 1000) * aptCountsPerMillimetre * samplingTime * 65_536);
  }

  speed(velocity: number): number {
    return (velocity / (aptCountsPerMillimetre * samplingTime * 65_536)) * 1000;
  }

  /** An acceleration in µm/s² as on the wire. */
  acceleration(rate: number): number {
    return Math.round((rate / 1000) * aptCountsPerMillimetre * samplingTime ** 2 * 65_536);
  }

  rate(acceleration: number): number {
    return (acceleration / (aptCountsPerMillimetre * samplingTime ** 2 * 65_536)) * 1000;
  }

  /** The speed now, in counts a second. */
  get countsPerSecond(): number {
    return Math.round((this.controlled.motor.stage.speed / 1000) * aptCountsPerMillimetre);
  }

  get status(): number {
    const { controlled } = this;
    const { motor, run, moving, referenced, enabled } = controlled;
    const isBackward = moving && motor.way < 0;
    const isForward = moving && motor.way > 0;
    const isJog = run === 'jog';
    const set: readonly [keyof typeof statusBits, boolean][] = [
      ['limitBackward', motor.activeSwitch === 'low'],
      ['limitForward', motor.activeSwitch === 'high'],
      ['movingBackward', isBackward && !isJog],
      ['movingForward', isForward && !isJog],
      ['joggingBackward', isBackward && isJog],
      ['joggingForward', isForward && isJog],
      ['connected', true],
      ['homing', run === 'reference'],
      ['homed', referenced],
      ['settled', !moving],
      ['motionError', this.motionError],
      ['interlock', this.emergency],
      ['encoderFault', this.encoderFault],
      ['powerOk', true],
      ['active', moving],
      ['error', this.motionError || this.encoderFault],
      ['enabled', enabled],
    ];
    return set.reduce((word, [name, on]) => word | (on ? 2 ** statusBits[name] : 0), 0) >>> 0;
  }

  /** Whether it goes where it is sent. */
  get takesMoves(): boolean {
    return this.controlled.enabled && !this.emergency && !this.encoderFault;
  }

  enable(on: boolean): void {
    if (!on) this.controlled.halt();
    this.controlled.enabled = on;
    this.motionError = false;
  }

  restart(): void {
    this.controlled.restart();
    this.motionError = false;
    this.backlash = 0;
    this.jog = this.#firstJog();
  }

  #firstJog(): JogParameters {
    return {
      mode: 2,
      step: this.counts(500),
      minimum: 0,
      acceleration: this.acceleration(4000),
      speed: this.velocity(2400),
      stopMode: 2,
    };
  }
}

/** How a channel jogs. */
export interface JogParameters {
  readonly mode: number;
  readonly step: number;
  readonly minimum: number;
  readonly acceleration: number;
  readonly speed: number;
  readonly stopMode: number;
}

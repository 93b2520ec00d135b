import type { Clock, Random } from '@fourwire/core';
import { ControlledAxis } from '../motion/controlled-axis.ts';
import { linearStage } from '../motion/stage-mechanics.ts';

/** A full step moves the stage by so much, in µm. */
export const smcFullStep = 2.5;

/** Microsteps of a full step. */
const fractions = 256;

/** Counts of the encoder in a µm. */
const encoderCounts = 2;

/** Travel of the stage, and where it stands when the power comes on, in µm. */
const travel = 100_000;
const parked = 40_000;

/** Numbers of the commands in the status (sheet standa-8smc.md, section 2). */
export const smcCommands = {
  move: 1,
  movr: 2,
  left: 3,
  rigt: 4,
  stop: 5,
  home: 6,
  loft: 7,
  sstp: 8,
} as const;

const running = 0x80;
const failed = 0x40;

/** A position as the controller counts it. */
export interface SmcPosition {
  readonly steps: number;
  readonly microsteps: number;
  readonly encoder: number;
}

/** How it moves: speeds in full steps and microsteps a second, rates in full steps a second². */
export interface SmcMoveSettings {
  readonly speed: number;
  readonly microspeed: number;
  readonly acceleration: number;
  readonly deceleration: number;
  readonly antiplay: number;
  readonly microantiplay: number;
}

/** How its motor is powered. */
interface SmcPowerSettings {
  readonly holdCurrent: number;
  readonly reductionDelay: number;
  readonly offDelay: number;
  readonly rampTime: number;
  readonly flags: number;
}

const firstMoveSettings: SmcMoveSettings = {
  speed: 2000,
  microspeed: 0,
  acceleration: 10_000,
  deceleration: 20_000,
  antiplay: 500,
  microantiplay: 0,
};

const firstPowerSettings: SmcPowerSettings = {
  holdCurrent: 50,
  reductionDelay: 1000,
  offDelay: 60,
  rampTime: 500,
  flags: 1,
};

/** The motor of an 8SMC controller with a linear stage. */
export class SmcMotor {
  readonly controlled: ControlledAxis;
  /** A stall or an emergency stop: the motor is off, and nothing moves until it is told to stop. */
  alarm = false;
  emergency = false;
  encoderFailed = false;
  power = firstPowerSettings;
  #moves = firstMoveSettings;
  #command = 0;
  #encoderOffset = 0;

  constructor(clock: Clock, random: Random) {
    this.controlled = new ControlledAxis({
      clock,
      random,
      parameters: linearStage(travel),
      position: parked,
      enabled: false,
    });
    this.moves = firstMoveSettings;
    this.controlled.ended.listen(() => this.#ended());
  }

  get moves(): SmcMoveSettings {
    return this.#moves;
  }

  set moves(settings: SmcMoveSettings) {
    this.#moves = settings;
    this.controlled.speed = (settings.speed + settings.microspeed / fractions) * smcFullStep;
    this.controlled.acceleration = settings.acceleration * smcFullStep;
  }

  get position(): SmcPosition {
    const counted = Math.round((this.controlled.position / smcFullStep) * fractions) + 0;
    const steps = Math.trunc(counted / fractions) + 0;
    return {
      steps,
      microsteps: counted - steps * fractions,
      encoder: Math.round((this.controlled.position - this.#encoderOffset) * encoderCounts) + 0,
    };
  }

  /** Speed now in full steps and microsteps a second. */
  get speed(): { readonly steps: number; readonly microsteps: number } {
    const counted = Math.round((this.controlled.motor.stage.speed / smcFullStep) * fractions);
    const steps = Math.trunc(counted / fractions);
    return { steps: steps + 0, microsteps: counted - steps * fractions + 0 };
  }

  /** What it was told last, whether it still does it, and whether that failed. */
  get commandState(): number {
    return this.#command;
  }

  /** 1 off, 3 normal, 4 reduced. */
  get powerState(): 1 | 3 | 4 {
    if (!this.controlled.enabled) return 1;
    return this.controlled.moving ? 3 : 4;
  }

  length(steps: number, microsteps: number): number {
    return (steps + microsteps / fractions) * smcFullStep;
  }

  /** Counts `position` where it stands; the encoder counts on unless it is given. */
  setPosition(position: number | undefined, encoder: number | undefined): void {
    const { position: before } = this.controlled;
    const here = before - this.#encoderOffset;
    if (position !== undefined) this.controlled.position = position;
    const now = this.controlled.position;
    this.#encoderOffset = now - (encoder === undefined ? here : encoder / encoderCounts);
  }

  move(command: 'move' | 'movr', target: number): void {
    if (this.#begins(command)) this.controlled.move(target);
  }

  jog(command: 'left' | 'rigt'): void {
    if (this.#begins(command)) this.controlled.jog(command === 'left' ? -1 : 1);
  }

  /** Goes to the lower switch. What it counts does not change: that is another command's business. */
  home(): void {
    if (!this.#begins('home')) return;
    this.controlled.findMark('low', this.controlled.motor.switches.low);
  }

  /** Takes up the play of the screw where it stands. */
  loft(): void {
    if (this.#begins('loft')) this.controlled.move(this.controlled.position);
  }

  /** Stops at once, which also ends an alarm whose reason is gone. */
  stop(): void {
    if (!this.emergency) this.alarm = false;
    this.#stops('stop');
    this.controlled.halt();
  }

  stopSoftly(): void {
    this.#stops('sstp');
    this.controlled.stop();
  }

  powerOff(): void {
    this.controlled.halt();
    this.controlled.enabled = false;
  }

  /** All stands, and nothing moves before the alarm is ended. */
  raiseAlarm(): void {
    this.alarm = true;
    this.powerOff();
    this.#command |= failed;
  }

  restart(): void {
    this.controlled.restart();
    this.moves = firstMoveSettings;
    this.power = firstPowerSettings;
    this.alarm = this.emergency;
    this.#command = 0;
    this.#encoderOffset = 0;
  }

  #begins(command: keyof typeof smcCommands): boolean {
    if (this.alarm) {
      this.#command = smcCommands[command] | failed;
      return false;
    }
    this.#command = smcCommands[command] | running;
    this.controlled.enabled = true;
    return true;
  }

  #stops(command: 'stop' | 'sstp'): void {
    this.#command = smcCommands[command] | (this.controlled.moving ? running : 0);
  }

  #ended(): void {
    const { lastEnd } = this.controlled;
    this.#command &= ~running;
    if (lastEnd === 'stalled') this.raiseAlarm();
    // Unconfirmed: that a switch which ends a move counts as its failure.
    else if (lastEnd === 'switch') this.#command |= failed;
  }
}

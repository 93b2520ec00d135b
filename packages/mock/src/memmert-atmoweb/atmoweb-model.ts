import type { Clock, Random } from '@fourwire/core';
import { ChamberController } from '../chamber-controller/chamber-controller.ts';
import type { ChamberControllerOptions } from '../chamber-controller/chamber-controller.ts';
import type { ChamberProgram } from '../chamber-controller/chamber-program.ts';

/** What the chamber does, as `CurOp` tells it. */
export type AtmoWebOperation = 'Idle' | 'Manual' | 'Timer' | 'Program';

/** The chamber around a simulated AtmoWEB. */
export interface AtmoWebModelOptions extends ChamberControllerOptions {
  /** What it was set to at its panel; `Manual` unless given. */
  readonly operation?: Exclude<AtmoWebOperation, 'Program'>;
  /** Whether remote control was enabled in its setup; it was unless given. */
  readonly remote?: boolean;
  /** The programs that it has, by name; one that goes to 60 °C and back unless given. */
  readonly programs?: Readonly<Record<string, Omit<ChamberProgram, 'ended'>>>;
  /** Setpoints that it takes, in °C; -42 to 130 unless given. */
  readonly range?: { readonly low: number; readonly high: number };
}

/** How long a written value takes to show, in ms. Unconfirmed: the sheet says up to some seconds. */
const settingTime = 1000;

/** How long it takes to leave a program, in ms (sheet section 2). */
const leavingTime = 2000;

const cycle: Omit<ChamberProgram, 'ended'> = {
  segments: [
    { temperature: 60, ramp: true, seconds: 1800 },
    { temperature: 60, ramp: false, seconds: 1800 },
    { temperature: 25, ramp: true, seconds: 1800 },
  ],
  end: 'manual',
};

/** A Memmert chamber: the physics, what was set at the panel and over the network, and its programs. */
export class AtmoWebModel {
  readonly controller: ChamberController;
  readonly programs: Readonly<Record<string, Omit<ChamberProgram, 'ended'>>>;
  /** Whether remote control is enabled in the setup. */
  remote: boolean;
  fan = 100;
  flap = 0;
  light = false;
  readonly switches = [false, false, false, false];
  /** Limits of the temperature and humidity alarms. */
  readonly alarms: {
    lowTemperature: number;
    highTemperature: number;
    lowHumidity: number;
    highHumidity: number;
  };
  readonly #clock: Clock;
  #operation: AtmoWebOperation;
  #program: string | undefined;
  #leavesAt = Number.POSITIVE_INFINITY;
  #later: { at: number; run: () => void }[] = [];

  constructor(clock: Clock, random: Random, options: AtmoWebModelOptions = {}) {
    const range = options.range ?? { low: -42, high: 130 };
    this.controller = new ChamberController(clock, random, { outputs: 0, range }, options);
    this.programs = options.programs ?? { CYCLE: cycle };
    this.remote = options.remote ?? true;
    this.#clock = clock;
    this.#operation = options.operation ?? 'Manual';
    this.controller.running = this.#operation !== 'Idle';
    if (this.controller.hasHumidity) this.controller.humiditySetpoint = 50;
    const { low, high } = range;
    this.alarms = { lowTemperature: low, highTemperature: high, lowHumidity: 0, highHumidity: 100 };
  }

  get operation(): AtmoWebOperation {
    return this.#operation;
  }

  /** What an operator chooses at the panel. */
  set operation(operation: AtmoWebOperation) {
    this.advance();
    this.#operation = operation;
    this.#program = undefined;
    this.controller.program.stop();
    this.controller.running = operation !== 'Idle';
  }

  /** Whether a write does anything: remote control is enabled, and the operation is manual. */
  get writable(): boolean {
    return this.remote && this.#operation === 'Manual';
  }

  /** The program that runs. */
  get program(): string | undefined {
    return this.#program;
  }

  /** Sets something a moment later, as the chamber takes its time. */
  set(run: () => void): void {
    this.#later.push({ at: this.#clock.monotonic() + settingTime, run });
  }

  /** Starts a stored program; nothing happens when there is none of that name. */
  startProgram(name: string): void {
    const program = Object.hasOwn(this.programs, name) ? this.programs[name] : undefined;
    if (program === undefined || !this.writable) return;
    this.controller.start({ ...program, ended: () => this.#leave() });
    this.#operation = 'Program';
    this.#program = name;
    this.#leavesAt = Number.POSITIVE_INFINITY;
  }

  exitProgram(): void {
    if (this.remote && this.#operation === 'Program') this.#leavesAt = this.#clock.monotonic() + leavingTime;
  }

  /** Goes to the time of the clock. */
  advance(): void {
    this.controller.advance();
    const now = this.#clock.monotonic();
    const due = this.#later.filter(({ at }) => at <= now);
    this.#later = this.#later.filter(({ at }) => at > now);
    for (const { run } of due) run();
    if (now < this.#leavesAt) return;
    this.controller.program.stop();
    this.#leave();
  }

  #leave(): void {
    this.#leavesAt = Number.POSITIVE_INFINITY;
    this.#operation = 'Manual';
    this.#program = undefined;
    this.controller.running = true;
  }
}

import type { Clock, Random } from '@fourwire/core';
import type { ChamberHumidityParameters } from '../physics/chamber-humidity.ts';
import { ProgramRunner } from '../chamber-controller/program-runner.ts';
import { ChamberModel } from '../physics/chamber-model.ts';
import { benchChamber } from '../physics/chamber-parameters.ts';
import type { ChamberParameters } from '../physics/chamber-parameters.ts';
import { advanceSampled } from '../physics/sampled.ts';
import { ElapsedTime } from '../simulator.ts';
import { f4tCodes as codes } from './f4t-codes.ts';
import { chamberProgram, stepPlaces } from './f4t-profile.ts';
import type { F4tStep } from './f4t-profile.ts';
import { F4tProfiles } from './f4t-profiles.ts';

/**
 * What the chamber's builder wired as its power switch: the control mode of loop 1 (or of the cascade), an event output
 * (1 to 8; TestEquity uses 1), or a function key that toggles (1 to 4; ESPEC uses 1).
 */
export type F4tPower = 'control-mode' | { readonly event: number } | { readonly key: number };

/** The chamber around a simulated F4T. */
export interface F4tModelOptions {
  /** The control mode unless given. */
  readonly power?: F4tPower;
  /** Whether loop 2 controls humidity. */
  readonly humidity?: boolean;
  /** Whether cascade 1 controls the product's temperature. */
  readonly cascade?: boolean;
  /** What differs from the bench chamber. */
  readonly parameters?: Partial<ChamberParameters>;
  /** What differs from the common climate chamber. */
  readonly humidityParameters?: Partial<ChamberHumidityParameters>;
}

/** What is set on one loop. Temperatures in °C, humidity in %RH. */
export interface F4tLoop {
  auto: boolean;
  setpoint: number;
  minimum: number;
  maximum: number;
}

/** When the setpoint ramps, and how fast. */
export interface F4tRamp {
  /** From the air's temperature when control starts, from the old setpoint when a new one is written, or both. */
  action: 'off' | 'start' | 'change' | 'both';
  scale: 'minutes' | 'hours';
  /** K per {@link scale}. */
  rate: number;
}

/** The over-temperature alarm, number 1. */
export interface F4tHighAlarm {
  /** °C above which it goes off. */
  high: number;
  /** K below {@link high} at which it ends, unless it latches. */
  hysteresis: number;
  latching: boolean;
}

/**
 * A chamber under an F4T: the physics, what was set, and what went wrong. It advances by itself, whenever it is looked
 * at, to the time of its clock.
 */
export class F4tModel {
  readonly temperature: F4tLoop;
  readonly humidity: F4tLoop | undefined;
  readonly cascade: (F4tLoop & { simple: boolean }) | undefined;
  readonly ramp: F4tRamp = { action: 'off', scale: 'minutes', rate: 0 };
  readonly highAlarm: F4tHighAlarm;
  /** Event outputs 1 to 8. */
  readonly events: boolean[] = Array.from({ length: 8 }, () => false);
  /** Function keys 1 to 4. */
  readonly keys: boolean[] = Array.from({ length: 4 }, () => false);
  readonly profiles = new F4tProfiles();
  readonly program = new ProgramRunner((events) => {
    for (const [index, on] of events.entries()) this.events[index] = on;
  });
  /** The profile that runs, or ran last. */
  runningProfile = 0;
  readonly #chamber: ChamberModel;
  readonly #elapsed: ElapsedTime;
  readonly #power: F4tPower;
  readonly #heaterPower: number;
  #ramping = false;
  /** How the last profile ended. */
  #outcome: number = codes.off;
  #openSensorShows: number | undefined;
  #tooHot = false;

  constructor(clock: Clock, random: Random, options: F4tModelOptions = {}) {
    const parameters = { ...benchChamber, ...options.parameters };
    this.#chamber = new ChamberModel({ random, parameters, humidity: options.humidityParameters ?? {} });
    this.#elapsed = new ElapsedTime(clock);
    this.#power = options.power ?? 'control-mode';
    this.#heaterPower = parameters.heaterPower;
    // Range of the chamber that the bench parameters describe (thermal sheet A1).
    const range = { setpoint: parameters.roomTemperature, minimum: -42, maximum: 130 };
    this.temperature = { ...range, auto: this.#power !== 'control-mode' };
    this.humidity =
      options.humidity === true ? { auto: false, setpoint: 50, minimum: 0, maximum: 100 } : undefined;
    this.cascade = options.cascade === true ? { ...range, auto: false, simple: false } : undefined;
    this.highAlarm = { high: range.maximum + 5, hysteresis: 1, latching: true };
  }

  /** The physics, advanced to now. */
  get chamber(): ChamberModel {
    this.advance();
    return this.#chamber;
  }

  /** Whether heater and compressor may work. */
  get running(): boolean {
    const controls = this.program.active || this.#controlled().auto;
    return this.#powered() && controls && !this.sensorOpen && !this.#tooHot;
  }

  /** What loop 1 measures, in °C. */
  get processValue(): number {
    return this.#openSensorShows ?? this.chamber.reading;
  }

  /** Where the setpoint of the loop, cascade or profile in control has got to, in °C. */
  get workingSetpoint(): number {
    const { workingSetpoint } = this.chamber;
    return this.program.active ? this.program.demand.temperature : workingSetpoint;
  }

  /** Output in % of the heater's power; negative while the chamber cools. */
  get outputPower(): number {
    return Math.max(-100, Math.min(100, (100 * this.chamber.power) / this.#heaterPower));
  }

  /** Whether humidity is being controlled. */
  get humidifying(): boolean {
    return this.running && this.humidity?.auto === true;
  }

  /** Whether the sensor of loop 1 is open. */
  get sensorOpen(): boolean {
    return this.#openSensorShows !== undefined;
  }

  /** Whether the over-temperature alarm is on. It stops heating and cooling until {@link clearAlarms}. */
  get tooHot(): boolean {
    this.advance();
    return this.#tooHot;
  }

  /** Whether the door is open. */
  get doorOpen(): boolean {
    return this.#chamber.doorOpen;
  }

  /** Opens or shuts the door. No register of the sheet shows it; the temperature does. */
  set doorOpen(open: boolean) {
    this.chamber.doorOpen = open;
  }

  /** Whether the compressor has tripped. */
  get compressorTripped(): boolean {
    return this.#chamber.compressor.tripped;
  }

  /** Trips or resets the compressor. No register of the sheet shows it; the temperature does. */
  set compressorTripped(tripped: boolean) {
    this.chamber.compressor.tripped = tripped;
  }

  /** The code of what the profile does, or how the last one ended. */
  get profileState(): number {
    if (!this.program.active) return this.#outcome;
    return this.program.state === 'paused' ? codes.pause : codes.running;
  }

  /** Whether the profile that is edited runs. */
  get isEditLocked(): boolean {
    return this.program.active && this.runningProfile === this.profiles.edited;
  }

  /** Starts a stored profile at a step; false when there is none, or one runs already. */
  startProfile(number: number, step: number): boolean {
    this.advance();
    const profile = this.profiles.get(number);
    const last = profile?.steps.at(-1)?.get(stepPlaces.type);
    if (profile === undefined || this.program.active || step > profile.steps.length || last !== codes.end)
      return false;
    this.runningProfile = number;
    this.program.start(
      chamberProgram(profile, {
        humidity: this.humidity !== undefined,
        events: this.events,
        processValue: () => this.#chamber.reading,
        ended: (end) => this.#profileEnded(end),
      }),
      step - 1,
      {
        temperature: this.#chamber.running ? this.#chamber.workingSetpoint : this.#chamber.air,
        humidity: this.humidity?.setpoint,
        controls: 'air',
      },
    );
    this.#runProfile(0);
    this.#apply();
    return true;
  }

  pauseProfile(): boolean {
    this.advance();
    if (!this.program.active) return false;
    this.program.pause();
    return true;
  }

  resumeProfile(): boolean {
    this.advance();
    if (this.program.state !== 'paused') return false;
    this.program.resume();
    return true;
  }

  /** Ends a profile, if one runs. Unconfirmed: the loops are then in the modes and at the set points that they had before. */
  terminateProfile(): boolean {
    this.advance();
    if (this.program.active) this.#outcome = codes.terminated;
    this.program.stop();
    this.#apply();
    return true;
  }

  /** Switched off and on: settings that the controller keeps in RAM are gone. Unconfirmed: which those are. */
  brownOut(): void {
    this.advance();
    this.temperature.auto = this.#power !== 'control-mode';
    if (this.humidity !== undefined) this.humidity.auto = false;
    if (this.cascade !== undefined) this.cascade.auto = false;
    this.events.fill(false);
    this.keys.fill(false);
    this.ramp.action = 'off';
    this.#ramping = false;
    this.program.stop();
    this.#outcome = codes.off;
  }

  /**
   * Breaks the wire of loop 1's sensor: control stops and alarm 2 shows an error. Unconfirmed: the sheet does not say
   * what the process value reads then; not a number unless `shows` is given in °C.
   */
  openSensor(shows: number = Number.NaN): void {
    this.advance();
    this.#openSensorShows = shows;
  }

  /** Mends the sensor; alarm 2 ends and control goes on. */
  closeSensor(): void {
    this.advance();
    this.#openSensorShows = undefined;
  }

  /** Sets off the over-temperature alarm although nothing is hot, as a failed limiter does. */
  tripOverTemperature(): void {
    this.advance();
    this.#tooHot = true;
  }

  /** What an operator does at the panel: ends a latched alarm, unless its cause is still there. */
  clearAlarms(): void {
    this.#tooHot = this.chamber.air > this.highAlarm.high;
  }

  /** Goes to the time of the clock, with what is set now. */
  advance(): void {
    const seconds = this.#elapsed.take();
    this.#apply();
    advanceSampled(this.#chamber, seconds, (step) => {
      if (this.program.active) this.#runProfile(step);
      this.#watch();
      this.#apply();
    });
  }

  #runProfile(seconds: number): void {
    if (this.program.step(seconds, this.#chamber.air) !== undefined) this.program.finished();
  }

  /** What the end step says becomes of each loop: off, held where the profile brought it, or the user set point. */
  #profileEnded(end: F4tStep | undefined): void {
    this.#outcome = codes.complete;
    const { temperature, humidity } = this.program.demand;
    const loops = [
      [this.temperature, temperature, 0],
      [this.humidity, humidity, 2],
    ] as const;
    for (const [loop, reached, place] of loops) {
      if (loop === undefined) continue;
      const mode = end?.get(stepPlaces.ends + place) ?? codes.user;
      loop.auto = mode !== codes.off;
      if (mode === codes.hold) loop.setpoint = reached ?? loop.setpoint;
    }
  }

  #powered(): boolean {
    if (this.#power === 'control-mode') return true;
    const outputs = 'event' in this.#power ? this.events : this.keys;
    const number = 'event' in this.#power ? this.#power.event : this.#power.key;
    return outputs[number - 1] === true;
  }

  #controlled(): F4tLoop {
    return this.cascade?.auto === true ? this.cascade : this.temperature;
  }

  /** Hands to the physics what is set, and finds out whether that starts a ramp. */
  #apply(): void {
    const { ramp } = this;
    const chamber = this.#chamber;
    const running = this.running;
    const { active, demand } = this.program;
    const setpoint = active ? demand.temperature : this.#controlled().setpoint;
    if (running && !chamber.running) this.#ramping = ramp.action === 'start' || ramp.action === 'both';
    else if (setpoint !== chamber.setpoint)
      this.#ramping = ramp.action === 'change' || ramp.action === 'both';
    if (ramp.action === 'off' || active) this.#ramping = false;
    const perMinute = ramp.scale === 'hours' ? ramp.rate / 60 : ramp.rate;
    chamber.rampRate = this.#ramping ? perMinute : Number.POSITIVE_INFINITY;
    chamber.setpoint = setpoint;
    chamber.running = running;
    chamber.controls = !active && this.cascade?.auto === true && !this.cascade.simple ? 'product' : 'air';
    const humidity = active ? demand.humidity : this.humidity?.setpoint;
    chamber.humidity.setpoint = this.humidifying ? humidity : undefined;
  }

  #watch(): void {
    const { high, hysteresis, latching } = this.highAlarm;
    const { air } = this.#chamber;
    if (air > high) this.#tooHot = true;
    else if (!latching && air < high - hysteresis) this.#tooHot = false;
  }
}

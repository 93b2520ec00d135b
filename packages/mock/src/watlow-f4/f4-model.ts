import type { Clock, Random } from '@fourwire/core';
import { ChamberController } from '../chamber-controller/chamber-controller.ts';
import type { ChamberControllerOptions } from '../chamber-controller/chamber-controller.ts';
import type { ProgramLoop } from '../chamber-controller/chamber-program.ts';
import { PanelClock } from '../chamber-controller/panel-clock.ts';
import { F4Profiles } from './f4-profiles.ts';
import type { F4Scale } from './f4-scale.ts';
import { f4StepTypes, segmentOf } from './f4-step.ts';
import type { F4Step } from './f4-step.ts';

/** The chamber around a simulated F4. */
export interface F4ModelOptions extends ChamberControllerOptions {
  /** The event output that switches the chamber on, 1 to 8, or none; event 1 unless given (TestEquity). */
  readonly powerEvent?: number | 'none';
  /** The event output that switches humidity on; 2 unless given. */
  readonly humidityEvent?: number | 'none';
  /** Decimal places of temperatures, 0 to 3; 1 unless given. */
  readonly decimals?: number;
  /** Decimal places of humidities, 0 to 3; 1 unless given. */
  readonly humidityDecimals?: number;
  /** Unit of temperatures on the wire; °C unless given. */
  readonly temperatureUnit?: F4Scale['unit'];
  /** Band of the guaranteed soak, in K; 3 unless given. */
  readonly soakBand?: number;
}

/** Limits of the TestEquity 107 (sheet, section 8). */
const range = { low: -44, high: 130 };
const alarmHysteresis = 1.7;

/** A chamber under an F4: what its registers are about, in °C, %RH and K. */
export class F4Model {
  readonly controller: ChamberController;
  readonly profiles = new F4Profiles();
  readonly scale: F4Scale;
  readonly humidityRange = { low: 0, high: 100 };
  readonly alarm = { low: range.low - 5, high: range.high + 5, condition: 0 };
  /** Digital inputs 3 and 4, which profiles may wait for. */
  readonly inputs = [false, false];
  /** Registers 1916 to 1921. */
  readonly clock: PanelClock;
  /** The profile that runs, or ran last. */
  runningProfile = 0;
  /** What register 319 holds. */
  humiditySetpoint = 50;
  readonly #powerEvent: number | undefined;
  readonly #humidityEvent: number | undefined;
  readonly #soakBand: number;
  #jumps: readonly { readonly step: number; readonly loop: number }[] = [];

  constructor(clock: Clock, random: Random, options: F4ModelOptions = {}) {
    this.clock = new PanelClock(clock, () => this.controller.behind);
    this.controller = new ChamberController(clock, random, { outputs: 8, range }, options);
    this.#powerEvent = options.powerEvent === 'none' ? undefined : (options.powerEvent ?? 1);
    this.#humidityEvent = options.humidityEvent === 'none' ? undefined : (options.humidityEvent ?? 2);
    this.#soakBand = options.soakBand ?? 3;
    this.scale = {
      decimals: options.decimals ?? 1,
      humidityDecimals: options.humidityDecimals ?? 1,
      unit: options.temperatureUnit ?? 'celsius',
    };
    // The F4 always controls: to its static set point, or by a profile. The event output is the chamber's switch.
    this.controller.running = true;
    this.controller.controls = this.controller.hasProduct ? 'product' : 'air';
    this.controller.enabled = () => this.#event(this.#powerEvent);
  }

  /** Goes to now, and looks at the alarm. */
  advance(): void {
    const { controller, alarm } = this;
    const wanted =
      this.#event(this.#humidityEvent) && this.humiditySetpoint >= this.humidityRange.low
        ? this.humiditySetpoint
        : undefined;
    controller.humiditySetpoint = controller.hasHumidity ? wanted : undefined;
    controller.advance();
    const { air } = controller.chamber;
    if (air > alarm.high) alarm.condition = 2;
    else if (air < alarm.low) alarm.condition = 1;
    else if (air < alarm.high - alarmHysteresis && air > alarm.low + alarmHysteresis) alarm.condition = 0;
  }

  /**
   * Whether a digital input, 1 to 4, is on. Builders connect limit controllers that hold an input on while all is well;
   * here the over-temperature limiter is at 1 and the compressor's switch at 2.
   */
  digitalInput(number: number): boolean {
    if (number === 1) return !this.controller.alarms.includes('over-temperature');
    if (number === 2) return !this.controller.alarms.includes('compressor-tripped');
    return this.inputs[number - 3] === true;
  }

  /** What an analog input, 1 to 3, shows. */
  analog(number: number): number {
    const { chamber } = this.controller;
    if (number === 2) return chamber.relativeHumidity;
    return number === 3 ? chamber.productReading : chamber.reading;
  }

  /** A new static set point; a controller that a profile has switched off controls again. */
  set staticSetpoint(celsius: number) {
    this.advance();
    this.controller.setpoint = celsius;
    if (!this.controller.program.active) this.controller.running = true;
  }

  /** Starts the selected profile at the selected step. */
  startProfile(): boolean {
    const { profiles, controller } = this;
    const steps = profiles.get(profiles.profile)?.steps;
    const number = profiles.profile;
    if (steps === undefined || profiles.step < 1 || profiles.step >= steps.length) return false;
    const end = steps.at(-1);
    const context = {
      now: () => this.clock.now,
      input: (input: number) => this.digitalInput(input),
      analog: (input: number) => this.analog(input),
      soakBand: this.#soakBand,
      humidity: controller.hasHumidity,
    };
    const loops: ProgramLoop[] = [];
    for (const [after, { type, values }] of steps.entries())
      if (type === f4StepTypes.jump)
        loops.push({ after, to: (values.get(4051) ?? 1) - 1, repeats: values.get(4052) ?? 0 });
    this.#jumps = loops.map(({ after }, loop) => ({ step: after + 1, loop }));
    this.runningProfile = number;
    controller.start(
      {
        segments: steps.slice(0, -1).map((step) => segmentOf(step, context)),
        loops,
        end: 'manual',
        ended: () => this.#end(end),
      },
      profiles.step - 1,
    );
    return true;
  }

  /** Ends the profile; the static set point is controlled again. */
  terminate(): void {
    this.advance();
    if (!this.controller.program.active) return;
    this.controller.program.stop();
    this.controller.running = true;
  }

  /** The jump that was taken last: how often so far, and where it stands. */
  get jump(): { readonly count: number; readonly step: number } {
    const { program } = this.controller;
    const taken = this.#jumps.find(({ loop }) => program.repeated(loop) > 0);
    if (!program.active || taken === undefined) return { count: 0, step: 0 };
    return { count: program.repeated(taken.loop), step: taken.step };
  }

  /** Switched off for longer than its power-out time: no profile runs, the events are off; the EEPROM keeps the rest. */
  brownOut(): void {
    this.advance();
    this.controller.brownOut();
    this.controller.running = true;
  }

  #event(number: number | undefined): boolean {
    return number === undefined || this.controller.outputs[number - 1] === true;
  }

  #end(step: F4Step | undefined): void {
    const { controller } = this;
    const action = step?.values.get(4060) ?? 0;
    const { temperature, humidity } = controller.program.demand;
    if (action === 0) {
      controller.setpoint = temperature;
      this.humiditySetpoint = humidity ?? this.humiditySetpoint;
    } else if (action === 3) {
      controller.setpoint = step?.values.get(4061) ?? controller.setpoint;
      this.humiditySetpoint = step?.values.get(4062) ?? this.humiditySetpoint;
    } else {
      controller.running = false;
      if (action === 2) controller.outputs.fill(false);
    }
  }
}

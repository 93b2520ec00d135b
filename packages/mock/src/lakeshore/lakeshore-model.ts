import type { Clock, Random } from '@fourwire/core';
import { advanceSampled } from '../physics/sampled.ts';
import { ThermalLoopModel } from '../physics/thermal-loop-model.ts';
import { nitrogenStage } from '../physics/thermal-loop-parameters.ts';
import type { ThermalLoopParameters } from '../physics/thermal-loop-parameters.ts';
import { ElapsedTime } from '../simulator.ts';
import { kelvinAtZero, newInput, newOutput } from './lakeshore-settings.ts';
import type { LakeShoreInput, LakeShoreOutput } from './lakeshore-settings.ts';

/** What a {@link LakeShoreModel} may be told. */
export interface LakeShoreModelOptions {
  /** What differs from the usual stage on a cold finger. */
  readonly parameters?: Partial<ThermalLoopParameters>;
}

const letters = ['A', 'B', 'C', 'D'] as const;

/** How long the old set point is read back after a new one was written, in ms (sheet section 2). */
const readbackLag = 500;

/** The part of the heater's power that each range allows. Unconfirmed: that each is a tenth of the next. */
const rangeParts = [0, 0.01, 0.1, 1] as const;

/**
 * A cold stage under a temperature controller: input A measures the stage, input B a sample on it, output 1 feeds the
 * stage's heater; other inputs and outputs are open. It advances by itself, whenever it is looked at, to the time of its
 * clock.
 */
export class LakeShoreModel {
  /** By letter. */
  readonly inputs: ReadonlyMap<string, LakeShoreInput>;
  /** By number. */
  readonly outputs: ReadonlyMap<number, LakeShoreOutput>;
  /** 0 local, 1 remote, 2 remote with lock-out. */
  mode = 0;
  /** Whether the wire of input A's sensor is broken. */
  sensorOpen = false;
  readonly #loop: ThermalLoopModel;
  readonly #elapsed: ElapsedTime;
  readonly #clock: Clock;

  constructor(
    clock: Clock,
    random: Random,
    channels: { readonly inputs: number; readonly outputs: number },
    options: LakeShoreModelOptions = {},
  ) {
    const parameters = { ...nitrogenStage, ...options.parameters };
    this.#loop = new ThermalLoopModel({ random, parameters });
    this.#loop.running = true;
    this.#elapsed = new ElapsedTime(clock);
    this.#clock = clock;
    this.inputs = new Map(letters.slice(0, channels.inputs).map((letter) => [letter, newInput()]));
    const start = parameters.roomTemperature + kelvinAtZero;
    this.outputs = new Map(
      Array.from({ length: channels.outputs }, (_, index) => [index + 1, newOutput(index + 1, start)]),
    );
  }

  /** The physics, advanced to now. */
  get loop(): ThermalLoopModel {
    this.advance();
    return this.#loop;
  }

  /** What an input measures, in K; `undefined` when nothing is connected. */
  kelvin(letter: string): number | undefined {
    const input = this.inputs.get(letter);
    if (input === undefined || input.type === 0 || (letter === 'A' && this.sensorOpen)) return undefined;
    if (letter === 'A') return this.loop.reading + kelvinAtZero;
    return letter === 'B' ? this.loop.loadReading + kelvinAtZero : undefined;
  }

  /** The input that an output controls by, as a letter. */
  inputOf(output: LakeShoreOutput): string | undefined {
    return letters[output.input - 1];
  }

  /** Whether the loop's set point is in °C. */
  celsius(output: LakeShoreOutput): boolean {
    return this.inputs.get(this.inputOf(output) ?? '')?.units === 2;
  }

  /** Sets a set point in K; with a ramp it moves there from where it was. */
  aim(output: LakeShoreOutput, kelvin: number): void {
    this.advance();
    output.shown = this.readback(output);
    output.setpoint = kelvin;
    output.writtenAt = this.#clock.monotonic();
    if (!output.ramping) output.working = kelvin;
  }

  /** The set point as it is read back, in K. */
  readback(output: LakeShoreOutput): number {
    return this.#clock.monotonic() - output.writtenAt < readbackLag ? output.shown : output.setpoint;
  }

  /** Output of the heater in %. */
  heaterOutput(number: number): number {
    return number === 1 ? this.loop.output : 0;
  }

  /** Switched off and on: heaters are off. Unconfirmed: which settings it remembers; here all but the mode. */
  brownOut(): void {
    this.advance();
    this.#off();
    this.mode = 0;
  }

  /** Goes to the time of the clock, with what is set now. */
  advance(): void {
    const seconds = this.#elapsed.take();
    this.#apply();
    advanceSampled(this.#loop, seconds, (step) => {
      this.#ramp(step);
      this.#watch();
      this.#apply();
    });
  }

  #off(): void {
    for (const output of this.outputs.values()) output.range = 0;
  }

  #ramp(seconds: number): void {
    for (const output of this.outputs.values()) {
      const most = output.rate === 0 ? Number.POSITIVE_INFINITY : (output.rate / 60) * seconds;
      const missing = output.setpoint - output.working;
      output.working =
        Math.abs(missing) <= most ? output.setpoint : output.working + Math.sign(missing) * most;
    }
  }

  /** A temperature limit, or a sensor that is not there, switches the heaters off. */
  #watch(): void {
    for (const [letter, { limit }] of this.inputs) {
      const actual = letter === 'A' ? this.#loop.body : letter === 'B' ? this.#loop.load : undefined;
      if (limit > 0 && actual !== undefined && actual + kelvinAtZero > limit) this.#off();
    }
  }

  #apply(): void {
    const output = this.outputs.get(1);
    if (output === undefined) return;
    const loop = this.#loop;
    const letter = this.inputOf(output);
    const closed = output.mode === 1 || output.mode === 2;
    const blind = closed && (letter === undefined || (letter === 'A' && this.sensorOpen));
    loop.heaterLimit = output.mode === 0 || blind ? 0 : (rangeParts[output.range] ?? 0);
    loop.controls = letter === 'B' ? 'load' : 'body';
    loop.manualOutput = output.mode === 3 ? output.manual : undefined;
    loop.setpoint = output.working - kelvinAtZero;
  }
}

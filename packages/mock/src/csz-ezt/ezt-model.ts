import type { Clock, Random } from '@fourwire/core';
import { ChamberController } from '../chamber-controller/chamber-controller.ts';
import type { ChamberControllerOptions } from '../chamber-controller/chamber-controller.ts';
import { deliveredPrograms } from '../chamber-controller/panel-programs.ts';
import type { PanelProgram } from '../chamber-controller/panel-programs.ts';

/** The chamber around a simulated EZT-430i. */
export interface EztModelOptions extends ChamberControllerOptions {
  /** The system event that switches the chamber on, 1 to 6, or none; event 1 unless given, as on the MCB chambers. */
  readonly powerEvent?: number | 'none';
  /** The system event that switches humidity on; 2 unless given. */
  readonly humidityEvent?: number | 'none';
  /** Decimal places of temperatures, 0 to 3; 1 unless given. */
  readonly decimals?: number;
  /** Decimal places of humidities, 0 to 3; 1 unless given. */
  readonly humidityDecimals?: number;
  /** The program in the controller; a cycle between -40 and 85 °C unless given. */
  readonly program?: PanelProgram;
}

/** System events of the controller. */
export const eventCount = 6;

/** What register 15 holds. Unconfirmed: the codes are those of the F4 table at the end of the manual (sheet, section 2). */
const programStates = { off: 0, preRun: 1, run: 2, hold: 3 } as const;

/** What a loop reports as its error: none, or a broken sensor, as a field driver names the code. */
export const loopErrors = { none: 0, sensorBreak: 39 } as const;

/** Set points that may be written, in °C: those of a chamber with a cascade of two compressors. */
const range = { low: -73, high: 190 };

/** A chamber under an EZT-430i: what its control registers are about, in °C and %RH. */
export class EztModel {
  readonly controller: ChamberController;
  readonly program: PanelProgram;
  readonly decimals: number;
  readonly humidityDecimals: number;
  /** What register 41 holds. */
  humiditySetpoint = 50;
  /** The step that a program starts with, from 1. */
  startStep = 1;
  /** Whether an operator has taken it off line, or it takes a program. */
  offline = false;
  readonly #powerEvent: number | undefined;
  readonly #humidityEvent: number | undefined;

  constructor(clock: Clock, random: Random, options: EztModelOptions = {}) {
    this.controller = new ChamberController(clock, random, { outputs: eventCount, range }, options);
    this.program = options.program ?? deliveredPrograms[0] ?? { number: 1, name: '', segments: [] };
    this.decimals = options.decimals ?? 1;
    this.humidityDecimals = options.humidityDecimals ?? 1;
    this.#powerEvent = options.powerEvent === 'none' ? undefined : (options.powerEvent ?? 1);
    this.#humidityEvent = options.humidityEvent === 'none' ? undefined : (options.humidityEvent ?? 2);
    // It always controls; the event is the switch of the chamber, which a program sets in its steps as well.
    this.controller.running = true;
    this.controller.enabled = () => this.#event(this.#powerEvent);
  }

  /** Goes to now, with what is set. */
  advance(): void {
    const { controller } = this;
    controller.humiditySetpoint =
      controller.hasHumidity && this.#event(this.#humidityEvent) ? this.humiditySetpoint : undefined;
    controller.advance();
  }

  /** What register 15 reads. */
  get programState(): number {
    const { program } = this.controller;
    if (this.offline) return programStates.preRun;
    if (!program.active) return programStates.off;
    return program.state === 'paused' ? programStates.hold : programStates.run;
  }

  /** Starts, holds, goes on with or ends the program; gives whether that is possible. */
  setProgramState(state: number): boolean {
    this.advance();
    const { controller } = this;
    const { program } = controller;
    if (state === programStates.off) {
      program.stop();
      return true;
    }
    if (state === programStates.hold) {
      program.pause();
      return program.active;
    }
    if (state !== programStates.run || this.offline) return false;
    if (program.state === 'paused') program.resume();
    else if (!program.active) this.#start();
    return true;
  }

  /** Switched off and on: no program runs, the events are off. */
  brownOut(): void {
    this.advance();
    this.controller.brownOut();
    this.controller.running = true;
  }

  #event(number: number | undefined): boolean {
    return number === undefined || this.controller.outputs[number - 1] === true;
  }

  #start(): void {
    const outputs = this.controller.outputs.map((on, index) => on || index + 1 === this.#powerEvent);
    const segments = this.program.segments.map((segment) => ({ outputs, ...segment }));
    this.controller.start({ segments, end: 'manual' }, Math.min(this.startStep, segments.length) - 1);
  }
}

import type { Clock, Random } from '@fourwire/core';
import { ChamberController } from '../chamber-controller/chamber-controller.ts';
import type { ChamberControllerOptions } from '../chamber-controller/chamber-controller.ts';
import { PanelPrograms } from '../chamber-controller/panel-programs.ts';
import type { PanelProgram } from '../chamber-controller/panel-programs.ts';
import { floatRegister, wordRegister } from '../modbus/word-bank.ts';
import type { RegisterEntry } from '../modbus/word-bank.ts';
import { climateChamber } from '../physics/chamber-parameters.ts';

/** Bits of register 1A22. */
const modes = { basic: 0x1000, manual: 0x0800, program: 0x0400 } as const;

/** The chamber around a simulated MB1. */
export interface BinderMb1Options extends ChamberControllerOptions {
  /** Whether 1581 and 156F are the other way round, as one source has it; not unless given. */
  readonly exchangedSetpoints?: boolean;
  /** What is stored; two programs unless given. Its memory cannot be written here: no source confirms how. */
  readonly programs?: readonly PanelProgram[];
}

/** A chamber under an MB1 (MK, MKT, MKF, KMF; sheet binder-modbus.md, section 3). */
export class BinderMb1 {
  readonly controller: ChamberController;
  readonly programs: PanelPrograms;
  /** Set points of manual and basic mode, in °C and %RH. */
  readonly manual: { temperature: number; humidity: number };
  readonly basic: { temperature: number; humidity: number };
  /** Whether an operator is in a menu at the panel: nothing can be written then. */
  inMenu = false;
  #mode: number = modes.basic;
  #program = 1;

  constructor(clock: Clock, random: Random, options: BinderMb1Options = {}) {
    this.controller = new ChamberController(
      clock,
      random,
      { outputs: 4, range: { low: -40, high: 180 } },
      { ...options, parameters: { ...climateChamber, ...options.parameters } },
    );
    this.programs = new PanelPrograms(this.controller, options.programs);
    this.manual = { temperature: this.controller.setpoint, humidity: 0 };
    this.basic = { ...this.manual };
  }

  /** Goes to now: what its mode says is controlled. In basic mode it idles. */
  advance(): void {
    const { controller, manual, basic } = this;
    controller.running = this.#mode === modes.manual;
    // In idle mode the set point of basic mode counts (sheet, quirks).
    controller.setpoint = (controller.running ? manual : basic).temperature;
    controller.humiditySetpoint = controller.hasHumidity && manual.humidity > 0 ? manual.humidity : undefined;
    controller.advance();
    // A program that has ended leaves the chamber idle.
    if (this.#mode === modes.program && !controller.program.active) this.#mode = modes.basic;
  }

  /** Switched off and on. */
  brownOut(): void {
    this.advance();
    this.controller.brownOut();
    this.#mode = modes.basic;
  }

  /** Takes a mode, or gives false where there is none. The program that was chosen starts with its mode. */
  setMode(mode: number): boolean {
    if (mode !== 0 && !Object.values(modes).some((known) => known === mode)) return false;
    this.advance();
    if (mode === modes.program) {
      if (!this.programs.start(this.#program)) return false;
    } else this.controller.program.stop();
    this.#mode = mode;
    return true;
  }

  /** The registers, whose numbers are those of the sheet. */
  registers(exchanged: boolean): ReadonlyMap<number, RegisterEntry> {
    const { controller } = this;
    const { range } = controller;
    const alarm = (): boolean => controller.alarms.some((each) => each !== 'door-open');
    const celsius = (owner: { temperature: number }): RegisterEntry =>
      floatRegister(
        () => owner.temperature,
        (value) => value >= range.low && value <= range.high && put(owner, 'temperature', value),
      );
    const percent = (owner: { humidity: number }): RegisterEntry =>
      floatRegister(
        () => owner.humidity,
        (value) => value >= 0 && value <= 98 && put(owner, 'humidity', value),
      );
    const [first, second] = exchanged ? [this.basic, this.manual] : [this.manual, this.basic];
    const humidity: readonly (readonly [number, RegisterEntry])[] = [
      [0x11_cd, floatRegister(() => controller.chamber.relativeHumidity)],
      [0x10_79, floatRegister(() => this.#current().humidity)],
      // Unconfirmed: that the humidity's set points follow those of the temperature.
      [0x15_83, percent(first)],
      [0x15_71, percent(second)],
    ];
    const classTwo = { limit: range.high + 5 };
    return new Map<number, RegisterEntry>([
      [0x11_a9, floatRegister(() => (controller.sensorOpen ? Number.NaN : controller.chamber.reading))],
      [0x10_77, floatRegister(() => this.#current().temperature)],
      [0x15_81, celsius(first)],
      [0x15_6f, celsius(second)],
      [
        0x1a_22,
        wordRegister(
          () => this.#mode,
          (mode) => this.setMode(mode),
        ),
      ],
      [
        0x1a_23,
        wordRegister(
          () => this.#program,
          (value) => value >= 1 && value <= 25 && this.#choose(value),
        ),
      ],
      [
        0x15_8b,
        wordRegister(
          () => lines(controller.outputs),
          (bits) => setLines(controller.outputs, bits),
        ),
      ],
      [0x10_81, wordRegister(() => lines(controller.outputs))],
      [0x10_07, wordRegister(() => Number(controller.chamber.doorOpen))],
      [0x10_bd, wordRegister(() => Number(controller.alarms.includes('over-temperature')))],
      [0x12_3d, wordRegister(() => Number(alarm()))],
      [0x12_3e, wordRegister(() => Number(controller.chamber.doorOpen))],
      [0x10_d4, wordRegister(() => Number(controller.conditioning))],
      [
        0x1a_5b,
        floatRegister(
          () => classTwo.limit,
          (value) => value > 0 && value < 400 && put(classTwo, 'limit', value),
        ),
      ],
      ...Array.from({ length: 20 }, (_, index): readonly [number, RegisterEntry] => [
        0x12_28 + index,
        wordRegister(() => this.display.padEnd(20).charCodeAt(index)),
      ]),
      ...(controller.hasHumidity ? humidity : []),
    ]);
  }

  /** What its display says. Unconfirmed: the texts but that of the door. */
  get display(): string {
    const { controller } = this;
    if (controller.alarms.includes('over-temperature')) return 'TEMP. LIMIT';
    if (controller.sensorOpen) return 'SENSOR FAILURE';
    if (controller.alarms.includes('compressor-tripped')) return 'REFRIGERATION';
    return controller.chamber.doorOpen ? 'DOOR OPEN' : '';
  }

  #choose(number: number): true {
    this.#program = number;
    return true;
  }

  /** The set points that hold: in idle those of basic mode. */
  #current(): { readonly temperature: number; readonly humidity: number } {
    const { controller } = this;
    if (controller.program.active)
      return { temperature: controller.workingSetpoint, humidity: controller.workingHumidity ?? 0 };
    return this.#mode === modes.manual ? this.manual : this.basic;
  }
}

/** Writes a number and says that it was legal. */
export function put<Key extends string>(owner: { [key in Key]: number }, key: Key, value: number): true {
  owner[key] = value;
  return true;
}

/** Switches as bits, the first of them bit 0. */
function lines(outputs: readonly boolean[]): number {
  return outputs.reduce((bits, on, index) => bits | (Number(on) << index), 0);
}

function setLines(outputs: boolean[], bits: number): true {
  for (const index of outputs.keys()) outputs[index] = ((bits >> index) & 1) === 1;
  return true;
}

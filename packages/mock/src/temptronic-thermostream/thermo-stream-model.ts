import type { Clock, Random } from '@fourwire/core';
import { advanceSampled } from '../physics/sampled.ts';
import { ThermalLoopModel } from '../physics/thermal-loop-model.ts';
import { airStream } from '../physics/thermal-loop-parameters.ts';
import type { ThermalLoopParameters } from '../physics/thermal-loop-parameters.ts';
import { ElapsedTime } from '../simulator.ts';
import type { ThermoStreamMachine } from './thermo-stream-machine.ts';
import { newSetPoint, newSetup } from './thermo-stream-setup.ts';
import type { ThermoStreamSetPoint, ThermoStreamSetup } from './thermo-stream-setup.ts';

/** Bits of `TECR?` and `TESR?` (sheet section 4). */
const conditions = {
  atTemperature: 1,
  notAtTemperature: 2,
  endOfTest: 4,
  endOfCycle: 8,
  endOfAllCycles: 16,
  cyclingStopped: 32,
} as const;

/** Bits of `EROR?` (sheet section 4). */
const deviceErrors = { overheat: 1, airSensorOpen: 32, noDutSensor: 16_384 } as const;

/** What a temperature reads that is not there; the sheet says more than 400 °C. */
const invalid = 999.9;

/** What a {@link ThermoStreamModel} may be told. */
export interface ThermoStreamModelOptions {
  /** What differs from the usual air stream. */
  readonly parameters?: Partial<ThermalLoopParameters>;
  /** The sensor at the device that was chosen at the machine: 0 none, 1 type T, 2 type K; none unless given. */
  readonly sensor?: 0 | 1 | 2;
}

/**
 * An air stream over a device: nozzle air and device as a temperature loop, the head that covers the device, and the set
 * points of the operator and cycle screens. It advances by itself, whenever it is looked at, to the time of its clock.
 */
export class ThermoStreamModel {
  readonly machine: ThermoStreamMachine;
  setup: ThermoStreamSetup;
  /** Setup files 1 to 12. */
  readonly files = new Map<number, ThermoStreamSetup>();
  screen: 'start' | 'operator' | 'cycle' = 'start';
  /** Whether the device's sensor is what counts. */
  dutMode = false;
  learning = false;
  compressorOn = true;
  readonly #sensor: number;
  readonly #loop: ThermalLoopModel;
  readonly #elapsed: ElapsedTime;
  /** Stands for a set point that the screen does not have, which cannot be selected. */
  readonly #spare = newSetPoint(25);
  #selected = 1;
  #head: 'up' | 'down' = 'up';
  #flow = false;
  #sensorOpen = false;
  #latched = 0;
  #inside = 0;
  #since = 0;
  #conditions: number = conditions.notAtTemperature;
  #events = 0;
  /** Cycles that are left, and the set point that each goes through. */
  #cycling: { left: number; readonly points: readonly number[] } | undefined;
  /** Cycle set points that were set: a cycle goes through these. */
  readonly #used = new Set<number>();

  constructor(clock: Clock, random: Random, machine: ThermoStreamMachine, options: ThermoStreamModelOptions) {
    this.machine = machine;
    this.#sensor = options.sensor ?? 0;
    this.setup = newSetup(machine.lowest, this.#sensor);
    this.#loop = new ThermalLoopModel({ random, parameters: { ...airStream, ...options.parameters } });
    this.#elapsed = new ElapsedTime(clock);
  }

  /** The physics, advanced to now. */
  get loop(): ThermalLoopModel {
    this.advance();
    return this.#loop;
  }

  /** The set point that is selected on the screen. */
  get setPoint(): ThermoStreamSetPoint {
    const { cycle, operator } = this.setup;
    return (this.screen === 'cycle' ? cycle : operator)[this.#selected] ?? this.#spare;
  }

  get selected(): number {
    return this.#selected;
  }

  /** Selects a set point; gives whether the screen has it. */
  select(number: number): boolean {
    this.advance();
    if (number < 0 || number > (this.screen === 'cycle' ? 17 : 2)) return false;
    this.#selected = number;
    this.#since = 0;
    return true;
  }

  /** Sets the selected set point in °C; gives whether it is within the limits of the air. */
  aim(temperature: number): boolean {
    this.advance();
    if (!(temperature >= this.setup.lowerLimit && temperature <= this.setup.upperLimit)) {
      this.#latched |= this.machine.outOfRange;
      return false;
    }
    this.setPoint.temperature = temperature;
    if (this.screen === 'cycle') this.#used.add(this.#selected);
    this.#since = 0;
    return true;
  }

  /** Goes to a screen, with its ambient set point or its first. */
  show(screen: 'operator' | 'cycle'): void {
    this.advance();
    if (this.screen !== screen) this.#selected = screen === 'cycle' ? 0 : 1;
    this.screen = screen;
    if (screen === 'operator') this.#cycling = undefined;
  }

  get head(): 'up' | 'down' {
    return this.#head;
  }

  /** Moves the head; gives whether the interlock lets it: not while air flows. Unconfirmed: which interlock it is. */
  moveHead(to: 'up' | 'down'): boolean {
    this.advance();
    if (this.#flow && to !== this.#head) return false;
    this.#head = to;
    return true;
  }

  /** Whether the main air is on and nothing has shut it off. */
  get flowing(): boolean {
    return this.#flow && !this.#sensorOpen && (this.#latched & deviceErrors.overheat) === 0;
  }

  set flow(on: boolean) {
    this.advance();
    this.#flow = on;
  }

  get sensorOpen(): boolean {
    return this.#sensorOpen;
  }

  set sensorOpen(open: boolean) {
    this.advance();
    this.#sensorOpen = open;
  }

  /** Air at the nozzle as it is shown, in °C. */
  get air(): number {
    return this.#sensorOpen ? invalid : this.loop.reading;
  }

  /** The device's sensor as it is shown, in °C. */
  get dut(): number {
    return this.setup.sensor === 0 ? invalid : this.loop.loadReading;
  }

  /** What is controlled, as it is shown, in °C. */
  get temperature(): number {
    return this.dutMode ? this.dut : this.air;
  }

  /** Temperature condition register. */
  get condition(): number {
    this.advance();
    return this.#conditions;
  }

  /** Whether an event waits to be read. */
  get hasEvents(): boolean {
    this.advance();
    return this.#events !== 0;
  }

  /** Temperature event register; reading clears it. */
  takeEvents(): number {
    this.advance();
    const events = this.#events;
    this.#events = 0;
    return events;
  }

  /** Device error register. */
  get errors(): number {
    this.advance();
    return this.#latched | this.#present();
  }

  clearErrors(): void {
    this.advance();
    this.#latched = this.#present();
  }

  /** Trips the overheat protection although nothing is hot, as one that failed does. */
  overheat(): void {
    this.advance();
    this.#latched |= deviceErrors.overheat;
  }

  /** Cycles that are left, the one that runs included. */
  get cyclesLeft(): number {
    return this.#cycling?.left ?? 0;
  }

  /** Goes through the set points of the cycle screen that were set. Unconfirmed: how a machine knows which it goes through. */
  startCycling(): void {
    this.show('cycle');
    const used = [...this.#used].toSorted((first, second) => first - second);
    this.#cycling = { left: this.setup.cycles, points: used.length > 0 ? used : [0] };
    this.#leave(conditions.endOfCycle | conditions.endOfAllCycles | conditions.cyclingStopped);
    this.select(this.#cycling.points[0] ?? 0);
  }

  stopCycling(): void {
    this.advance();
    if (this.#cycling !== undefined) this.#raise(conditions.cyclingStopped);
    this.#cycling = undefined;
  }

  /** Ends the test at the set point that is cycled through, as its test time does. */
  next(): void {
    this.advance();
    this.#endOfTest();
  }

  /** Switched off and on, or reset: air off, head as it was, operator screen. */
  restart(screen: 'start' | 'operator'): void {
    this.advance();
    this.#flow = false;
    this.dutMode = false;
    this.learning = false;
    this.#cycling = undefined;
    this.screen = screen;
    this.#selected = 1;
    this.#latched = 0;
    this.setup = newSetup(this.machine.lowest, this.#sensor);
  }

  /** Goes to the time of the clock, with what is set now. */
  advance(): void {
    const seconds = this.#elapsed.take();
    this.#apply();
    advanceSampled(this.#loop, seconds, (step) => {
      this.#watch(step);
      this.#apply();
    });
  }

  #present(): number {
    const missing = this.dutMode && this.setup.sensor === 0;
    return (this.#sensorOpen ? deviceErrors.airSensorOpen : 0) | (missing ? deviceErrors.noDutSensor : 0);
  }

  #apply(): void {
    const loop = this.#loop;
    const { temperature, ramp } = this.setPoint;
    loop.running = this.flowing;
    loop.setpoint = temperature;
    loop.rampRate = ramp >= 9999 ? Number.POSITIVE_INFINITY : ramp;
    loop.controls = this.dutMode && this.setup.sensor !== 0 ? 'load' : 'body';
    loop.aheadLimit = this.setup.airToDut;
    loop.bodyRange = [this.setup.lowerLimit, this.setup.upperLimit];
    loop.coolerLimit = this.compressorOn ? 1 : 0;
    loop.coupling = this.flowing && this.#head === 'down' ? 1 : 0.02;
  }

  /** Finds out where the temperature is, with every sample: what a change of set point means is seen only then. */
  #watch(seconds: number): void {
    const { temperature, window, soak, testTime } = this.setPoint;
    const loop = this.#loop;
    const actual = loop.controls === 'load' ? loop.load : loop.body;
    const inside = this.flowing && Math.abs(actual - temperature) <= window;
    this.#inside = inside ? this.#inside + seconds : 0;
    this.#since += seconds;
    if (inside && this.#inside >= soak) {
      this.#leave(conditions.notAtTemperature);
      this.#raise(conditions.atTemperature);
    } else {
      this.#leave(conditions.atTemperature);
      this.#raise(conditions.notAtTemperature);
    }
    if (this.#since < testTime) this.#leave(conditions.endOfTest);
    else if (this.flowing) this.#endOfTest();
  }

  #endOfTest(): void {
    this.#raise(conditions.endOfTest);
    const cycling = this.#cycling;
    if (cycling === undefined) return;
    const at = cycling.points.indexOf(this.#selected) + 1;
    this.#since = 0;
    this.#inside = 0;
    if (at < cycling.points.length) {
      this.#selected = cycling.points[at] ?? 0;
      return;
    }
    cycling.left--;
    this.#raise(conditions.endOfCycle);
    if (cycling.left > 0) {
      this.#selected = cycling.points[0] ?? 0;
      return;
    }
    this.#raise(conditions.endOfAllCycles);
    this.#cycling = undefined;
  }

  #raise(bits: number): void {
    this.#events |= bits & ~this.#conditions;
    this.#conditions |= bits;
  }

  #leave(bits: number): void {
    this.#conditions &= ~bits;
  }
}

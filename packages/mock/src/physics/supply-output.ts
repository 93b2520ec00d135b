import type { Clock, Random } from '@fourwire/core';
import type { DeviceUnderTest } from './device-terminals.ts';

/** What one output of a power supply is made for. */
export interface OutputRating {
  /** The highest voltage that can be set, in V; negative where the output is. */
  readonly voltage: number;
  /** The highest current that can be set, in A. */
  readonly current: number;
  /** The lowest current that can be set, in A; 0 unless given. */
  readonly lowestCurrent?: number;
}

/** What an output gives now. */
export interface OperatingPoint {
  /** V at the terminals, or with remote sense at the load. */
  readonly voltage: number;
  /** A. */
  readonly current: number;
  /** What it holds constant; nothing while it is off. */
  readonly holds: 'voltage' | 'current' | undefined;
}

/** A protection that switches an output off. */
export interface Protection {
  enabled: boolean;
  /**
   * V that trips above, or A that trips when it is reached; `undefined` trips where the current limit begins to regulate.
   * Unconfirmed: that reaching it is enough where a limit holds the current at just that level.
   */
  level: number | undefined;
  /** Seconds that the condition must last. */
  delay: number;
}

/** Why an output is off although nobody switched it off. */
export type Trip = 'voltage' | 'current' | 'temperature' | 'link';

/** Time constant of the output in s: 99.995 % of a step after 50 ms (sheet psu-keysight-e36300.md, "Timing"). */
const timeConstant = 0.005;

/** Time constants after which nothing moves any more. */
const settlingTimes = 12;

/**
 * One output of a power supply with its load: constant voltage up to the current limit and constant current there, and
 * protections that trip. It advances when it is looked at and needs no timers.
 */
export class SupplyOutput {
  readonly rating: OutputRating;
  readonly overVoltage: Protection = { enabled: false, level: 0, delay: 0 };
  readonly overCurrent: Protection = { enabled: false, level: undefined, delay: 0 };
  /** What hangs at it. */
  load: DeviceUnderTest;
  /** A fault: the load is not connected. */
  disconnected = false;
  /** Whether the voltage is regulated at the load, by sense wires of its own. */
  remoteSense = false;
  /** Standard deviations of what it measures, in V and A. */
  noise = { voltage: 1e-4, current: 2e-5 };
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #trips = new Set<Trip>();
  #voltage = 0;
  #currentLimit = 0;
  #on = false;
  /** The voltage that regulation aims at, where it began and when. */
  #from = 0;
  #since: number;
  #switching: { readonly on: boolean; readonly at: number } | undefined;
  /** Since when each protection's condition holds. */
  readonly #beyond = new Map<Trip, number>();
  /** Until when it was looked at. */
  #watched: number;

  constructor(
    clock: Clock,
    random: Random,
    options: { readonly rating: OutputRating; readonly load: DeviceUnderTest },
  ) {
    this.#clock = clock;
    this.#random = random;
    this.rating = options.rating;
    this.load = options.load;
    this.#since = clock.monotonic();
    this.#watched = this.#since;
  }

  /** The voltage to hold, in V. */
  get voltage(): number {
    return this.#voltage;
  }

  set voltage(volts: number) {
    this.#change(() => {
      this.#voltage = volts;
    });
  }

  /** The current that it does not exceed, in A. */
  get currentLimit(): number {
    return this.#currentLimit;
  }

  set currentLimit(amperes: number) {
    this.#change(() => {
      this.#currentLimit = amperes;
    });
  }

  /** Whether it was switched on, tripped or not. */
  get on(): boolean {
    this.look();
    return this.#switching?.on ?? this.#on;
  }

  /** Why it is off although it was switched on. */
  get trips(): ReadonlySet<Trip> {
    this.look();
    return this.#trips;
  }

  /** Whether there is voltage to be had. */
  get live(): boolean {
    this.look();
    return this.#live;
  }

  get #live(): boolean {
    return this.#on && this.#trips.size === 0;
  }

  /** Switches it, `delay` seconds from now. */
  turn(on: boolean, delay = 0): void {
    this.look();
    this.#switching = { on, at: this.#clock.monotonic() + 1000 * delay };
    this.look();
  }

  /** Switches it off for a reason. */
  trip(reason: Trip): void {
    this.#change(() => this.#trips.add(reason));
  }

  /** Lets it go on after a trip; it trips again at once where nothing changed. */
  clearTrip(reason: Trip): void {
    this.#change(() => this.#trips.delete(reason));
  }

  /** What it gives now, without noise. */
  get operating(): OperatingPoint {
    this.look();
    return this.#pointAt(this.#clock.monotonic());
  }

  /** What its own meters read now. */
  measure(): { readonly voltage: number; readonly current: number } {
    const { voltage, current } = this.operating;
    return {
      voltage: voltage + this.#random.normal(0, this.noise.voltage),
      current: current + this.#random.normal(0, this.noise.current),
    };
  }

  /** Brings it up to now: delays that passed, protections that trip. */
  look(): void {
    const now = this.#clock.monotonic();
    const switching = this.#switching;
    if (switching !== undefined && switching.at <= now) {
      this.#watchUntil(switching.at);
      this.#switching = undefined;
      this.#rampFrom(this.#sourceAt(switching.at), switching.at);
      this.#on = switching.on;
    }
    this.#watchUntil(now);
  }

  /** Looks at the protections while the voltage moves, and at the end. */
  #watchUntil(end: number): void {
    const settled = this.#since + settlingTimes * 1000 * timeConstant;
    const step = (1000 * timeConstant) / 5;
    for (let at = this.#watched + step; at < Math.min(end, settled); at += step) this.#watchAt(at);
    this.#watchAt(end);
    this.#watched = end;
  }

  #watchAt(at: number): void {
    if (!this.#live) {
      this.#beyond.clear();
      return;
    }
    const { voltage, current, holds } = this.#pointAt(at);
    const { overVoltage, overCurrent } = this;
    const { level } = overCurrent;
    this.#watch('voltage', overVoltage, at, Math.abs(voltage) > Math.abs(overVoltage.level ?? Infinity));
    this.#watch(
      'current',
      overCurrent,
      at,
      level === undefined ? holds === 'current' : Math.abs(current) >= level,
    );
  }

  #watch(kind: 'voltage' | 'current', protection: Protection, at: number, beyond: boolean): void {
    if (!protection.enabled || !beyond) {
      this.#beyond.delete(kind);
      return;
    }
    const since = this.#beyond.get(kind) ?? at;
    this.#beyond.set(kind, since);
    const due = Math.max(since + 1000 * protection.delay, this.#since);
    if (due > at) return;
    this.#rampFrom(this.#sourceAt(due), due);
    this.#trips.add(kind);
  }

  #change(change: () => void): void {
    this.look();
    const now = this.#clock.monotonic();
    this.#rampFrom(this.#sourceAt(now), now);
    change();
    this.look();
  }

  #rampFrom(volts: number, at: number): void {
    this.#from = volts;
    this.#since = at;
  }

  /** The voltage that would be there without a current limit. */
  #sourceAt(time: number): number {
    const aim = this.#live ? this.#voltage : 0;
    return aim + (this.#from - aim) * Math.exp((this.#since - time) / 1000 / timeConstant);
  }

  #pointAt(time: number): OperatingPoint {
    const source = this.#sourceAt(time);
    const regulated = this.#live;
    if (this.disconnected) return { voltage: source, current: 0, holds: regulated ? 'voltage' : undefined };
    const wires = this.remoteSense ? 4 : 2;
    const limit = this.#currentLimit * Math.sign(source);
    // What the limit would take is asked without applying it: a load may move and stay there.
    if (
      !regulated ||
      Math.abs(source / this.load.resistance({ wires, voltage: source })) <= this.#currentLimit
    ) {
      const current = this.load.current(source, wires);
      return { voltage: source, current, holds: regulated ? 'voltage' : undefined };
    }
    const taken = this.load.resistance({ wires, current: limit }) * limit;
    if (Math.abs(taken) >= Math.abs(source))
      return { voltage: source, current: this.load.current(source, wires), holds: 'voltage' };
    return { voltage: this.load.voltage(limit, wires), current: limit, holds: 'current' };
  }
}

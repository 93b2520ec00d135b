import { FourwireError, systemClock, toMilliseconds } from '@fourwire/core';
import type { Clock, Duration, Timer } from '@fourwire/core';
import type { FaultName, FaultSwitch, FaultSwitches } from './catalogue.ts';

/** When a fault comes, and for how long. */
export interface ScheduledFault {
  readonly fault: FaultName;
  /** From now until it comes. */
  readonly after: Duration;
  /** How long it lasts; until it is cleared unless given. */
  readonly for?: Duration;
}

/**
 * The faults of a simulator and of the wire in front of it, switched by name at run time or by schedule:
 * `new Faults([simulator.faults, wire.faults]).set('sensor-open')`. A name that several have switches all of them.
 */
export class Faults implements Disposable {
  readonly #switches = new Map<FaultName, FaultSwitch[]>();
  readonly #clock: Clock;
  readonly #active = new Set<FaultName>();
  readonly #timers = new Set<Timer>();

  /** @param clock - what {@link schedule} goes by; the system's clock unless given */
  constructor(switches: readonly FaultSwitches[], clock: Clock = systemClock) {
    // Object.entries forgets the names in its type.
    for (const [name, turn] of switches.flatMap((own) => Object.entries(own) as [FaultName, FaultSwitch][]))
      this.#switches.set(name, [...(this.#switches.get(name) ?? []), turn]);
    this.#clock = clock;
  }

  /** The names of the faults that there are. */
  get names(): readonly FaultName[] {
    return [...this.#switches.keys()];
  }

  /** The faults that are on. */
  get active(): ReadonlySet<FaultName> {
    return this.#active;
  }

  /**
   * Makes a fault come.
   *
   * @throws FourwireError of kind `range`, code `fault-unknown`, when neither simulator nor wire has it
   */
  set(fault: FaultName): void {
    this.#turn(fault, true);
  }

  /** Makes a fault go; all of them, and what is scheduled, when none is named. */
  clear(fault?: FaultName): void {
    if (fault !== undefined) {
      this.#turn(fault, false);
      return;
    }
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    for (const active of this.#active) this.#turn(active, false);
  }

  /**
   * Makes faults come and go by the clock.
   *
   * @throws FourwireError of kind `range`, code `fault-unknown`, before anything is scheduled
   */
  schedule(plan: readonly ScheduledFault[]): void {
    for (const { fault } of plan) this.#find(fault);
    for (const { fault, after, for: lasting } of plan) {
      const start = toMilliseconds(after, 'after');
      this.#at(start, () => this.set(fault));
      if (lasting !== undefined) this.#at(start + toMilliseconds(lasting, 'for'), () => this.clear(fault));
    }
  }

  /** As {@link clear} without a name. */
  [Symbol.dispose](): void {
    this.clear();
  }

  #at(milliseconds: number, work: () => void): void {
    const timer = this.#clock.setTimer(milliseconds, () => {
      this.#timers.delete(timer);
      work();
    });
    this.#timers.add(timer);
  }

  #turn(fault: FaultName, active: boolean): void {
    for (const turn of this.#find(fault)) turn(active);
    if (active) this.#active.add(fault);
    else this.#active.delete(fault);
  }

  #find(fault: FaultName): readonly FaultSwitch[] {
    const found = this.#switches.get(fault);
    if (found !== undefined) return found;
    throw new FourwireError(
      'range',
      'fault-unknown',
      `There is no fault "${fault}" here; there are ${this.names.join(', ')}.`,
    );
  }
}

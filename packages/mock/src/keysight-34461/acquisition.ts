import type { Clock, Timer } from '@fourwire/core';
import { overload } from '../scpi/number-format.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { DmmFunction } from './dmm-functions.ts';
import type { TriggerSettings } from './dmm-model.ts';
import type { ReadingMemory } from './reading-memory.ts';

/** What the trigger system does. */
export type AcquisitionState = 'idle' | 'waiting' | 'measuring';

/** What an acquisition needs of its meter. */
export interface AcquiringMeter {
  readonly memory: ReadingMemory;
  readonly trigger: TriggerSettings;
  readonly function: Pick<DmmFunction, 'unit' | 'overloadBit'>;
  /** Seconds. */
  readonly readingTime: number;
  measure(): number;
}

/** Who is told what the status registers show. */
export interface AcquisitionListener {
  stateChanged(state: AcquisitionState): void;
  /** The first overload since the acquisition began. */
  overloaded(bit: number): void;
  /** Readings were lost for want of memory, or the memory was cleared. */
  lost(lost: boolean): void;
  stored(count: number): void;
}

/** The trigger system: idle, waiting for a trigger, or taking samples into the memory, on the simulator's clock. */
export class Acquisition {
  /** Set by the simulator. */
  listener: AcquisitionListener | undefined;
  /** The newest reading with its unit, removed from the memory or not. */
  last: { readonly value: number; readonly unit: string } | undefined;
  readonly #clock: Clock;
  readonly #meter: AcquiringMeter;
  #state: AcquisitionState = 'idle';
  /** How many acquisitions began: one that is not the last any more has been aborted. */
  #begun = 0;
  #done: Promise<void> = Promise.resolve();
  #timer: Timer | undefined;
  /** Ends the wait for a trigger or for the time of a sample. */
  #waited: (() => void) | undefined;
  #awaitsTrigger = false;
  #waiters: (() => void)[] = [];
  #overloaded = false;

  constructor(clock: Clock, meter: AcquiringMeter) {
    this.#clock = clock;
    this.#meter = meter;
  }

  get state(): AcquisitionState {
    return this.#state;
  }

  /** Clears the memory and begins; refused with -213 when one is under way. */
  start(): void {
    if (this.#state !== 'idle') throw new ScpiRefusal(-213);
    this.forget();
    this.#overloaded = false;
    this.#begun++;
    this.#done = this.#run(this.#begun);
  }

  /** To idle at once; readings stay. */
  abort(): void {
    if (this.#state === 'idle') return;
    this.#begun++;
    this.#timer?.cancel();
    this.#end();
    this.#become('idle');
  }

  /** Empties the memory. */
  forget(): void {
    this.#meter.memory.clear();
    this.last = undefined;
    this.listener?.lost(false);
  }

  /** A trigger from a source; gives whether it was awaited. */
  fire(source: 'EXT' | 'BUS'): boolean {
    if (!this.#awaitsTrigger || this.#meter.trigger.source !== source) return false;
    this.#end();
    return true;
  }

  /** Resolves when it is idle. */
  async idle(): Promise<void> {
    await this.#done;
  }

  /** Resolves at the next reading, or when there will be none. */
  async progress(): Promise<void> {
    if (this.#state === 'idle') return;
    await new Promise<void>((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  async #run(begun: number): Promise<void> {
    const { trigger } = this.#meter;
    for (let triggers = 0; triggers < trigger.count; triggers++) {
      if (trigger.source !== 'IMM') await this.#triggered();
      if (this.#begun !== begun) return;
      this.#become('measuring');
      await this.#sample(begun);
      // An abort has set the state, and another acquisition may have begun since.
      if (this.#begun !== begun) return;
    }
    this.#become('idle');
  }

  async #triggered(): Promise<void> {
    this.#become('waiting');
    this.#awaitsTrigger = true;
    await this.#wait();
  }

  async #sleep(ms: number): Promise<void> {
    this.#timer = this.#clock.setTimer(ms, () => this.#end());
    await this.#wait();
  }

  // Not async, and not with an AbortSignal: a bench of many meters makes one for each reading.
  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#waited = resolve;
    });
  }

  #end(): void {
    const waited = this.#waited;
    this.#waited = undefined;
    this.#awaitsTrigger = false;
    waited?.();
  }

  /** The samples of one trigger. The delay comes before each, or before the first when a timer paces them. */
  async #sample(begun: number): Promise<void> {
    const { trigger } = this.#meter;
    let begins = this.#clock.monotonic() + 1000 * (trigger.delay ?? 0);
    for (let sample = 0; sample < trigger.samples; sample++) {
      const ends = begins + 1000 * this.#meter.readingTime;
      const wait = ends - this.#clock.monotonic();
      // A clock coarser than a reading is caught up with, so that the rate is right.
      if (wait > 0) await this.#sleep(wait);
      if (this.#begun !== begun) return;
      this.#store(this.#meter.measure());
      begins = trigger.timed
        ? Math.max(ends, begins + 1000 * trigger.interval)
        : ends + 1000 * (trigger.delay ?? 0);
    }
  }

  #store(value: number): void {
    const { memory, function: measured } = this.#meter;
    this.last = { value, unit: measured.unit };
    if (memory.add(value)) this.listener?.lost(true);
    if (Math.abs(value) >= overload && !this.#overloaded) {
      this.#overloaded = true;
      this.listener?.overloaded(measured.overloadBit);
    }
    this.listener?.stored(memory.count);
    this.#wake();
  }

  #become(state: AcquisitionState): void {
    this.#state = state;
    this.listener?.stateChanged(state);
    if (state === 'idle') this.#wake();
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}

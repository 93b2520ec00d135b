import { FourwireError } from '@fourwire/core';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { LcrModel, LcrResult } from './lcr-model.ts';

/** Where a trigger comes from. */
export type LcrTriggerSource = 'INT' | 'HOLD' | 'EXT' | 'BUS';

/** What is gone through in a list: the setting that changes, and its values. */
export interface LcrList {
  setting: 'frequency' | 'voltage' | 'current' | 'biasVoltage' | 'biasCurrent';
  points: readonly number[];
  /** Whether one trigger measures all points, or each one. */
  sequence: boolean;
}

/** The trigger system: idle, waiting for a trigger, or measuring, on the simulator's clock. */
export class LcrTrigger {
  source: LcrTriggerSource = 'INT';
  readonly list: LcrList = { setting: 'frequency', points: [], sequence: true };
  /** Whether the list page is shown, on which a trigger goes through the list. */
  listed = false;
  /** Called when it begins and ends to measure. */
  changed: () => void = () => {};
  /** Called with every result. */
  measured: (result: LcrResult) => void = () => {};
  readonly #model: LcrModel;
  #continuous = true;
  #waiting = true;
  #measuring: Promise<void> | undefined;
  #abort = new AbortController();
  #results: readonly LcrResult[] | undefined;
  /** Next point of a list that is gone through step by step. */
  #step = 0;
  /** When a setting changed last: a free-running meter has nothing newer before a measurement later. */
  #since: number;

  constructor(model: LcrModel) {
    this.#model = model;
    this.#since = model.clock.monotonic();
  }

  get state(): 'idle' | 'waiting' | 'measuring' {
    if (this.#measuring !== undefined) return 'measuring';
    return this.#waiting ? 'waiting' : 'idle';
  }

  get continuous(): boolean {
    return this.#continuous;
  }

  set continuous(on: boolean) {
    this.#continuous = on;
    if (on) this.initiate();
  }

  /** `INITiate`. */
  initiate(): void {
    if (this.#measuring !== undefined) throw new ScpiRefusal(-213);
    this.#waiting = true;
    this.#since = this.#model.clock.monotonic();
    this.changed();
  }

  /** A trigger from anywhere; refused with -211 while none is awaited. */
  fire(): void {
    if (!this.#waiting || this.#measuring !== undefined) throw new ScpiRefusal(-211);
    this.#waiting = false;
    const done = this.#measure(this.#abort.signal);
    this.#measuring = done;
    this.changed();
  }

  /** `ABORt`: to idle, and with continuous initiation to waiting again. */
  abort(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#measuring = undefined;
    this.#step = 0;
    this.#waiting = this.#continuous;
    this.changed();
  }

  reset(): void {
    this.source = 'INT';
    this.#continuous = true;
    this.listed = false;
    Object.assign(this.list, { setting: 'frequency', points: [], sequence: true });
    this.#results = undefined;
    this.abort();
    this.settingsChanged();
  }

  /** A measurement that began before is none of the new settings. */
  settingsChanged(): void {
    this.#since = this.#model.clock.monotonic();
  }

  /** Resolves when nothing is measured. */
  async idle(): Promise<void> {
    await this.#measuring;
  }

  /** The newest results, once those under way are there; refused with -230 where there are none. */
  async fetch(): Promise<readonly LcrResult[]> {
    if (this.source === 'INT' && this.#measuring === undefined && this.#waiting) {
      const { clock, measuringTime, settings } = this.#model;
      const first = this.#since + 1000 * (measuringTime + settings.delay);
      if (this.listed) this.fire();
      else {
        if (first > clock.monotonic()) await clock.sleep(first - clock.monotonic());
        this.#keep([this.#model.measure()]);
      }
    }
    await this.#measuring;
    if (this.#results === undefined) throw new ScpiRefusal(-230);
    return this.#results;
  }

  async #measure(signal: AbortSignal): Promise<void> {
    const { clock, settings } = this.#model;
    try {
      await this.#wait(settings.delay, signal);
      const results: LcrResult[] = [];
      for (const point of this.#points()) {
        if (point !== undefined) settings[this.list.setting] = point;
        await this.#wait(this.#model.measuringTime, signal);
        results.push(this.#model.measure());
      }
      this.#keep(results);
      this.#measuring = undefined;
      this.#waiting = this.#continuous;
      this.#since = clock.monotonic();
      this.changed();
    } catch (error) {
      if (!FourwireError.is(error) || error.kind !== 'aborted') throw error;
    }
  }

  #points(): readonly (number | undefined)[] {
    const { points, sequence } = this.list;
    if (!this.listed || points.length === 0) return [undefined];
    if (sequence) return points;
    const point = points[this.#step % points.length];
    this.#step++;
    return [point];
  }

  #keep(results: readonly LcrResult[]): void {
    this.#results = results;
    for (const result of results) this.measured(result);
  }

  async #wait(seconds: number, signal: AbortSignal): Promise<void> {
    if (seconds > 0) await this.#model.clock.sleep(1000 * seconds, signal);
  }
}

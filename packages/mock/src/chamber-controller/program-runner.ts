import type { ChamberProgram, ProgramSegment } from './chamber-program.ts';

/** `waiting`: for a condition, or for the temperature to come into the band. `ended`: over, and holding the last setpoint. */
export type RunnerState = 'idle' | 'running' | 'waiting' | 'paused' | 'ended';

/** What a program asks of the chamber, or starts from. */
export interface ProgramDemand {
  temperature: number;
  humidity: number | undefined;
  controls: 'air' | 'product';
}

/** Segments of no length that may follow each other in one step; a program that loops without time stands still there. */
const longestChain = 1000;

/** Visits of segments that are counted for the time that is left: one that loops without end has no end. */
const longestWalk = 10_000;

/** Runs a stored program segment by segment, in steps of any length. */
export class ProgramRunner {
  readonly demand: ProgramDemand = { temperature: 0, humidity: undefined, controls: 'air' };
  readonly #setOutputs: (outputs: readonly boolean[]) => void;
  #program: ChamberProgram | undefined;
  #state: RunnerState = 'idle';
  #index = 0;
  #elapsed = 0;
  #total = 0;
  #length = 0;
  #from: ProgramDemand = { ...this.demand };
  #begun = false;
  #done: number[] = [];

  /** @param setOutputs - is told the digital outputs of each segment that has some */
  constructor(setOutputs: (outputs: readonly boolean[]) => void) {
    this.#setOutputs = setOutputs;
  }

  get state(): RunnerState {
    return this.#state;
  }

  /** Whether a program decides about the chamber: all states but `idle`. */
  get active(): boolean {
    return this.#state !== 'idle';
  }

  /** The segment that runs, from 0. */
  get segment(): number {
    return this.#index;
  }

  /** Seconds that are left of the segment. */
  get remaining(): number {
    return this.active ? Math.max(0, this.#length - this.#elapsed) : 0;
  }

  /** Seconds that are left of the whole program by its own times. */
  get totalRemaining(): number {
    const segments = this.#program?.segments ?? [];
    let left = this.remaining;
    let temperature = segments[this.#index]?.temperature ?? this.demand.temperature;
    const done = [...this.#done];
    let place = this.#next(this.#index, done);
    for (let visit = 0; visit < longestWalk && this.active; visit++) {
      const segment = segments[place.index];
      if (segment === undefined) break;
      this.#enter(place.index, place.via, done);
      left += lengthOf(segment, temperature);
      temperature = segment.temperature ?? temperature;
      place = this.#next(place.index, done);
    }
    return left;
  }

  /** Seconds that the segment has run. */
  get elapsed(): number {
    return this.#elapsed;
  }

  /** Seconds since the program was started, pauses and waits included. */
  get total(): number {
    return this.#total;
  }

  /** How often the loop with this place among the program's loops has gone back so far. */
  repeated(loop: number): number {
    return this.#done[loop] ?? 0;
  }

  /** Starts a program at a segment, from what the chamber is at. */
  start(program: ChamberProgram, segment: number, from: ProgramDemand): void {
    this.#program = program;
    this.#state = 'running';
    this.#total = 0;
    this.#done = (program.loops ?? []).map(() => 0);
    Object.assign(this.demand, from);
    this.#goTo(segment);
  }

  pause(): void {
    if (this.#state === 'running' || this.#state === 'waiting') this.#state = 'paused';
  }

  resume(): void {
    if (this.#state === 'paused') this.#state = 'running';
  }

  /** Goes on with the next segment now. */
  skip(): void {
    if (this.#state === 'idle' || this.#state === 'ended') return;
    this.#state = 'running';
    this.#leave();
  }

  /** Ends the program where it is, and holds the setpoint that it has got to. */
  endHere(): void {
    if (this.active) this.#state = 'ended';
  }

  stop(): void {
    this.#state = 'idle';
    this.#program = undefined;
  }

  /** Lets `seconds` pass with the temperature that is controlled at `actual` °C; gives how the program ended, if it did. */
  step(seconds: number, actual: number): ChamberProgram['end'] | undefined {
    if (this.#state === 'idle' || this.#state === 'ended') return undefined;
    this.#total += seconds;
    let rest = seconds;
    for (let chain = 0; chain < longestChain; chain++) {
      const segment = this.#current();
      if (segment === undefined) return this.#finish();
      if (this.#state === 'paused' || !this.#counts(segment, actual)) return undefined;
      const step = Math.min(rest, this.#length - this.#elapsed);
      this.#elapsed += step;
      rest -= step;
      this.#follow(segment);
      if (this.#elapsed < this.#length) return undefined;
      const { pause } = segment;
      this.#leave();
      if (pause === true) this.#state = 'paused';
      if (rest <= 0 && this.#current() !== undefined && this.#length > 0) return undefined;
    }
    return undefined;
  }

  #current(): ProgramSegment | undefined {
    return this.#program?.segments[this.#index];
  }

  /** Whether time counts in the segment now. */
  #counts(segment: ProgramSegment, actual: number): boolean {
    const waits = !this.#begun && segment.waitFor?.() === false;
    if (!waits && !this.#begun) this.#begin(segment);
    this.#follow(segment);
    const outside =
      segment.band !== undefined && !(Math.abs(actual - this.demand.temperature) <= segment.band);
    this.#state = waits || outside ? 'waiting' : 'running';
    return this.#state === 'running';
  }

  /** Goes to a segment, `via` the end of a loop or from the segment before it. */
  #goTo(index: number, via = Number.POSITIVE_INFINITY): void {
    this.#index = index;
    this.#enter(index, via, this.#done);
    this.#elapsed = 0;
    this.#begun = false;
    this.#from = { ...this.demand };
    const segment = this.#current();
    if (segment === undefined) return;
    this.#length = lengthOf(segment, this.#from.temperature);
    if (segment.waitFor === undefined) this.#begin(segment);
  }

  /** A loop counts anew when its first segment is reached from outside of it. */
  #enter(index: number, via: number, done: number[]): void {
    for (const [number, loop] of (this.#program?.loops ?? []).entries())
      if (loop.to === index && via > loop.after) done[number] = 0;
  }

  /** Where it goes on after a segment, and the end of the loop that leads there. */
  #next(after: number, done: number[]): { readonly index: number; readonly via: number } {
    for (const [number, loop] of (this.#program?.loops ?? []).entries()) {
      const repeated = done[number] ?? 0;
      if (loop.after !== after || repeated >= loop.repeats) continue;
      done[number] = repeated + 1;
      return { index: loop.to, via: after };
    }
    return { index: after + 1, via: Number.POSITIVE_INFINITY };
  }

  #begin(segment: ProgramSegment): void {
    this.#begun = true;
    this.demand.controls = segment.controls ?? this.demand.controls;
    if (segment.outputs !== undefined) this.#setOutputs(segment.outputs);
    this.#follow(segment);
  }

  /** Moves what is asked for to where the segment is now. */
  #follow(segment: ProgramSegment): void {
    if (!this.#begun) return;
    const part = this.#length > 0 ? Math.min(1, this.#elapsed / this.#length) : 1;
    const { temperature, humidity } = segment;
    const from = this.#from;
    if (temperature !== undefined)
      this.demand.temperature = segment.ramp ? between(from.temperature, temperature, part) : temperature;
    if (humidity === 'off') this.demand.humidity = undefined;
    else if (humidity !== undefined)
      this.demand.humidity =
        segment.humidityRamp === true ? between(from.humidity ?? humidity, humidity, part) : humidity;
  }

  #leave(): void {
    const { index, via } = this.#next(this.#index, this.#done);
    this.#goTo(index, via);
  }

  #finish(): ChamberProgram['end'] {
    const program = this.#program;
    const end = program?.end ?? 'off';
    this.#index = Math.max(0, (program?.segments.length ?? 1) - 1);
    this.#elapsed = this.#length;
    this.#state = end === 'hold' ? 'ended' : 'idle';
    return end;
  }

  /** Told by the controller once it has carried out the end. */
  finished(): void {
    const ended = this.#program?.ended;
    if (this.#state === 'idle') this.#program = undefined;
    ended?.();
  }
}

function lengthOf(segment: ProgramSegment, from: number): number {
  const { rate, temperature, seconds } = segment;
  if (rate === undefined) return seconds;
  return rate > 0 ? (Math.abs((temperature ?? from) - from) / rate) * 60 : 0;
}

function between(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}

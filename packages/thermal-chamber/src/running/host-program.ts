import { FourwireError } from '@fourwire/core';
import type { Call, ImplementationOf, OperationContext } from '@fourwire/core';
import { holdHere } from '../classes/approach-commands.ts';
import { goodTemperature, patience } from '../classes/patience.ts';
import type { Patiently } from '../classes/patience.ts';
import type { thermalChamber } from '../classes/thermal-chamber.ts';
import { estimateProgram } from '../programs/estimate-program.ts';
import { flattenProgram } from '../programs/flatten-program.ts';
import type { StepVisit } from '../programs/flatten-program.ts';
import { fromProgramRecord } from '../programs/program-record.ts';
import type { Program, ProgramEnd, ProgramSensor } from '../programs/program.ts';
import type { ProgramAccess } from './chamber-access.ts';
import { afterFault, isFault } from './program-fault.ts';
import { refuseProgram } from './refuse-program.ts';

type Implementation = ImplementationOf<typeof thermalChamber>;
type RunProgram = Implementation['runProgram'];
type Input = Parameters<RunProgram['run']>[0];
type Operation = Parameters<RunProgram['run']>[1];
type Progress = Operation extends OperationContext<infer P> ? P : never;

/** Shortest time between two setpoints of a ramp, in s: many controllers keep each one in memory that wears out. */
const rampStep = 5;

/**
 * Alarms, and whether the chamber still conditions, are looked at with every fifth look at the temperature, not more
 * often than every 5 s and at least once a minute: on some controllers they take many exchanges. All in s.
 */
const looksPerCheck = 5;
const shortestCheck = 5;
const longestCheck = 60;

/** One run of a program by the host. */
class HostProgram {
  paused = false;
  readonly #access: ProgramAccess;
  readonly #program: Program;
  readonly #operation: Operation;
  readonly #patiently: Patiently;
  readonly #interval: number;
  readonly #began: number;
  /** Time of the program itself that is done, in s: without pauses and without waiting. */
  #done = 0;
  #total = 0;
  #surplus = 0;
  /** When time was last counted, monotonic ms. */
  #last: number;
  /** From when on the next look checks alarms and switch, monotonic ms. */
  #checkDue = -Infinity;
  #setpoint = NaN;
  #setpointWrittenAt = -Infinity;
  #temperature = NaN;
  readonly #goesByProduct: boolean;
  /** Of the product, where the program goes by it. */
  #product: number | undefined;
  #humidity: number | undefined;
  #outputs: Readonly<Record<string, boolean>> = {};

  constructor(access: ProgramAccess, program: Program, interval: number, operation: Operation) {
    const { clock } = access;
    this.#access = access;
    this.#program = program;
    this.#operation = operation;
    this.#interval = interval;
    this.#goesByProduct = goesByProduct(program);
    this.#patiently = patience(clock, operation);
    this.#began = clock.monotonic();
    this.#last = this.#began;
  }

  /** Seconds since the beginning, pauses included. */
  get elapsed(): number {
    return (this.#access.clock.monotonic() - this.#began) / 1000;
  }

  /** Runs every step and the end. */
  async run(): Promise<void> {
    try {
      await this.#steps();
    } catch (error) {
      throw await this.#explained(error);
    }
  }

  /** The alarm that a failure comes from, where there is one: a chamber in alarm may refuse anything it is asked. */
  async #explained(failure: unknown): Promise<unknown> {
    if (!isFault(failure) || ['link', 'timeout'].includes(failure.kind) || this.#operation.signal.aborted)
      return failure;
    if (failure.code === 'chamber-alarm') return failure;
    const [alarm] = await this.#access.members.alarms.read(this.#operation).catch(() => []);
    return alarm === undefined ? failure : chamberAlarm(alarm, failure);
  }

  async #steps(): Promise<void> {
    const { members } = this.#access;
    const isOn = await this.#patiently(async (call) => members.running.read(call));
    this.#temperature = await this.#read('air');
    // A chamber that stands still starts from the temperature it has, whatever its old setpoint.
    const start = isOn
      ? await this.#patiently(async (call) => members.setpoint.read(call))
      : this.#temperature;
    this.#total = estimateProgram(this.#program, start, { heating: Infinity, cooling: Infinity }).duration;
    this.#last = this.#access.clock.monotonic();
    let isStarted = false;
    for (const visit of flattenProgram(this.#program, start)) {
      await this.#switchOutputs(visit);
      await this.#setHumidity(visit.humidity);
      await this.#setSetpoint(visit.step.type === 'ramp' && visit.duration > 0 ? visit.from : visit.to);
      if (!isStarted) await this.#patiently(async (call) => members.running.write(true, call));
      isStarted = true;
      await this.#visit(visit);
    }
    await this.end(this.#operation);
  }

  /** Does what the program says for its end. */
  async end(call: Call): Promise<void> {
    const { members } = this.#access;
    const { end } = this.#program;
    if (end.action === 'hold') return;
    if (end.action === 'idle') {
      await this.#idle(end, call);
      return;
    }
    await members.running.write(false, call);
    if (end.action === 'all-off') for (const output of members.outputs) await output.on.write(false, call);
  }

  async #idle(end: Extract<ProgramEnd, { action: 'idle' }>, call: Call): Promise<void> {
    const { setpoint, humidity } = this.#access.members;
    await setpoint.write(end.temperature, call);
    if (end.humidity === undefined) await humidity?.control?.on.write(false, call);
    else {
      await humidity?.setpoint.write(end.humidity, call);
      await humidity?.control?.on.write(true, call);
    }
  }

  async #visit(visit: StepVisit): Promise<void> {
    const { step, duration } = visit;
    // What the step before took too long, because of the wire, this one has less to wait.
    let position = this.#surplus;
    this.#surplus = 0;
    // A setpoint that jumps takes no time; the next step looks at the chamber in the same moment.
    if (step.type === 'ramp' && duration === 0 && !this.paused) {
      this.#report(visit, 0, true);
      this.#surplus = position;
      return;
    }
    for (;;) {
      const began = this.#access.clock.monotonic();
      const counts = await this.#look(visit, Math.min(duration, position));
      const isDone = step.type === 'wait' ? counts : position >= duration;
      if (isDone && !this.paused) {
        if (step.type !== 'wait') {
          this.#done += duration;
          this.#surplus = position - duration;
        }
        return;
      }
      // On a slow wire a look takes seconds; they are part of the interval, but leave time for others on the wire.
      const took = (this.#access.clock.monotonic() - began) / 1000;
      const left = counts && step.type !== 'wait' ? duration - position - took : this.#interval;
      const pause = Math.max(0.001, Math.min(Math.max(this.#interval - took, this.#interval / 2), left));
      await this.#access.clock.sleep(pause * 1000, this.#operation.signal);
      const passed = this.#passed();
      if (counts && !this.paused && step.type !== 'wait') position += passed;
    }
  }

  /** Seconds since this was asked last. */
  #passed(): number {
    const now = this.#access.clock.monotonic();
    const passed = (now - this.#last) / 1000;
    this.#last = now;
    return passed;
  }

  /**
   * Looks at the chamber, moves the setpoint and reports.
   *
   * @returns whether time counts; of a wait, whether what it waits for is there
   */
  async #look(visit: StepVisit, position: number): Promise<boolean> {
    this.#temperature = await this.#read('air');
    if (this.#goesByProduct) this.#product = await this.#read('product');
    const { step, from, to, duration } = visit;
    if (step.type === 'ramp' && duration > 0 && !this.paused) {
      const fraction = Math.min(1, position / duration);
      await this.#moveSetpoint(from + (to - from) * fraction, fraction === 1);
    }
    const counts = await this.#counts(visit);
    this.#report(visit, position, counts);
    // At the end, so that readings are as far apart as they are to be, also where this takes seconds.
    await this.#checkChamber();
    return counts;
  }

  async #counts({ step, to, humidity }: StepVisit): Promise<boolean> {
    if (step.type === 'wait') return this.#isMet(step.for);
    const { guarantee } = this.#program;
    if (step.type !== 'soak' || step.guaranteed !== true || guarantee === undefined) return true;
    const temperature = this.#shown(guarantee.sensor);
    if (Math.abs(temperature - to) > guarantee.band) return false;
    const loop = this.#access.members.humidity;
    const { humidityBand } = guarantee;
    if (humidity === undefined || humidityBand === undefined || loop === undefined) return true;
    const now = await this.#patiently(async (call) => goodTemperature(await loop.humidity.read(call)));
    return Math.abs(now - humidity) <= humidityBand;
  }

  async #isMet(condition: Extract<StepVisit['step'], { type: 'wait' }>['for']): Promise<boolean> {
    if ('input' in condition) {
      const input = this.#access.members.inputs[Number(condition.input) - 1];
      return (await this.#patiently(async (call) => input?.on.read(call))) === condition.is;
    }
    const now = this.#shown(condition.sensor);
    return 'above' in condition ? now >= condition.above : now <= condition.below;
  }

  /** Ends the program at an alarm, and when somebody switched the chamber off. */
  async #checkChamber(): Promise<void> {
    const { members, clock } = this.#access;
    const now = clock.monotonic();
    if (now < this.#checkDue) return;
    // A look that comes when the next would be too late counts already.
    const within = Math.max(
      shortestCheck,
      Math.min(looksPerCheck * this.#interval, longestCheck - this.#interval),
    );
    this.#checkDue = now + within * 1000;
    const [alarm] = await this.#patiently(async (call) => members.alarms.read(call));
    if (alarm !== undefined) throw chamberAlarm(alarm);
    if (await this.#patiently(async (call) => members.running.read(call))) return;
    throw new FourwireError(
      'state',
      'chamber-stopped',
      'The chamber does not condition any more: somebody or something else switched it off.',
    );
  }

  async #read(sensor: ProgramSensor): Promise<number> {
    const { temperature, product } = this.#access.members;
    const source = sensor === 'air' ? temperature : (product?.temperature ?? temperature);
    return this.#patiently(async (call) => goodTemperature(await source.read(call)));
  }

  /** What the sensor showed at this look. */
  #shown(sensor: ProgramSensor): number {
    return sensor === 'air' ? this.#temperature : (this.#product ?? NaN);
  }

  /** Moves the setpoint of a ramp, in steps that a controller's memory can stand. */
  async #moveSetpoint(value: number, isLast: boolean): Promise<void> {
    const now = this.#access.clock.monotonic();
    if (!isLast && now - this.#setpointWrittenAt < rampStep * 1000) return;
    await this.#setSetpoint(isLast ? value : Math.round(value * 10) / 10);
  }

  async #setSetpoint(value: number): Promise<void> {
    if (value === this.#setpoint) return;
    await this.#patiently(async (call) => this.#access.members.setpoint.write(value, call));
    this.#setpoint = value;
    this.#setpointWrittenAt = this.#access.clock.monotonic();
  }

  async #setHumidity(value: number | undefined): Promise<void> {
    const { humidity } = this.#access.members;
    if (humidity === undefined || value === this.#humidity) return;
    this.#humidity = value;
    if (value !== undefined) await this.#patiently(async (call) => humidity.setpoint.write(value, call));
    await this.#patiently(async (call) => humidity.control?.on.write(value !== undefined, call));
  }

  async #switchOutputs({ outputs }: StepVisit): Promise<void> {
    for (const [name, on] of Object.entries(outputs)) {
      if (this.#outputs[name] === on) continue;
      const output = this.#access.members.outputs[Number(name) - 1];
      await this.#patiently(async (call) => output?.on.write(on, call));
    }
    this.#outputs = outputs;
  }

  #report({ number, step, passes, duration }: StepVisit, position: number, counts: boolean): void {
    const isWaiting = step.type === 'wait' ? !counts : !counts && position < duration;
    const progress: Progress = {
      state: this.paused ? 'paused' : isWaiting ? 'waiting' : 'running',
      step: number,
      cycle: passes[0]?.pass ?? 1,
      stepTimeLeft: duration - position,
      timeLeft: Math.max(0, this.#total - this.#done - position),
      setpoint: this.#setpoint,
      temperature: this.#temperature,
      ...(this.#product === undefined ? {} : { product: this.#product }),
      elapsed: this.elapsed,
    };
    this.#operation.progress(progress);
  }
}

function chamberAlarm(
  alarm: { readonly code: string; readonly text: string },
  cause?: FourwireError,
): FourwireError {
  return new FourwireError('device', 'chamber-alarm', `Alarm ${alarm.code}: ${alarm.text}.`, {
    device: alarm,
    cause,
  });
}

function goesByProduct({ guarantee, steps }: Program): boolean {
  return (
    guarantee?.sensor === 'product' ||
    steps.some((step) => step.type === 'wait' && 'sensor' in step.for && step.for.sensor === 'product')
  );
}

/** Running a program by the host, with pause and resume, the same for every controller. */
export function programCommands(
  access: ProgramAccess,
): Pick<Implementation, 'runProgram' | 'pauseProgram' | 'resumeProgram'> {
  let current: HostProgram | undefined;
  const need = (): HostProgram => {
    if (current !== undefined) return current;
    throw new FourwireError('state', 'no-program', 'There is no program that the host runs on this chamber.');
  };
  const run = async (input: Input, operation: Operation): Promise<{ elapsed: number }> => {
    const program = fromProgramRecord(input.program);
    await refuseProgram(program, access, operation);
    const hosted = new HostProgram(access, program, input.interval ?? 1, operation);
    current = hosted;
    try {
      await hosted.run();
      return { elapsed: hosted.elapsed };
    } catch (error) {
      if (!isFault(error) || operation.signal.aborted) throw error;
      throw await afterFault(error, input.onFault ?? 'off', access, async (call) => hosted.end(call));
    } finally {
      current = undefined;
    }
  };
  return {
    runProgram: { run, stop: async (call) => holdHere(access.members, call) },
    pauseProgram: {
      run: async () => {
        need().paused = true;
      },
    },
    resumeProgram: {
      run: async () => {
        need().paused = false;
      },
    },
  };
}

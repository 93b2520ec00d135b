import { FourwireError, checkValue, seededRandom } from '@fourwire/core';
import type { Clock, DeviceClass, Limits, MemberSpecs, Random, ValueSchema } from '@fourwire/core';
import { leavesOf } from './leaves.ts';
import type { Leaf, LeafSpec } from './leaves.ts';
import { drift, driftAmplitude } from './drift.ts';
import type { Drift } from './drift.ts';
import type { CommandLook, EventLook, MockReply, MockRequest } from './mock-wire.ts';
import { isNumeric, numberRange, shapeOf } from './schema-shape.ts';
import { valueAt } from './value-at.ts';

/** What a mock may be told; everything by the member's path below the device, such as `humidity/setpoint`. */
export interface MockMachineOptions {
  /** Where its chance comes from; seed 1 unless given. */
  readonly random?: Random;
  /** Optional parts that it does not have; it has all unless given. */
  readonly without?: readonly string[];
  /** How many it has of parts that come several, such as channels; 2 unless given. */
  readonly count?: number;
  /** Limits of writable numbers whose limits the device knows; the schema's unless given, 0 and 100 where it has none. */
  readonly limits?: Readonly<Record<string, Limits>>;
  /** Values to begin with. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** How long a command takes, in s; 2 s unless given. */
  readonly seconds?: number | Readonly<Record<string, number>>;
  /** What commands give; made from the description unless given. */
  readonly outputs?: Readonly<Record<string, (input: never) => unknown>>;
}

/** A run of a command. */
interface Run {
  readonly input: unknown;
  readonly began: number;
  stoppedAt: number | undefined;
}

/** A number that goes after a setpoint. */
interface Approach {
  from: number;
  to: number;
  since: number;
}

/** How fast a reading goes after its setpoint: the time constant in s. */
const approachSeconds = 30;

const usualSeconds = 2;

/** Where in its range a value begins; truth values begin as false. */
const start = 0.4;

/** The machine behind a mock: keeps values, drifts, runs commands. Knows nothing but the description of a class. */
export class MockMachine {
  /** @internal */
  readonly leaves: ReadonlyMap<string, Leaf>;
  readonly #name: string;
  readonly #clock: Clock;
  readonly #options: MockMachineOptions;
  readonly #values = new Map<string, unknown>();
  readonly #drifts = new Map<string, Drift>();
  readonly #approaches = new Map<string, Approach>();
  readonly #faults = new Map<string, string>();
  readonly #runs = new Map<string, Run>();
  readonly #events = new Map<string, unknown[]>();

  constructor(deviceClass: DeviceClass<MemberSpecs>, clock: Clock, options: MockMachineOptions = {}) {
    this.#name = deviceClass.name;
    this.#clock = clock;
    this.#options = options;
    const choice = { without: options.without ?? [], count: options.count ?? 2 };
    this.leaves = new Map(leavesOf(deviceClass.members, choice).map((leaf) => [leaf.path, leaf]));
    const random = options.random ?? seededRandom(1);
    for (const leaf of this.leaves.values()) this.#begin(leaf, random.fork(leaf.path));
    for (const [path, value] of Object.entries(options.values ?? {})) this.set(path, value);
  }

  #begin({ path, spec, folder }: Leaf, random: Random): void {
    if (spec.kind === 'writable') {
      this.#values.set(path, spec.safeValue ?? valueAt(spec.schema, start, this.limits(path)));
    } else if (spec.kind === 'readable') {
      this.#values.set(path, spec.safeValues?.[0] ?? valueAt(spec.schema, start));
      this.#drifts.set(path, drift(random));
      const setpoint = this.leaves.get(`${folder}setpoint`);
      if (setpoint?.spec.kind === 'writable' && isFollowed(spec.schema, setpoint.spec.schema)) {
        const from = valueAt(setpoint.spec.schema, start, this.limits(setpoint.path)) as number;
        this.#approaches.set(path, { from, to: from, since: this.#seconds() });
      }
    }
  }

  /** The value of a member now, as the machine itself knows it. */
  get(path: string): unknown {
    const leaf = this.#leaf(path);
    if (leaf.spec.kind !== 'readable') return this.#values.get(path);
    const approach = this.#approaches.get(path);
    const value = approach === undefined ? this.#values.get(path) : this.#approached(approach);
    const wander = this.#drifts.get(path);
    return wander === undefined ? value : drifted(leaf.spec.schema, value, wander(this.#seconds()));
  }

  /**
   * Puts a member at a value, as if by the machine's own doing: a reading stands there from then on.
   *
   * @throws FourwireError of kind `range`: `mock-member-unknown`, or `value-refused` for a value that the class excludes
   */
  set(path: string, value: unknown): void {
    const { spec } = this.#leaf(path);
    this.#check(path, spec, value);
    this.#values.set(path, value);
    this.#drifts.delete(path);
    this.#approaches.delete(path);
    this.#follow(path, value);
  }

  /** Lets a member answer with the device's own fault from now on, as a broken sensor does; `undefined` mends it. */
  fail(path: string, text: string | undefined): void {
    this.#leaf(path);
    if (text === undefined) this.#faults.delete(path);
    else this.#faults.set(path, text);
  }

  /** Lets an event happen. */
  emit(path: string, value: unknown): void {
    const { spec } = this.#leaf(path);
    if (spec.kind !== 'event') throw unknown(this.#name, path, 'event', this.leaves);
    this.#check(path, spec, value);
    this.#happened(path).push(value);
  }

  /** Whether a command runs now. */
  running(path: string): boolean {
    this.#leaf(path);
    return this.#look(path).running;
  }

  /** The limits of a writable member, as the machine itself keeps to them. */
  limits(path: string): Limits {
    const { spec } = this.#leaf(path);
    if (spec.kind !== 'writable' || !isNumeric(spec.schema)) return {};
    const given = this.#options.limits?.[path];
    if (given !== undefined) return given;
    const { minimum, maximum } = shapeOf(spec.schema);
    if (spec.limits === 'dynamic') return numberRange(spec.schema);
    return {
      ...(minimum === undefined ? {} : { min: minimum }),
      ...(maximum === undefined ? {} : { max: maximum }),
    };
  }

  /** @internal Answers what the driver asks. */
  answer(request: MockRequest): MockReply {
    if (request.op === 'identify') {
      return {
        value: { manufacturer: 'Fourwire', model: `mock ${this.#name}`, serialNumber: '1', firmware: '1' },
      };
    }
    const { path } = request;
    const fault = this.#faults.get(path);
    if (fault !== undefined) return { fault };
    switch (request.op) {
      case 'read':
        return { value: this.get(path) };
      case 'write':
        return this.#write(path, request.value);
      case 'limits':
        return { value: this.limits(path) };
      case 'run':
        this.#runs.set(path, { input: request.input, began: this.#seconds(), stoppedAt: undefined });
        return { value: true };
      case 'look':
        return { value: this.#look(path) };
      case 'stop': {
        const run = this.#runs.get(path);
        if (run !== undefined) run.stoppedAt ??= this.#seconds();
        return { value: !this.#look(path).running };
      }
      case 'events': {
        const happened = this.#happened(path);
        const look: EventLook = { count: happened.length, values: happened.slice(request.after) };
        return { value: look };
      }
      default:
        return request satisfies never;
    }
  }

  #write(path: string, value: unknown): MockReply {
    const { spec } = this.#leaf(path);
    const problem =
      spec.kind === 'command' ? undefined : checkValue(spec.schema, value, path, this.limits(path));
    if (problem !== undefined) return { fault: problem };
    this.#values.set(path, value);
    this.#follow(path, value);
    return { value: true };
  }

  /** Sends the readings beside a setpoint after it. */
  #follow(path: string, value: unknown): void {
    const { folder } = this.#leaf(path);
    if (path !== `${folder}setpoint` || typeof value !== 'number') return;
    for (const [follower, approach] of this.#approaches) {
      if (this.leaves.get(follower)?.folder !== folder) continue;
      approach.from = this.#approached(approach);
      approach.since = this.#seconds();
      approach.to = value;
    }
  }

  #approached({ from, to, since }: Approach): number {
    return to + (from - to) * Math.exp((since - this.#seconds()) / approachSeconds);
  }

  #look(path: string): CommandLook {
    const run = this.#runs.get(path);
    const { spec } = this.#leaf(path);
    if (run === undefined || spec.kind !== 'command') return { running: false, fraction: 0 };
    const fraction = Math.min(1, ((run.stoppedAt ?? this.#seconds()) - run.began) / this.secondsOf(path));
    if (run.stoppedAt !== undefined) return { running: false, fraction };
    if (fraction < 1) return { running: true, fraction };
    return { running: false, fraction, output: this.#output(path, spec.output, run.input) };
  }

  /** @internal How long a command takes, in s. */
  secondsOf(path: string): number {
    const { seconds = usualSeconds } = this.#options;
    return typeof seconds === 'number' ? seconds : (seconds[path] ?? usualSeconds);
  }

  /** What the test said; otherwise a value of the description, with what was asked for where the names agree. */
  #output(path: string, schema: ValueSchema | undefined, input: unknown): unknown {
    const given = this.#options.outputs?.[path];
    if (given !== undefined) return given(input as never);
    if (schema === undefined) return undefined;
    const made = valueAt(schema, 0.5);
    const { properties } = shapeOf(schema);
    if (properties === undefined || typeof input !== 'object' || input === null) return made;
    const taken = Object.entries(input).filter(([name, value]) => {
      const field = properties[name];
      return field !== undefined && checkValue(field, value, name) === undefined;
    });
    return { ...(made as object), ...Object.fromEntries(taken) };
  }

  #happened(path: string): unknown[] {
    const known = this.#events.get(path);
    if (known !== undefined) return known;
    const made: unknown[] = [];
    this.#events.set(path, made);
    return made;
  }

  #check(path: string, spec: LeafSpec, value: unknown): void {
    if (spec.kind === 'command') throw unknown(this.#name, path, 'value', this.leaves);
    const problem = checkValue(spec.schema, value, path);
    if (problem !== undefined) throw new FourwireError('range', 'value-refused', `${problem}.`);
  }

  #leaf(path: string): Leaf {
    const leaf = this.leaves.get(path);
    if (leaf === undefined) throw unknown(this.#name, path, 'member', this.leaves);
    return leaf;
  }

  #seconds(): number {
    return this.#clock.monotonic() / 1000;
  }
}

function isFollowed(reading: ValueSchema, setpoint: ValueSchema): boolean {
  return (
    shapeOf(reading).type === 'number' &&
    isNumeric(setpoint) &&
    shapeOf(reading).unit === shapeOf(setpoint).unit
  );
}

/** The value with its numbers a little off; words, counts and truth values stand. */
function drifted(schema: ValueSchema, value: unknown, offset: number): unknown {
  const { type, properties } = shapeOf(schema);
  if (type === 'number' && typeof value === 'number') {
    const { min, max } = numberRange(schema);
    const moved = value + offset * driftAmplitude * (max - min);
    const { minimum = -Infinity, maximum = Infinity } = shapeOf(schema);
    return Math.min(maximum, Math.max(minimum, moved));
  }
  if (properties === undefined || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const known = properties[name];
      return [name, known === undefined ? field : drifted(known, field, offset)];
    }),
  );
}

function unknown(name: string, path: string, what: string, leaves: ReadonlyMap<string, Leaf>): FourwireError {
  return new FourwireError(
    'range',
    'mock-member-unknown',
    `The mock of ${name} has no ${what} at "${path}"; its members are ${[...leaves.keys()].join(', ')}.`,
  );
}

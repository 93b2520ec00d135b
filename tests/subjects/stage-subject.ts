import type { CommandPlan, ControlledAxis, MotorAxis, Simulator, ValuePlan } from '@fourwire/mock';
import { openStage, stage } from '@fourwire/probe-station';
import type { Stage } from '@fourwire/probe-station';
import { subject } from './subject.ts';
import type { Subject, SubjectBench, SubjectEntry } from './subject.ts';

/** An axis of a stage along a line. */
type LinearAxisName = 'x' | 'y' | 'z';

/** What is asked of an axis of a simulator, in µm and µm/s. */
type SimulatedAxis = Pick<
  ControlledAxis,
  'position' | 'moving' | 'referenced' | 'move' | 'assumeReferenced'
> &
  Partial<Pick<ControlledAxis, 'speed'>>;

/** What a simulator that keeps its axes as plain motors says of their references. */
export interface MotorReference {
  readonly referenced: () => boolean;
  /** Gives it one where it stands; nothing unless given. */
  readonly assume?: () => void;
}

/** A plain motor as an axis of a stage. */
export function motorOfStage(motor: MotorAxis, { referenced, assume }: MotorReference): SimulatedAxis {
  return {
    get position() {
      return motor.position;
    },
    get moving() {
      return motor.moving;
    },
    get referenced() {
      return referenced();
    },
    move: (target, speed) => motor.drive(target, speed),
    assumeReferenced: () => assume?.(),
  };
}

/** What a stage with a driver and a simulator differs in from the others. */
export interface StageEntry<S extends Simulator> extends Pick<
  SubjectEntry<Stage, S>,
  'driver' | 'variant' | 'simulate' | 'options' | 'wires' | 'checksum'
> {
  /** The axes of the simulator that the options name, referenced when the power comes on. */
  readonly axes: (simulator: S) => Readonly<Partial<Record<LinearAxisName, SimulatedAxis>>>;
  /** Which of them there are. */
  readonly names: readonly LinearAxisName[];
  /** Where they are to stand at first and to go to, near and far, in µm. */
  readonly way: { readonly start: number; readonly near: number; readonly far: number };
  /** How exactly a position is told, in µm. */
  readonly resolution: number;
  /** How far from its target an axis may come to stand, in µm; 1.5 unless given. */
  readonly accuracy?: number;
  /** Whether the speed can be set, and how exactly it is told, in µm/s. */
  readonly speedResolution?: number;
  /** Where an axis counts once it has found its reference, in µm; no run without. */
  readonly origin?: number;
  /** Whether the controller itself says whether an axis has its reference; true unless given. */
  readonly tellsReference?: boolean;
  /** Makes good what an interrupted reference run has left; each axis assumes that it has its reference unless given. */
  readonly restore?: (simulator: S) => void;
  /** What is particular about single members. */
  readonly values?: Readonly<Record<string, ValuePlan<SubjectBench<Stage, S>>>>;
}

/** Makes a stage a subject: what holds for all of them is said here once. */
export function stageSubject<S extends Simulator>(entry: StageEntry<S>): Subject {
  const { axes, names, way, resolution, speedResolution, origin, values = {}, ...others } = entry;
  const { accuracy = 1.5, tellsReference = true, restore, ...rest } = others;
  type Bench = SubjectBench<Stage, S>;
  type Plan = CommandPlan<Bench>;
  const axis = ({ simulator }: Bench, name: LinearAxisName): SimulatedAxis => {
    const found = axes(simulator)[name];
    if (found === undefined) throw new Error(`The simulator has no axis ${name}`);
    return found;
  };
  const stands = (bench: Bench): boolean => names.every((name) => !axis(bench, name).moving);
  const isAt = (bench: Bench, name: LinearAxisName, position: number): boolean =>
    Math.abs(axis(bench, name).position - position) < accuracy;
  const all = (position: number): Readonly<Partial<Record<LinearAxisName, number>>> =>
    Object.fromEntries(names.map((name) => [name, position]));
  const toStart: Plan = {
    prepare: async (bench) => {
      // A reference run that was stopped leaves none.
      restore?.(bench.simulator);
      for (const name of restore === undefined ? names : []) {
        const one = axis(bench, name);
        if (!one.referenced && !one.moving) one.assumeReferenced();
      }
      await bench.device.moveTo(all(way.start));
    },
    stopAfter: 300,
    stands,
  };
  const valuePlans: Record<string, ValuePlan<Bench>> = {
    moving: {
      actual: (bench) => !stands(bench),
      // So slowly that it still goes on when a busy computer looks.
      endanger: (bench) => axis(bench, names[0] ?? 'x').move(way.far, 100),
    },
  };
  const commandPlans: Record<string, Plan> = {
    moveTo: {
      ...toStart,
      input: all(way.near),
      longInput: all(way.far),
      arrived: (bench) => names.every((name) => isAt(bench, name, way.near)),
    },
    halt: { arrived: stands },
  };
  for (const name of names) {
    const { near, far, start } = way;
    const atNear = (bench: Bench): boolean => isAt(bench, name, near);
    valuePlans[`${name}/position`] = {
      actual: (bench) => axis(bench, name).position,
      tolerance: resolution,
    };
    valuePlans[`${name}/moving`] = { actual: (bench) => axis(bench, name).moving };
    if (tellsReference)
      valuePlans[`${name}/reference/referenced`] = { actual: (bench) => axis(bench, name).referenced };
    if (speedResolution !== undefined)
      valuePlans[`${name}/velocity/speed`] = {
        actual: (bench) => axis(bench, name).speed,
        tolerance: speedResolution,
        same: (written, readBack) => Math.abs(Number(written) - Number(readBack)) <= speedResolution,
      };
    commandPlans[`${name}/moveTo`] = {
      ...toStart,
      input: { position: near },
      longInput: { position: far },
      arrived: atNear,
    };
    commandPlans[`${name}/moveBy`] = {
      ...toStart,
      input: { distance: near - start },
      longInput: { distance: far - start },
      arrived: atNear,
    };
    commandPlans[`${name}/halt`] = { arrived: (bench) => !axis(bench, name).moving };
    commandPlans[`${name}/reference/home`] =
      origin === undefined
        ? { skip: 'It has no reference run.' }
        : { ...toStart, arrived: (bench) => isAt(bench, name, origin) && axis(bench, name).referenced };
  }
  return subject<Stage, S>({
    ...rest,
    deviceClass: stage,
    open: openStage,
    values: Object.fromEntries(
      Object.entries(valuePlans).map(([path, plan]) => [path, { ...plan, ...values[path] }]),
    ),
    commands: commandPlans,
  });
}

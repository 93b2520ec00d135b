import type { CommandPlan, ProberMachine, Simulator, ValuePlan } from '@fourwire/mock';
import { openProbeStation, probeStation } from '@fourwire/probe-station';
import type { ProbeStation } from '@fourwire/probe-station';
import { subject } from './subject.ts';
import type { Subject, SubjectBench, SubjectEntry } from './subject.ts';

/** A simulated prober with the machine that all of them have. */
export type SimulatedProber = Simulator & { readonly model: ProberMachine };

type Bench<S extends SimulatedProber> = SubjectBench<ProbeStation, S>;

/** What a prober with a driver and a simulator differs in from the others. */
export interface ProberEntry<S extends SimulatedProber> extends Pick<
  SubjectEntry<ProbeStation, S>,
  'driver' | 'variant' | 'simulate' | 'options' | 'wires' | 'checksum' | 'unit' | 'deadline' | 'onWire'
> {
  /** The largest overtravel of its options, in µm; 100 unless given. */
  readonly maxOvertravel?: number;
  /** The range of its thermal chuck, where it has one, in °C. */
  readonly chuck?: { readonly min: number; readonly max: number };
  /** A die near the middle of its map, as it counts; 0, 0 unless given. */
  readonly middle?: { readonly column: number; readonly row: number };
  /** A die near its left edge, from which others are far; none where the prober moves over the wafer by itself. */
  readonly farDie?: { readonly column: number; readonly row: number };
  /** When a move from far out is stopped, in ms: while it still goes on; 700 unless given. */
  readonly stopAfter?: number;
  /** What is particular about single members. */
  readonly values?: Readonly<Record<string, ValuePlan<Bench<S>>>>;
  readonly commands?: Readonly<Record<string, CommandPlan<Bench<S>>>>;
}

/** The right end of the map of a simulated prober that counts from its middle. */
export const rightmost = { column: 18, row: 0 } as const;

/** Dies of that map, far from each other at first: the route for drivers whose prober stores none. */
export const acrossTheMap = [
  { column: -18, row: 0 },
  rightmost,
  { column: 0, row: 0 },
  { column: 1, row: 0 },
] as const;

/** Makes a prober a subject: what holds for all of them is said here once. */
export function proberSubject<S extends SimulatedProber>(entry: ProberEntry<S>): Subject {
  const {
    maxOvertravel = 100,
    chuck,
    middle = { column: 0, row: 0 },
    farDie,
    stopAfter = 700,
    values = {},
    commands = {},
    ...rest
  } = entry;
  type Plan = CommandPlan<Bench<S>>;
  const stands = ({ simulator }: Bench<S>): boolean => !simulator.model.prober.busy;
  const low = async ({ device }: Bench<S>): Promise<void> => void (await device.separate());
  const farOut = async (bench: Bench<S>): Promise<void> => {
    await low(bench);
    if (farDie === undefined) await bench.device.moveTo?.({ x: -80_000, y: 0 });
    else await bench.device.stepTo(farDie);
  };
  const overTheMiddle = async (bench: Bench<S>): Promise<void> => {
    await low(bench);
    await bench.device.stepTo(middle);
  };
  /** A move that takes long from far out. */
  const move: Plan = { prepare: low, prepareLong: farOut, stopAfter, stands };
  const valuePlans: Record<string, ValuePlan<Bench<S>>> = {
    overtravel: {
      limits: { min: 0, max: maxOvertravel },
      actual: ({ simulator }) => simulator.model.active.overtravelGap,
    },
    vacuum: { actual: ({ simulator }) => simulator.model.vacuum },
    height: {
      endanger: async (bench) => {
        await overTheMiddle(bench);
        await bench.device.contact();
      },
    },
    ...(chuck === undefined ? {} : { 'chuck/setpoint': { limits: chuck } }),
    ...values,
  };
  const commandPlans: Record<string, Plan> = {
    contact: {
      prepare: overTheMiddle,
      stopAfter: 20,
      arrived: ({ simulator }) => simulator.model.inContact,
      stands,
    },
    separate: { arrived: ({ simulator }) => !simulator.model.inContact },
    moveTo: { ...move, input: { x: 1000, y: 2000 }, longInput: { x: 80_000, y: 0 } },
    moveBy: { ...move, input: { x: 1000, y: 2000 }, longInput: { x: 160_000, y: 0 } },
    rotateTo: { ...move, input: { theta: 1 }, longInput: { theta: 4 }, stopAfter: 100 },
    stepFirst: move,
    stepNext: {
      ...move,
      prepare: async (bench) => {
        await low(bench);
        await bench.device.stepFirst();
      },
      prepareLong: async (bench) => {
        await low(bench);
        await bench.device.stepFirst();
        if (farDie === undefined) await farOut(bench);
      },
    },
    stepTo: { ...move, input: middle },
    bin: {
      input: { bin: 1 },
      prepare: async (bench) => {
        await low(bench);
        await bench.device.stepFirst();
      },
    },
    ink: { input: { inker: 1 }, prepare: low },
    home: move,
    load: {
      ...move,
      prepareLong: async (bench) => {
        await low(bench);
        if (bench.device.home === undefined) await bench.device.stepTo(middle);
        else await bench.device.home();
      },
    },
    align: { prepare: low },
    ...commands,
  };
  return subject<ProbeStation, S>({
    speed: 20,
    onWire: ['shape', 'writing', 'safe'],
    ...rest,
    deviceClass: probeStation,
    open: openProbeStation,
    values: valuePlans,
    commands: commandPlans,
  });
}

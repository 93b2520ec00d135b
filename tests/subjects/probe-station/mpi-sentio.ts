import { SentioSimulator } from '@fourwire/mock';
import type { CommandPlan } from '@fourwire/mock';
import { openProbeStation, probeStation } from '@fourwire/probe-station';
import type { ProbeStation } from '@fourwire/probe-station';
import { subject } from '../subject.ts';
import type { SubjectBench } from '../subject.ts';

type Bench = SubjectBench<ProbeStation, SentioSimulator>;

const farOut = async ({ device }: Bench): Promise<void> => {
  await device.separate();
  await device.moveTo?.({ x: -80_000, y: 0 });
};

/** A move that takes long from far out. */
const move: CommandPlan<Bench> = {
  prepareLong: farOut,
  stopAfter: 700,
  stands: ({ simulator }) => !simulator.model.prober.busy,
};

export const mpiSentio = subject({
  deviceClass: probeStation,
  driver: 'mpi-sentio',
  open: openProbeStation,
  simulate: (time) => new SentioSimulator({ ...time, chuck: true }),
  wires: ['socket'],
  options: { chuck: { min: 20, max: 150 } },
  values: {
    overtravel: {
      limits: { min: 0, max: 100 },
      actual: ({ simulator }) => simulator.model.active.overtravelGap,
    },
    vacuum: { actual: ({ simulator }) => simulator.model.vacuum },
    height: {
      endanger: async ({ device }) => {
        await device.stepTo({ column: 0, row: 0 });
        await device.contact();
      },
    },
    'chuck/setpoint': { limits: { min: 20, max: 150 } },
  },
  commands: {
    contact: {
      prepare: async ({ device }) => {
        await device.separate();
        await device.stepTo({ column: 0, row: 0 });
      },
      stopAfter: 20,
      arrived: ({ simulator }) => simulator.model.inContact,
      stands: ({ simulator }) => !simulator.model.prober.busy,
    },
    separate: { arrived: ({ simulator }) => !simulator.model.inContact },
    moveTo: { ...move, input: { x: 1000, y: 2000 }, longInput: { x: 80_000, y: 0 } },
    moveBy: { ...move, input: { x: 1000, y: 2000 }, longInput: { x: 160_000, y: 0 } },
    stepFirst: move,
    stepNext: {
      ...move,
      prepare: async ({ device }) => {
        await device.stepFirst();
      },
      prepareLong: async (bench) => {
        await bench.device.stepFirst();
        await farOut(bench);
      },
    },
    stepTo: { ...move, input: { column: 3, row: -2 } },
    bin: {
      input: { bin: 1 },
      prepare: async ({ device }) => {
        await device.stepFirst();
      },
    },
    home: move,
    load: { ...move, prepareLong: async ({ device }) => void (await device.home?.()) },
    align: { skip: 'The simulated station has no camera.' },
  },
  onWire: ['shape', 'writing', 'safe'],
  speed: 20,
});

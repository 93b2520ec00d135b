import { CorvusSimulator } from '@fourwire/mock';
import type { CommandPlan } from '@fourwire/mock';
import { openProbeStation, probeStation } from '@fourwire/probe-station';
import type { ProbeStation } from '@fourwire/probe-station';
import { subject } from '../subject.ts';
import type { SubjectBench } from '../subject.ts';

type Bench = SubjectBench<ProbeStation, CorvusSimulator>;

const contactHeight = 12_000;

/** The height of the simulated vertical axis, in µm. */
const heightOf = ({ simulator }: Bench): number => simulator.model.axes[2]?.controlled.position ?? NaN;

const low = async ({ device, simulator }: Bench): Promise<void> => {
  for (const axis of simulator.model.axes)
    if (!axis.referenced && !axis.controlled.moving) axis.assumeReferenced();
  await device.separate();
};

/** A move that takes long from far out. */
const move: CommandPlan<Bench> = {
  prepare: low,
  prepareLong: async (bench) => {
    await low(bench);
    await bench.device.moveTo?.({ x: -40_000, y: 0 });
  },
  stopAfter: 700,
  stands: ({ simulator }) => !simulator.model.moving,
};

export const venusCorvusProber = subject({
  deviceClass: probeStation,
  driver: 'venus-corvus-prober',
  open: openProbeStation,
  simulate: (time) => new CorvusSimulator({ ...time, referenced: true }),
  wires: ['serial', 'socket'],
  options: {
    wafer: { diameterUm: 80_000, pitchUm: { x: 5000, y: 5000 } },
    home: { x: 50_000, y: 50_000 },
    contactHeight,
    loadPosition: { x: 90_000, y: 10_000 },
    route: [
      { column: 6, row: 0 },
      { column: -6, row: 0 },
      { column: 5, row: 1 },
    ],
  },
  values: {
    overtravel: {
      limits: { min: 0, max: 100 },
      skip: 'The host keeps it; its limits are tried beside the driver.',
    },
    height: {
      endanger: async (bench) => {
        await low(bench);
        await bench.device.contact();
      },
    },
    die: {
      prepare: async (bench) => {
        await low(bench);
        await bench.device.stepFirst();
      },
      skip: 'The host keeps it.',
    },
  },
  commands: {
    contact: {
      prepare: low,
      stopAfter: 20,
      arrived: (bench) => Math.abs(heightOf(bench) - contactHeight) < 1.5,
      stands: ({ simulator }) => !simulator.model.moving,
    },
    separate: { prepare: low, arrived: (bench) => Math.abs(heightOf(bench) - (contactHeight - 300)) < 1.5 },
    moveTo: { ...move, input: { x: 1000, y: 2000 }, longInput: { x: 40_000, y: 0 } },
    moveBy: { ...move, input: { x: 1000, y: 2000 }, longInput: { x: 80_000, y: 0 } },
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
      },
    },
    stepTo: { ...move, input: { column: 6, row: 2 } },
    home: move,
    load: move,
  },
  speed: 20,
  onWire: ['shape', 'safe'],
});

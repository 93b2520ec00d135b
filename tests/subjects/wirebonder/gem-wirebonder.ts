import { GemWirebonderSimulator } from '@fourwire/mock';
import type { SimulatorOptions } from '@fourwire/mock';
import { exampleProfile, openWirebonder, wirebonder } from '@fourwire/wirebonder';
import type { Wirebonder } from '@fourwire/wirebonder';
import { filter, firstValueFrom } from 'rxjs';
import { subject } from '../subject.ts';
import type { SubjectBench, SubjectEntry } from '../subject.ts';

type Bench = SubjectBench<Wirebonder, GemWirebonderSimulator>;

const id = 'MEMS-GOLD';

const until = async ({ device }: Bench, state: 'ready' | 'executing'): Promise<void> => {
  await firstValueFrom(device.processing.value$.pipe(filter(({ value }) => value === state)));
};

/** Selects the recipe and waits until the stage is warm. */
const makeReady = async (bench: Bench): Promise<void> => {
  await bench.device.selectRecipe({ id });
  await until(bench, 'ready');
};

/** Brings the bonder to bond. */
const execute = async (bench: Bench): Promise<void> => {
  await makeReady(bench);
  // Left alone: it ends with the bench, or when the machine is stopped.
  void bench.device.run({ lot: 'L1' }).then(
    () => {},
    () => {},
  );
  await until(bench, 'executing');
};

/** Ends the lot, which would keep other commands waiting: for the operator if need be. */
const endLot = async ({ device }: Bench): Promise<void> => {
  await device.stop();
};

const entry = {
  deviceClass: wirebonder,
  driver: 'gem-wirebonder',
  open: openWirebonder,
  simulate: (time: SimulatorOptions) => new GemWirebonderSimulator(time),
  options: { profile: exampleProfile },
  values: {
    processing: { endanger: execute },
    recipes: { actual: ({ simulator }) => [...simulator.model.recipes.keys()] },
    'supplies/wireLeft': { actual: ({ simulator }) => simulator.model.bonding.wireLeft, tolerance: 0.01 },
    'supplies/toolBonds': { actual: ({ simulator }) => simulator.model.bonding.toolBonds },
    'stage/temperature': { actual: ({ simulator }) => simulator.model.stageTemperature, tolerance: 1 },
  },
  commands: {
    selectRecipe: { input: { id } },
    uploadRecipe: { input: { id } },
    downloadRecipe: { input: { id: 'NEW', body: Uint8Array.of(1, 2, 3) } },
    deleteRecipe: {
      input: { id: 'NEW' },
      prepare: async ({ device }) => {
        await device.downloadRecipe({ id: 'NEW', body: Uint8Array.of(1, 2, 3) });
      },
      arrived: ({ simulator }) => !simulator.model.recipes.has('NEW'),
    },
    compareRecipe: { input: { id, body: Uint8Array.of(1, 2, 3) } },
    // The limit of bonds on a capillary.
    setConstant: { input: { id: 201, value: 400_000 } },
    start: { input: { lot: 'L1' }, prepare: makeReady, tidy: endLot },
    follow: {
      prepare: async (bench) => {
        await makeReady(bench);
        await bench.device.start({ lot: 'L1' });
      },
      tidy: endLot,
      stopAfter: { seconds: 5 },
      stands: ({ simulator }) => simulator.model.state !== 'EXECUTING',
    },
    'traces/record': {
      input: { variables: ['stage temperature'], period: 1, samples: 3 },
      longInput: { variables: ['stage temperature'], period: 1, samples: 300 },
      stopAfter: { seconds: 3 },
    },
    run: {
      input: { lot: 'L1' },
      prepare: makeReady,
      stopAfter: { seconds: 5 },
      stands: ({ simulator }) => simulator.model.state !== 'EXECUTING',
    },
    pause: { prepare: execute, tidy: endLot },
    resume: {
      tidy: endLot,
      prepare: async (bench) => {
        await execute(bench);
        await bench.device.pause();
      },
    },
    stop: { prepare: execute, tidy: endLot },
    abort: { prepare: execute, tidy: endLot },
  },
  events: {
    bond$: { trigger: execute },
    event$: { trigger: execute },
    'production/unit$': { trigger: execute },
    alarm$: {
      trigger: async (bench) => {
        bench.simulator.model.failWire(2, 'non-stick-on-pad');
        await execute(bench);
      },
    },
  },
  speed: 100,
} satisfies Omit<SubjectEntry<Wirebonder, GemWirebonderSimulator>, 'wires'>;

export const gemWirebonder = subject({ ...entry, wires: ['hsms'] });

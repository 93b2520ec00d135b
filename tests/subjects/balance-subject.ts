import { balance, openBalance } from '@fourwire/metrology';
import type { Balance } from '@fourwire/metrology';
import type { BalanceMachine, Simulator, SimulatorOptions } from '@fourwire/mock';
import { subject } from './subject.ts';
import type { Subject, SubjectBench, SubjectEntry, SubjectWire } from './subject.ts';

/** A simulator with a pan. */
interface PanSimulator extends Simulator {
  readonly machine: BalanceMachine;
}

type Bench<S extends PanSimulator> = SubjectBench<Balance, S>;

/** What a balance with a driver and a simulator differs in from the others. */
export interface BalanceEntry<S extends PanSimulator> extends Pick<
  SubjectEntry<Balance, S>,
  'driver' | 'values'
> {
  readonly simulate: (time: SimulatorOptions) => S;
  /** A serial line unless given. */
  readonly wires?: readonly SubjectWire[];
}

/** Puts so much on the pan and lets it settle. */
async function put<S extends PanSimulator>({ simulator, clock }: Bench<S>, grams: number): Promise<void> {
  simulator.machine.model.load = grams;
  await clock.sleep(4000);
}

/** Makes a balance a subject: what holds for all of them is said here once. */
export function balanceSubject<S extends PanSimulator>(entry: BalanceEntry<S>): Subject {
  const { wires = ['serial'], values = {}, ...rest } = entry;
  const loaded = async (bench: Bench<S>): Promise<void> => put(bench, 50);
  /** While the bench shakes nothing is stable, and whoever waits for that can be stopped. */
  const shaking = ({ simulator }: Bench<S>): void => {
    simulator.machine.model.shakingFor = 60;
  };
  const calm = async (bench: Bench<S>, grams: number): Promise<void> => {
    bench.simulator.machine.model.shakingFor = 0;
    await put(bench, grams);
  };
  const settled = (grams: number, prepareLong = shaking) => ({
    prepare: async (bench: Bench<S>) => calm(bench, grams),
    prepareLong,
    arrived: ({ simulator }: Bench<S>) => Math.abs(simulator.machine.model.net) < 0.002,
  });
  return subject({
    ...rest,
    deviceClass: balance,
    open: openBalance,
    wires,
    values: {
      weight: {
        prepare: loaded,
        actual: ({ simulator }) => ({
          value: simulator.machine.model.net,
          resolution: simulator.machine.model.parameters.readability,
          displayUnit: 'g',
        }),
        tolerance: 0.0011,
      },
      ...values,
    },
    commands: {
      weighStable: { prepare: async (bench) => calm(bench, 50), prepareLong: shaking },
      weighNow: { prepare: async (bench) => calm(bench, 50) },
      tare: settled(50),
      // Within the range in which a zero may be set.
      zero: settled(2),
      'internalAdjustment/adjust': {
        prepare: async (bench) => calm(bench, 0),
        deadline: { minutes: 6 },
      },
    },
    events: {
      live$: { trigger: loaded },
      printed$: {
        trigger: async (bench) => {
          await loaded(bench);
          bench.simulator.machine.printKey.fire();
        },
      },
    },
  });
}

import { VirtualClock, seededRandom } from '@fourwire/core';
import type { Clock, InProcessTransport, Random } from '@fourwire/core';
import type { Faults } from '../faults/faults.ts';
import type { MessageLink } from '../serve/message-link.ts';
import type { Simulator } from '../simulator.ts';
import { nameOf } from './simulated-address.ts';
import type { SimulatedAddress } from './simulated-address.ts';
import { Wires } from './wires.ts';

/** What the simulators of a virtual bench are made with. */
export interface BenchContext {
  readonly clock: VirtualClock;
  /** Its own for each name, so that adding a simulator changes nothing about the others. */
  readonly random: (name: string) => Random;
}

/** What a virtual bench may be told. */
export interface VirtualBenchOptions {
  /** Whatever chance there is comes from it; 1 unless given. */
  readonly seed?: number | string;
  /** One of its own unless given. */
  readonly clock?: VirtualClock;
}

/** What opens a device on a virtual bench: spread it into the options of any `open…` function, or of `openBench`. */
export interface VirtualBenchLinks {
  readonly clock: Clock;
  readonly random: Random;
  /** The simulator at an address; the names of the bench are its hosts, port names and serial numbers. */
  readonly simulators: (address: SimulatedAddress) => InProcessTransport | MessageLink | undefined;
}

/** Simulators on one virtual clock. See {@link virtualBench}. */
export interface VirtualBench<S extends Readonly<Record<string, Simulator>>> {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly simulators: S;
  /** The faults of each simulator and of the wires to it. */
  readonly faults: Readonly<Record<keyof S, Faults>>;
  /** Spread it where a device is opened: `openMultimeter('TCPIP0::meter::5025::SOCKET', { driver, ...bench.links })`. */
  readonly links: VirtualBenchLinks;
  /** Runs `work` and lets time leap whenever nothing is left to do; gives what `work` gives. */
  run<R>(work: () => Promise<R>): Promise<R>;
}

/**
 * A bench of simulators on one virtual clock: drivers, links, simulators, procedures and RxJS run as fast as the
 * computer can, and two runs with one seed do the same. Each simulator has a name, and stands at every address whose
 * host, serial port or serial number is that name: `modbus-tcp://oven`, `TCPIP0::meter::hislip0::INSTR`,
 * `ASRL/dev/gauge::INSTR`, `sim://oven`. A script runs unchanged when the names are what it reads its addresses from.
 *
 * @param make - makes the simulators: `({ clock, random }) => ({ oven: new WatlowF4tSimulator({ clock, random: random('oven') }) })`
 */
export function virtualBench<S extends Readonly<Record<string, Simulator>>>(
  make: (context: BenchContext) => S,
  options: VirtualBenchOptions = {},
): VirtualBench<S> {
  const clock = options.clock ?? new VirtualClock();
  const seeded = seededRandom(options.seed ?? 1);
  const simulators = make({ clock, random: (name) => seeded.fork(`simulator/${name}`) });
  const wires = new Map<string, Wires>();
  for (const [name, simulator] of Object.entries(simulators)) {
    wires.set(name, new Wires(name, simulator, clock, seeded.fork(`wire/${name}`)));
  }
  const faults = Object.fromEntries([...wires].map(([name, { faults: own }]) => [name, own]));
  return {
    clock,
    random: seeded.fork('bench'),
    simulators,
    // Object.fromEntries forgets the names in its type.
    faults: faults as Readonly<Record<keyof S, Faults>>,
    links: {
      clock,
      random: seeded.fork('links'),
      simulators: (address) => wires.get(nameOf(address) ?? '')?.at(address),
    },
    run: async (work) => clock.run(work),
  };
}

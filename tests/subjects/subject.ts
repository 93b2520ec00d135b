import { CountedClock, PacedClock, VirtualClock } from '@fourwire/core';
import type { Clock, Device, DeviceClass, MemberSpecs, Random } from '@fourwire/core';
import { conformance, faultCatalogue, faultTrial, serve, virtualBench } from '@fourwire/mock';
import type {
  ConformanceFault,
  ConformanceGroup,
  ConformanceOptions,
  FaultName,
  Faults,
  FaultTrial,
  FaultyBench,
  ServedWire,
  Simulator,
  SimulatorOptions,
  VirtualBenchLinks,
} from '@fourwire/mock';
import { parseAddress } from '@fourwire/transport';
import type { OpenOptions } from '@fourwire/transport';
import { describe, it } from 'vitest';

/** What the plans of an entry work on. */
export interface SubjectBench<D extends Device, S extends Simulator> extends FaultyBench {
  readonly device: D;
  readonly simulator: S;
  readonly clock: Clock;
  readonly unplug: () => void;
  readonly plug: () => void;
}

/** The wires that a subject is tried on: those that `serve` knows. */
export type SubjectWire = ServedWire;

/** What a driver may be told. */
type DriverOptions = Readonly<Record<string, unknown>>;

/** One driver with the simulator that it is tried on: all that the conformance suite and the fault matrix ask for. */
export interface SubjectEntry<D extends Device, S extends Simulator> extends Pick<
  ConformanceOptions<SubjectBench<D, S>>,
  'values' | 'commands' | 'events' | 'deadline'
> {
  readonly deviceClass: DeviceClass<MemberSpecs>;
  /** The name of the driver in its registry; what the tests are called by. */
  readonly driver: string;
  /** Which of the driver's machines this is, where it has several subjects. */
  readonly variant?: string;
  /** Opens a device of the class: `openThermalChamber`. */
  readonly open: (address: string, options: OpenOptions) => Promise<D>;
  /** Makes the simulator, without noise where `actual` has no tolerance. */
  readonly simulate: (time: SimulatorOptions) => S;
  /**
   * The wires that the driver has, the most usual first: on that one the whole suite runs in virtual time. On each of
   * them a part of it runs over the real wire, where this computer has it, and the fault matrix in virtual time.
   */
  readonly wires: readonly SubjectWire[];
  /** Further options of the driver, where need be by the wire. */
  readonly options?: DriverOptions | ((wire: SubjectWire) => DriverOptions);
  /** The unit or device id that addresses name; 1 for Modbus and 0 for HSMS unless given. */
  readonly unit?: number;
  /** Whether every protocol of it has a checksum; Modbus RTU is known to have one. */
  readonly checksum?: boolean;
  /** The part of the suite that runs on real wires; `shape`, `safe` and `events` unless given. */
  readonly onWire?: readonly ConformanceGroup[];
  /** How many times faster than real time the simulator runs on a real wire; 50 unless given. */
  readonly speed?: number;
}

/** An entry, ready to be tested. */
export interface Subject {
  readonly driver: string;
  /** The name of its device class. */
  readonly deviceClass: string;
  readonly wires: readonly SubjectWire[];
  /** The faults that the simulator and a wire to it have. */
  readonly faults: readonly FaultName[];
  /** Registers the whole conformance suite with vitest, in virtual time. */
  readonly conformInVirtualTime: () => void;
  /** Registers a part of the conformance suite with vitest, on each of the real wires. */
  readonly conformOnRealWires: () => void;
  /** Opens it over its first wire, in virtual time; the caller closes it. */
  readonly open: (time: Time) => Promise<Device>;
  /** Where it stands on a bench in virtual time, over its first wire, for a bench file to name it. */
  readonly stand: (time: Time) => SubjectStand;
  /** One trial of the fault matrix, in virtual time. */
  readonly trial: (wire: SubjectWire, seed: number) => Promise<FaultTrial>;
}

interface Time {
  readonly clock: Clock;
  readonly random: Random;
}

/** A machine on a virtual bench that nobody has opened yet. */
export interface SubjectStand {
  /** What a bench file says of it. */
  readonly entry: { readonly driver: string; readonly address: string; readonly options: DriverOptions };
  readonly links: VirtualBenchLinks;
  /** The machine itself. */
  readonly simulator: Simulator;
  readonly faults: Faults;
  readonly unplug: () => void;
  readonly plug: () => void;
}

/** Makes a driver a subject of the conformance suite and of the fault matrix. */
export function subject<D extends Device, S extends Simulator>(entry: SubjectEntry<D, S>): Subject {
  const { deviceClass, wires } = entry;
  const driver = entry.variant === undefined ? entry.driver : `${entry.driver} ${entry.variant}`;
  const { faults, services } = entry.simulate({ clock: new VirtualClock() });
  // Where there is nothing but GPIB no bytes travel that could be spoilt.
  const ofTheWire = Object.keys(services).length === 0 ? (['unplug'] as const) : wireFaults;
  const names = [...new Set([...ofTheWire, ...(Object.keys(faults) as FaultName[])])];
  const options = {
    values: entry.values ?? {},
    commands: entry.commands ?? {},
    events: entry.events ?? {},
    // A device that refuses to be set up is asked again at longer and longer intervals.
    deadline: entry.deadline ?? { minutes: 3 },
  };
  return {
    driver,
    deviceClass: deviceClass.name,
    wires,
    faults: names,
    conformInVirtualTime: () => {
      const first = firstOf(wires);
      describe(`${driver} in virtual time`, () => {
        conformance(deviceClass, async (time) => inProcess(entry, first, time), {
          ...options,
          runner: { describe, it },
          unplug: ({ unplug }) => unplug(),
          plug: ({ plug }) => plug(),
          faults: conformanceFaults(names.filter((name) => isTried(entry, first, name))),
        });
      });
    },
    conformOnRealWires: () => {
      for (const wire of wires) {
        // Side by side: each has a wire of its own, and waits more than it works.
        const sideBySide = { concurrent: true };
        describe.skipIf(!isHere(wire))(`${driver} on a real wire: ${wire}`, sideBySide, () => {
          conformance(deviceClass, async (time) => served(entry, wire, time), {
            ...options,
            runner: { describe, it },
            clock: () => new PacedClock(entry.speed ?? 50),
            groups: entry.onWire ?? ['shape', 'safe', 'events'],
          });
        });
      }
    },
    open: async (time) => (await inProcess(entry, firstOf(wires), time)).device,
    stand: (time) => {
      const { address, links, simulator, faults: own, unplug, plug } = stand(entry, firstOf(wires), time);
      const driverOptions = openOptions(entry, firstOf(wires)).options ?? {};
      return {
        entry: { driver: entry.driver, address, options: driverOptions },
        links,
        simulator,
        faults: own,
        unplug,
        plug,
      };
    },
    trial: async (wire, seed) =>
      faultTrial(deviceClass, async (time) => inProcess(entry, wire, time), {
        ...options,
        seed,
        checksum: hasChecksum(entry, wire),
      }),
  };
}

const wireFaults = (Object.keys(faultCatalogue) as FaultName[]).filter(
  (name) => faultCatalogue[name].level === 'wire',
);

function firstOf(wires: readonly SubjectWire[]): SubjectWire {
  const [first] = wires;
  if (first === undefined) throw new Error('A subject has a wire');
  return first;
}

function hasChecksum(entry: { readonly checksum?: boolean }, wire: SubjectWire): boolean {
  return entry.checksum ?? wire === 'modbus-rtu';
}

/** Whether a test can have such a wire here: Windows has no pseudo terminals, and a USB device needs the kernel. */
function isHere(wire: SubjectWire): boolean {
  if (wire === 'usbtmc') return false;
  return process.platform !== 'win32' || (wire !== 'serial' && wire !== 'modbus-rtu');
}

/** On the virtual bench, where the subject stands at every address. */
async function inProcess<D extends Device, S extends Simulator>(
  entry: SubjectEntry<D, S>,
  wire: SubjectWire,
  time: Time,
): Promise<SubjectBench<D, S>> {
  const { address, links, ...rest } = stand(entry, wire, time);
  const device = await entry.open(address, { ...openOptions(entry, wire), ...links });
  return { ...rest, device, clock: time.clock };
}

/** Makes the machine and the wire to it. */
function stand<D extends Device, S extends Simulator>(
  entry: SubjectEntry<D, S>,
  wire: SubjectWire,
  { clock, random }: Time,
): Omit<SubjectBench<D, S>, 'device' | 'clock'> & {
  readonly address: string;
  readonly links: VirtualBenchLinks;
} {
  if (!(clock instanceof VirtualClock)) throw new Error('Only in virtual time');
  const machineClock = new CountedClock(clock);
  const bench = virtualBench(
    ({ random: own }) => ({
      [nameOn(wire)]: entry.simulate({ clock: machineClock, random: own('subject') }),
    }),
    { clock, seed: random.integer(1, 1e9) },
  );
  const { [nameOn(wire)]: simulator } = bench.simulators;
  const { [nameOn(wire)]: faults } = bench.faults;
  if (simulator === undefined || faults === undefined) throw new Error('The bench has one subject');
  const address = addressOn(wire, entry.unit);
  const link = bench.links.simulators(parseAddress(address));
  return {
    address,
    links: bench.links,
    simulator,
    machineClock,
    faults,
    unplug: () => link?.unplug(),
    plug: () => link?.plug(),
  };
}

/** On a wire of this computer. */
async function served<D extends Device, S extends Simulator>(
  entry: SubjectEntry<D, S>,
  wire: SubjectWire,
  { clock, random }: Time,
): Promise<SubjectBench<D, S>> {
  const simulator = entry.simulate({ clock, random: random.fork('subject') });
  const mount = await serve(simulator, {
    on: wire,
    clock,
    ...(entry.unit === undefined ? {} : { unit: entry.unit }),
  });
  const device = await entry.open(mount.address, {
    ...openOptions(entry, wire),
    ...mount.links,
    clock,
    random,
  });
  return {
    device,
    simulator,
    clock,
    faults: mount.faults,
    unplug: () => mount.faults.set('unplug'),
    plug: () => mount.faults.clear('unplug'),
    dispose: async () => mount.close(),
  };
}

function openOptions<D extends Device, S extends Simulator>(
  { driver, options = {} }: SubjectEntry<D, S>,
  wire: SubjectWire,
): OpenOptions {
  return { driver, path: driver, options: typeof options === 'function' ? options(wire) : options };
}

/** Without a checksum nothing tells a garbled digit, or an echo that looks like a reply, from the right thing. */
function isTried<D extends Device, S extends Simulator>(
  entry: SubjectEntry<D, S>,
  wire: SubjectWire,
  name: FaultName,
): boolean {
  return hasChecksum(entry, wire) || (name !== 'garble' && name !== 'echo');
}

function conformanceFaults(names: readonly FaultName[]): ConformanceFault<FaultyBench>[] {
  return names.map((name) => ({
    name,
    apply: ({ faults }) => faults.set(name),
    clear: ({ faults }) => faults.clear(name),
    changesSettings: name === 'brown-out',
  }));
}

/** What the subject is called on a virtual bench, where GPIB instruments go by board and address. */
function nameOn(wire: SubjectWire): string {
  return wire === 'gpib' ? 'gpib0-5' : 'subject';
}

/** The addresses of a virtual bench, by wire; `unit` where it is not the usual one. */
function addressOn(wire: SubjectWire, unit: number | undefined): string {
  switch (wire) {
    case 'socket':
      return 'TCPIP0::subject::5025::SOCKET';
    case 'serial':
      return 'ASRL/dev/subject::INSTR';
    case 'modbus-tcp':
      return `modbus-tcp://subject/${unit ?? 1}`;
    case 'modbus-rtu':
      return `modbus-rtu:///dev/subject?baud=9600&unit=${unit ?? 1}`;
    case 'modbus-rtu-tcp':
      return `modbus-tcp://subject/${unit ?? 1}?framing=rtu`;
    case 'hsms':
      return `hsms://subject/${unit ?? 0}`;
    case 'hislip':
      return 'TCPIP0::subject::hislip0::INSTR';
    case 'vxi11':
      return 'TCPIP0::subject::inst0::INSTR';
    case 'gpib':
      return 'GPIB0::5::INSTR';
    case 'usbtmc':
      return 'USB0::0x1209::0x0001::subject::INSTR';
    default:
      return wire satisfies never;
  }
}

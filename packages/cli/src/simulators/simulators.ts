import {
  GemWirebonderSimulator,
  Keysight34461Simulator,
  SentioSimulator,
  WatlowF4tSimulator,
} from '@fourwire/mock';
import type { Simulator } from '@fourwire/mock';
import { exampleProfile } from '@fourwire/wirebonder';

/** A simulator that the command line can serve, and how it is then read. */
export interface SimulatorEntry {
  readonly name: string;
  /** The driver that reads it. */
  readonly driver: string;
  /** A member worth reading. */
  readonly member: string;
  /** Options without which its driver cannot read it. */
  readonly driverOptions?: object;
  /** Makes one. */
  readonly create: () => Simulator;
}

/** The simulators that can be served. */
export const simulators: readonly SimulatorEntry[] = [
  {
    name: 'watlow-f4t',
    driver: 'watlow-f4t',
    member: 'temperature',
    create: () => new WatlowF4tSimulator(),
  },
  {
    name: 'gem-wirebonder',
    driver: 'gem-wirebonder',
    member: 'processing',
    driverOptions: { profile: exampleProfile },
    create: () => new GemWirebonderSimulator(),
  },
  {
    name: 'keysight-34461',
    driver: 'keysight-34460',
    member: 'reading',
    create: () => new Keysight34461Simulator(),
  },
  { name: 'mpi-sentio', driver: 'mpi-sentio', member: 'position', create: () => new SentioSimulator() },
];

import {
  GemWirebonderSimulator,
  Keysight34461Simulator,
  SentioSimulator,
  WatlowF4tSimulator,
} from '@fourwire/mock';
import type { ByteService } from '@fourwire/core';
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
  /** The address of a TCP port on this machine. */
  readonly tcpAddress: (port: number) => string;
  /** The address of a pseudo terminal, for machines with a serial line. */
  readonly ptyAddress?: (path: string) => string;
  /** Makes one. */
  readonly create: () => SimulatorServices;
}

/** What a simulator speaks on TCP, and on its serial line if it has one. */
interface SimulatorServices {
  readonly tcp: ByteService;
  readonly pty?: ByteService;
}

const socket = (port: number): string => `TCPIP::127.0.0.1::${port}::SOCKET`;

/** The simulators that can be served. */
export const simulators: readonly SimulatorEntry[] = [
  {
    name: 'watlow-f4t',
    driver: 'watlow-f4t',
    member: 'temperature',
    tcpAddress: (port) => `modbus-tcp://127.0.0.1:${port}/1`,
    ptyAddress: (path) => `modbus-rtu://${path}?baud=9600&unit=1`,
    create: () => {
      const { services } = new WatlowF4tSimulator();
      return { tcp: services['modbus-tcp'], pty: services['modbus-rtu'] };
    },
  },
  {
    name: 'gem-wirebonder',
    driver: 'gem-wirebonder',
    member: 'processing',
    driverOptions: { profile: exampleProfile },
    tcpAddress: (port) => `hsms://127.0.0.1:${port}/0`,
    create: () => ({ tcp: new GemWirebonderSimulator().services.hsms }),
  },
  {
    name: 'keysight-34461',
    driver: 'keysight-34460',
    member: 'reading',
    tcpAddress: socket,
    create: () => ({ tcp: new Keysight34461Simulator().services.scpi }),
  },
  {
    name: 'mpi-sentio',
    driver: 'mpi-sentio',
    member: 'position',
    tcpAddress: socket,
    create: () => ({ tcp: new SentioSimulator().services.tcp }),
  },
];

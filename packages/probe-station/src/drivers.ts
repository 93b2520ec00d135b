import type { DriverEntry } from '@fourwire/core';

/** The drivers of this package: discovery, the command line and the support table are made from it. */
export const drivers: readonly DriverEntry[] = [
  {
    name: 'mpi-sentio',
    class: 'probe-station',
    manufacturer: 'MPI',
    models: ['TS2000', 'TS3000', 'TS3500', 'TS2500'],
    interfaces: ['TCP socket'],
    evidence: 'simulator',
    source: "vendor's Python client, SweepMe, basil",
    unconfirmed: 'signs of the chuck axes; order of the current-die reply; stop during a move',
    exampleAddress: 'TCPIP::192.168.1.30::35555::SOCKET',
    // SENTIO does not say who it is; the port is its default (sheet mpi-sentio.md, 2).
    matches: ({ address }) => address.endsWith('::35555::SOCKET'),
    load: async () => (await import('./mpi-sentio/mpi-sentio.ts')).mpiSentio,
  },
  {
    name: 'zaber-ascii',
    class: 'stage',
    manufacturer: 'Zaber',
    models: ['X-LSM', 'X-ADR', 'X-VSR', 'X-MCB', 'X-MCC', 'A series', 'T series'],
    interfaces: ['RS-232', 'USB serial', 'TCP socket'],
    evidence: 'simulator',
    source: 'zproto, Micro-Manager',
    unconfirmed: 'the meaning of most warnings and rejections, which are passed on',
    exampleAddress: 'ASRL/dev/ttyUSB0::INSTR',
    load: async () => (await import('./zaber-ascii/zaber-ascii.ts')).zaberAscii,
  },
];

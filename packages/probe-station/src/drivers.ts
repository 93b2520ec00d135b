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
    name: 'formfactor-velox',
    class: 'probe-station',
    manufacturer: 'FormFactor',
    models: ['Summit 200', 'CM300xi', 'PA200', 'PA300', 'EPS200', 'Elite 300', 'S300', 'Tesla'],
    interfaces: ['TCP socket', 'GPIB'],
    evidence: 'sheet',
    source: "vendor's published client, pymeasure",
    unconfirmed: 'signs of the chuck axes; spelling of the mode and of the heater status',
    exampleAddress: 'TCPIP::192.168.1.31::1412::SOCKET',
    // The port is the default of its message server (sheet formfactor-velox.md, 1).
    matches: ({ address }) => address.endsWith('::1412::SOCKET'),
    load: async () => (await import('./formfactor-velox/velox.ts')).formfactorVelox,
  },
  {
    name: 'suss-proberbench',
    class: 'probe-station',
    manufacturer: 'SUSS MicroTec',
    models: ['PA150', 'PA200', 'PA300', 'PM300'],
    interfaces: ['GPIB'],
    evidence: 'sheet',
    source: 'basil, and the published client of Velox, which came after it',
    unconfirmed: 'which of the commands of Velox it has; signs of the chuck axes',
    exampleAddress: 'GPIB0::22::INSTR',
    load: async () => (await import('./formfactor-velox/velox.ts')).sussProberBench,
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

import type { DriverEntry } from '@fourwire/core';

/** The drivers of this package: discovery, the command line and the support table are made from it. */
export const drivers: readonly DriverEntry[] = [
  {
    name: 'keysight-34460',
    class: 'multimeter',
    manufacturer: 'Keysight',
    models: ['34460A', '34461A', '34465A', '34470A'],
    interfaces: ['TCP socket'],
    evidence: 'simulator',
    source: 'QCoDeS, InstrumentKit, SweepMe; Truevolt Operating and Service Guide',
    unconfirmed: 'current, resistance and capacitance ranges; short names of functions beyond the first six',
    exampleAddress: 'TCPIP::192.168.1.20::5025::SOCKET',
    // The maker was Agilent before 2014, and the model has been seen in the first field (sheet dmm-keysight-34460.md).
    matches: ({ manufacturer = '', model = '' }) =>
      /\b344(?:60|61|65|70)A\b/.test(`${manufacturer} ${model}`),
    load: async () => (await import('./keysight-34460/keysight-34460.ts')).keysight34460,
  },
];

import type { DriverEntry } from '@fourwire/core';

/** The drivers of this package: discovery, the command line and the support table are made from it. */
export const drivers: readonly DriverEntry[] = [
  {
    name: 'gem-wirebonder',
    class: 'wirebonder',
    manufacturer: 'any',
    models: ['wire bonders with a GEM interface, by a profile'],
    interfaces: ['SECS/GEM over HSMS', 'SECS/GEM over SECS-I (RS-232, TCP socket)'],
    evidence: 'simulator',
    source: 'SEMI E5, E30, E37 as implemented by public stacks; public GEM manuals of assembly equipment',
    unconfirmed:
      "every maker's own variables, events and commands: they are in the profile, which the user makes",
    exampleAddress: 'hsms://192.168.0.9:5000/0',
    // Who a GEM partner is it says only once it is connected, so any may be one.
    matches: ({ address }) => address.startsWith('hsms:'),
    load: async () => (await import('./gem-wirebonder/gem-wirebonder.ts')).gemWirebonder,
  },
  {
    name: 'bond-tester-csv',
    class: 'bond-tester',
    manufacturer: 'any',
    models: ['pull and shear testers that hand out results as CSV'],
    interfaces: ['RS-232', 'TCP socket', 'files'],
    evidence: 'simulator',
    source: 'fields that exports of bond testers have; no maker publishes a wire protocol',
    unconfirmed: "every tester's headings: they are in a dialect, which the user compares or makes",
    exampleAddress: 'ASRL/dev/ttyUSB0::INSTR',
    load: async () => (await import('./bond-tester-csv/bond-tester-csv.ts')).bondTesterCsv,
  },
];

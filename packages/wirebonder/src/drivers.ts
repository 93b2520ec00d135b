import type { DriverEntry } from '@fourwire/core';

/** The drivers of this package: discovery, the command line and the support table are made from it. */
export const drivers: readonly DriverEntry[] = [
  {
    name: 'gem-wirebonder',
    class: 'wirebonder',
    manufacturer: 'any',
    models: ['wire bonders with a GEM interface, by a profile'],
    interfaces: ['SECS/GEM over HSMS'],
    evidence: 'simulator',
    source: 'SEMI E5, E30, E37 as implemented by public stacks; public GEM manuals of assembly equipment',
    unconfirmed:
      "every maker's own variables, events and commands: they are in the profile, which the user makes",
    exampleAddress: 'hsms://192.168.0.9:5000/0',
    // Who a GEM partner is it says only once it is connected, so any may be one.
    matches: ({ address }) => address.startsWith('hsms:'),
    load: async () => (await import('./gem-wirebonder/gem-wirebonder.ts')).gemWirebonder,
  },
];

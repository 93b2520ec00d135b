import type { DriverEntry } from '@fourwire/core';

/** The drivers of this package: discovery, the command line and the support table are made from it. */
export const drivers: readonly DriverEntry[] = [
  {
    name: 'watlow-f4t',
    class: 'thermal-chamber',
    manufacturer: 'Watlow',
    models: ['F4T'],
    interfaces: ['Modbus TCP', 'Modbus RTU'],
    evidence: 'simulator',
    source: 'ChamberConnectLibrary; TestEquity F4T manual; Watlow 0600-0093',
    unconfirmed: 'default word order of 32-bit values, therefore an option and checked at opening',
    exampleAddress: 'modbus-tcp://192.168.0.222:502/1',
    // Modbus does not tell who answers before the driver asks, so any unit may be one.
    matches: ({ address, model = 'F4T' }) => address.startsWith('modbus-') && model.startsWith('F4T'),
    load: async () => (await import('./watlow-f4t/watlow-f4t.ts')).watlowF4t,
  },
  {
    name: 'weiss-simserv',
    class: 'thermal-chamber',
    manufacturer: 'Weiss Technik',
    models: ['LabEvent', 'ClimeEvent', 'TempEvent', 'S!MPAC'],
    interfaces: ['TCP'],
    evidence: 'sheet',
    source:
      'SengerM/VotschTechnik-climate-chamber-Python, compared with SimServ 2019.05; basil weiss_labevent',
    unconfirmed: 'which digital input tells about the door, therefore an option',
    exampleAddress: 'TCPIP0::192.168.0.50::2049::SOCKET',
    matches: ({ address }) => address.endsWith('::2049::SOCKET'),
    load: async () => (await import('./weiss-simserv/weiss-simserv.ts')).weissSimServ,
  },
];

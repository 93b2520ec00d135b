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
  {
    name: 'weiss-ascii2',
    class: 'thermal-chamber',
    manufacturer: 'Weiss Technik',
    models: ['VT 4002', 'VC 4060', 'WK', 'VT3', 'VC3'],
    interfaces: ['RS-232', 'RS-485', 'TCP'],
    evidence: 'sheet',
    source: 'Vötsch VT 4002 operating manual, appendix A; ondrejh/VT4002; Instruments_DCA',
    unconfirmed:
      'start and output bits of chambers with 32 bits, and the temperature range, therefore options; which values E takes where they are no pairs',
    exampleAddress: 'ASRL/dev/ttyUSB0::INSTR',
    matches: ({ address }) => address.endsWith('::2049::SOCKET'),
    load: async () => (await import('./weiss-ascii2/weiss-ascii2.ts')).weissAscii2,
  },
  {
    name: 'weiss-sb22',
    class: 'thermal-chamber',
    manufacturer: 'Weiss Technik',
    models: ['SB22', 'SB11', 'WK'],
    interfaces: ['RS-232'],
    evidence: 'sheet',
    source: 'basil weiss_sb22',
    unconfirmed:
      'what the digital channels after the first switch; the temperature range, therefore an option',
    exampleAddress: 'ASRL/dev/ttyUSB0::INSTR',
    load: async () => (await import('./weiss-sb22/weiss-sb22.ts')).weissSb22,
  },
  {
    name: 'cts',
    class: 'thermal-chamber',
    manufacturer: 'CTS',
    models: ['T', 'C', 'CS'],
    interfaces: ['TCP', 'RS-232'],
    evidence: 'sheet',
    source: 'SweepMe Switch-CTS_CS; comet itc; DESY cts-chamber',
    unconfirmed:
      'index of gradients and form of their acknowledgement; meaning of flags and soft keys, and ranges, therefore options',
    exampleAddress: 'TCPIP0::10.10.1.5::1080::SOCKET',
    matches: ({ address }) => address.endsWith('::1080::SOCKET'),
    load: async () => (await import('./cts/cts.ts')).cts,
  },
  {
    name: 'binder',
    class: 'thermal-chamber',
    manufacturer: 'BINDER',
    models: ['MK', 'MKT', 'MKF', 'MKFT', 'KMF'],
    interfaces: ['Modbus RTU', 'Modbus RTU over TCP'],
    evidence: 'sheet',
    source: 'ovenctl, after BINDER 7001-0242; basil binder_mk53 and binder_mk56',
    unconfirmed:
      'door register of MB1, therefore an option; the whole map of MB2, which tells neither alarms nor door; ranges other than that of the MK 53',
    exampleAddress: 'modbus-rtu:///dev/ttyUSB0?baud=9600&unit=1',
    // Modbus does not tell who answers before the driver asks, so any unit may be one.
    matches: ({ address }) => address.startsWith('modbus-'),
    load: async () => (await import('./binder/binder.ts')).binder,
  },
];

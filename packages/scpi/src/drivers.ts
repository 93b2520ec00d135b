import type { DriverEntry, Sighting } from '@fourwire/core';

/** Matches what a machine says of itself, manufacturer and model together. */
function named(pattern: RegExp): (sighting: Sighting) => boolean {
  return ({ manufacturer = '', model = '' }) => pattern.test(`${manufacturer} ${model}`);
}

/** The drivers of this package: discovery, the command line and the support table are made from it. */
export const drivers: readonly DriverEntry[] = [
  {
    name: 'keithley-2400',
    class: 'source-measure-unit',
    manufacturer: 'Keithley',
    models: ['2400', '2401', '2410', '2420', '2425', '2430', '2440', '6430'],
    interfaces: ['GPIB', 'RS-232'],
    evidence: 'sheet',
    source: 'pymeasure, comet, SweepMe, tm_devices; 2400 Series User Manual',
    unconfirmed: 'limits of the 2425, 2430 and 6430; compliance bits of the status word; serial settings',
    exampleAddress: 'GPIB0::24::INSTR',
    matches: named(/^keithley.*\b(?:24[012]0|2401|2425|24[34]0|6430)\b/i),
    load: async () => (await import('./keithley-2400/keithley-2400.ts')).keithley2400,
  },
  {
    name: 'keithley-2450',
    class: 'source-measure-unit',
    manufacturer: 'Keithley',
    models: ['2450', '2460', '2461', '2470'],
    interfaces: ['TCP socket', 'VXI-11', 'USBTMC', 'GPIB'],
    evidence: 'sheet',
    source: 'QCoDeS, pymeasure, comet, SweepMe, tm_devices; 2450, 2461 and 2470 Reference Manuals',
    unconfirmed:
      'voltage of the 2460 and 2461; levels of the overvoltage protection; high capacitance; ports',
    exampleAddress: 'TCPIP::192.168.1.42::5025::SOCKET',
    matches: named(/^keithley.*\b(?:24[567]0|2461)\b/i),
    load: async () => (await import('./keithley-2450/keithley-2450.ts')).keithley2450,
  },
  {
    name: 'keysight-b2900',
    class: 'source-measure-unit',
    manufacturer: 'Keysight',
    models: ['B2901A/B/BL', 'B2902A/B', 'B2910BL', 'B2911A/B', 'B2912A/B', 'B2961A', 'B2962A'],
    interfaces: ['TCP socket', 'VXI-11', 'USBTMC', 'GPIB'],
    evidence: 'sheet',
    source: 'QCoDeS, SweepMe, pymeasure; B2900 SCPI Command Reference',
    unconfirmed: 'limits of the BL models; integration limits; ports',
    exampleAddress: 'TCPIP::192.168.1.41::5025::SOCKET',
    matches: named(/\bB29(?:0[12]|1[12]|6[12])[AB]L?\b|\bB2910BL\b/),
    load: async () => (await import('./keysight-b2900/keysight-b2900.ts')).keysightB2900,
  },
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
    matches: named(/\b344(?:60|61|65|70)A\b/),
    load: async () => (await import('./keysight-34460/keysight-34460.ts')).keysight34460,
  },
  {
    name: 'keysight-e36300',
    class: 'power-supply',
    manufacturer: 'Keysight',
    models: ['E36311A', 'E36312A', 'E36313A'],
    interfaces: ['TCP socket', 'VXI-11', 'USBTMC', 'GPIB'],
    evidence: 'simulator',
    source: 'pymeasure, libsigrok, visa-ts',
    unconfirmed: 'resolution of levels; pairing of outputs 2 and 3; remote sense',
    exampleAddress: 'TCPIP::192.168.1.30::5025::SOCKET',
    matches: named(/\bE3631[123]A\b/),
    load: async () => (await import('./keysight-e36300/keysight-e36300.ts')).keysightE36300,
  },
  {
    name: 'rigol-dp800',
    class: 'power-supply',
    manufacturer: 'Rigol',
    models: ['DP811', 'DP811A', 'DP821', 'DP821A', 'DP831', 'DP831A', 'DP832', 'DP832A'],
    interfaces: ['TCP socket', 'VXI-11', 'USBTMC', 'RS-232'],
    evidence: 'sheet',
    source: 'QCoDeS, libsigrok, visa-ts',
    unconfirmed:
      'limits other than those of the DP832; what overcurrent protection does at the current limit; remote sense',
    exampleAddress: 'TCPIP::192.168.1.31::5555::SOCKET',
    matches: named(/\bDP8(?:11|21|31|32)A?\b/),
    load: async () => (await import('./rigol-dp800/rigol-dp800.ts')).rigolDp800,
  },
  {
    name: 'rs-hmp',
    class: 'power-supply',
    manufacturer: 'Rohde & Schwarz',
    models: ['HMP2020', 'HMP2030', 'HMP4030', 'HMP4040'],
    interfaces: ['TCP socket', 'USBTMC', 'GPIB', 'RS-232'],
    evidence: 'sheet',
    source: 'pymeasure, libsigrok, comet',
    unconfirmed:
      'electronic fuse; currents other than those of the HMP4040; limits of the overvoltage protection',
    exampleAddress: 'TCPIP::192.168.1.32::5025::SOCKET',
    matches: named(/\bHMP(?:2020|2030|4030|4040)\b/),
    load: async () => (await import('./rs-hmp/rs-hmp.ts')).rsHmp,
  },
  {
    name: 'siglent-spd',
    class: 'power-supply',
    manufacturer: 'Siglent',
    models: ['SPD3303X', 'SPD3303X-E', 'SPD3303C', 'SPD3303D', 'SPD1168X', 'SPD1305X'],
    interfaces: ['TCP socket', 'USBTMC'],
    evidence: 'sheet',
    source: 'pymeasure, visa-ts',
    unconfirmed:
      'limits of the SPD3303; the status of outputs in series; the third output, which cannot be read, is not served',
    exampleAddress: 'TCPIP::192.168.1.33::5025::SOCKET',
    matches: named(/\bSPD(?:3303(?:X-E|[XCD])|1168X|1305X)(?![\w-])/),
    load: async () => (await import('./siglent-spd/siglent-spd.ts')).siglentSpd,
  },
];

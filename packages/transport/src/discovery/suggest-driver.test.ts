import type { DriverEntry, Sighting } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { suggestDriver } from './suggest-driver.ts';

function entry(name: string, matches?: (sighting: Sighting) => boolean): DriverEntry {
  return {
    name,
    class: 'meter',
    manufacturer: 'Acme',
    models: ['M'],
    interfaces: ['TCP socket'],
    evidence: 'sheet',
    source: 'this test',
    exampleAddress: 'TCPIP0::10.0.0.1::5025::SOCKET',
    ...(matches === undefined ? {} : { matches }),
    load: async () => {
      throw new Error('never loaded to suggest it');
    },
  };
}

describe('the driver for what was found', () => {
  const drivers = [
    entry('silent'),
    entry('m', ({ model }) => model === 'M'),
    entry('any', ({ address }) => address.endsWith('::SOCKET')),
  ];

  it('is the first that recognises it', () => {
    expect(suggestDriver({ address: 'TCPIP0::10.0.0.1::1::SOCKET', model: 'M' }, drivers)?.name).toBe('m');
    expect(suggestDriver({ address: 'TCPIP0::10.0.0.1::1::SOCKET' }, drivers)?.name).toBe('any');
  });

  it('is none where none recognises it', () => {
    expect(suggestDriver({ address: 'ASRL1::INSTR' }, drivers)).toBeUndefined();
  });
});

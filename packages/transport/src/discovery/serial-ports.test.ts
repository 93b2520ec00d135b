import { describe, expect, it } from 'vitest';
import { serialPorts } from './serial-ports.ts';
import type { ListedPort, SerialLister } from './serial-ports.ts';

function lister(parts: Partial<SerialLister>): SerialLister {
  return { list: async () => [], platform: 'linux', deviceFiles: async () => [], ...parts };
}

const ports: readonly ListedPort[] = [
  { path: '/dev/ttyS0' },
  {
    path: '/dev/ttyUSB0',
    manufacturer: 'FTDI',
    serialNumber: 'PX8X3YR6',
    vendorId: '0403',
    productId: '6001',
  },
  { path: '/dev/ttyACM0', manufacturer: 'Acme', vendorId: '2341', productId: '0043' },
  { path: '/dev/ttyACM1', manufacturer: 'Acme', vendorId: 'none' },
];

describe('serial ports', () => {
  it('are listed with what is known of their adapters', async () => {
    expect(await serialPorts(lister({ list: async () => ports }))).toEqual([
      { type: 'found', how: 'serial', address: 'ASRL/dev/ttyS0::INSTR' },
      {
        type: 'found',
        how: 'serial',
        address: 'ASRL/dev/ttyUSB0::INSTR',
        adapter: 'FTDI FT232 (also Prologix GPIB adapters)',
        serialNumber: 'PX8X3YR6',
        vendorId: 0x0403,
        productId: 0x6001,
      },
      {
        type: 'found',
        how: 'serial',
        address: 'ASRL/dev/ttyACM0::INSTR',
        adapter: 'Arduino (also AR488 GPIB adapters)',
        vendorId: 0x2341,
        productId: 0x43,
      },
      { type: 'found', how: 'serial', address: 'ASRL/dev/ttyACM1::INSTR', adapter: 'Acme' },
    ]);
  });

  it('of macOS are the ones that do not wait for a carrier', async () => {
    const list = async (): Promise<ListedPort[]> => [{ path: '/dev/tty.usbserial-1' }];
    expect(await serialPorts(lister({ list, platform: 'darwin' }))).toMatchObject([
      { address: 'ASRL/dev/cu.usbserial-1::INSTR' },
    ]);
  });

  it('are found by their device files, with a warning, where udevadm is missing', async () => {
    const list = async (): Promise<ListedPort[]> => {
      throw new Error('spawn udevadm ENOENT');
    };
    const deviceFiles = async (): Promise<string[]> => ['ttyS0', 'ttyUSB1', 'ttyACM0', 'tty', 'ttyUSBx'];
    expect(await serialPorts(lister({ list, deviceFiles }))).toEqual([
      {
        type: 'warning',
        source: 'serial',
        message: expect.stringMatching(/spawn udevadm ENOENT\. .*install udev/) as string,
      },
      { type: 'found', how: 'serial', address: 'ASRL/dev/ttyACM0::INSTR' },
      { type: 'found', how: 'serial', address: 'ASRL/dev/ttyUSB1::INSTR' },
    ]);
  });

  it('are a warning and nothing else where nothing can be listed', async () => {
    const fail = async (): Promise<never> => {
      throw new Error('no such thing.');
    };
    const linux = await serialPorts(lister({ list: fail, deviceFiles: fail }));
    expect(linux).toEqual([expect.objectContaining({ type: 'warning', source: 'serial' })]);
    expect(await serialPorts(lister({ list: fail, platform: 'win32' }))).toEqual([
      { type: 'warning', source: 'serial', message: 'The serial ports cannot be listed: no such thing.' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { usbDevices } from './usb-devices.ts';
import type { ListedUsbDevice } from './usb-devices.ts';

/** Interfaces by number, with class and subclass. */
function interfaces(
  ...all: readonly (readonly [number, number, number])[]
): ListedUsbDevice['configuration'] {
  return {
    interfaces: all.map(([interfaceNumber, interfaceClass, interfaceSubclass]) => ({
      interfaceNumber,
      alternate: { interfaceClass, interfaceSubclass, interfaceProtocol: 1, endpoints: [] },
    })),
  };
}

const scope: ListedUsbDevice = {
  vendorId: 0x1ab1,
  productId: 0x0588,
  serialNumber: 'DS1ED1',
  manufacturerName: 'Rigol',
  productName: 'DS1102E',
  configuration: interfaces([0, 0xfe, 0x03], [1, 0x03, 0], [2, 0xfe, 0x03]),
};

describe('USB devices', () => {
  it('are instruments by their USBTMC interfaces, each with an address of its own', async () => {
    const mouse = { vendorId: 0x046d, productId: 1, configuration: interfaces([0, 3, 1]) };
    const facts = {
      type: 'found',
      how: 'usb',
      vendorId: 0x1ab1,
      productId: 0x0588,
      serialNumber: 'DS1ED1',
      manufacturer: 'Rigol',
      model: 'DS1102E',
    };
    expect(await usbDevices(async () => [mouse, scope, { vendorId: 1, productId: 2 }])).toEqual([
      { ...facts, address: 'USB0::0x1AB1::0x0588::DS1ED1::0::INSTR' },
      { ...facts, address: 'USB0::0x1AB1::0x0588::DS1ED1::2::INSTR' },
    ]);
  });

  it('that cannot be opened yet are warnings that say why', async () => {
    const nameless = { ...scope, serialNumber: null };
    const booting = { vendorId: 0x0957, productId: 0x4218, configuration: null };
    const advantest = { vendorId: 0x1334, productId: 7, configuration: interfaces([0, 0xff, 0]) };
    const messages = (await usbDevices(async () => [nameless, booting, advantest])).map((one) =>
      one.type === 'warning' ? one.message : one.address,
    );
    expect(messages).toEqual([
      expect.stringMatching(/1ab1:0588 shows no serial number/),
      expect.stringMatching(/0957:4218 seems to be: Keysight U2722A in its boot mode/),
      expect.stringMatching(/1334:0007 seems to be: Advantest/),
    ]);
  });

  it('with a serial number that no address can carry are warnings', async () => {
    const odd = { ...scope, serialNumber: 'A::B' };
    for (const one of await usbDevices(async () => [odd])) expect(one.type).toBe('warning');
  });

  it('are a warning where there is no USB', async () => {
    const list = async (): Promise<never> => {
      throw new Error('/sys/bus/usb/devices not found');
    };
    expect(await usbDevices(list)).toEqual([
      {
        type: 'warning',
        source: 'usb',
        message: expect.stringMatching(/^The USB devices cannot be listed: .*not found\. On Linux/) as string,
      },
    ]);
  });
});

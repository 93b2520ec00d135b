import { FourwireError } from '@fourwire/core';
import type { UsbDevice, UsbEndpoint, UsbInterface } from './usb-device.ts';

/** One USBTMC interface of a device. */
export interface UsbtmcInterface {
  readonly number: number;
  /** Whether it speaks the subclass USB488. */
  readonly usb488: boolean;
  readonly bulkIn: UsbEndpoint;
  readonly bulkOut: UsbEndpoint;
  readonly interruptIn: UsbEndpoint | undefined;
}

/**
 * Finds the USBTMC interface of a device (USBTMC 1.0 tables 43 and 44: class 0xFE, subclass 0x03) by its
 * `bInterfaceNumber`. Number 0 also finds the only one there is, since vendors leave the number out of addresses then.
 *
 * @throws FourwireError of kind `device`, code `usbtmc-interface-missing`
 */
export function findUsbtmcInterface(device: UsbDevice, number: number, address: string): UsbtmcInterface {
  const fitting = (device.configuration?.interfaces ?? []).filter(
    ({ alternate }) => alternate.interfaceClass === 0xfe && alternate.interfaceSubclass === 0x03,
  );
  const found =
    fitting.find((candidate) => candidate.interfaceNumber === number) ??
    (number === 0 && fitting.length === 1 ? fitting[0] : undefined);
  const complete = found === undefined ? undefined : endpointsOf(found);
  if (complete !== undefined) return complete;
  const numbers = fitting.map((candidate) => candidate.interfaceNumber).join(', ');
  throw new FourwireError(
    'device',
    'usbtmc-interface-missing',
    `${address}: the device has no complete USBTMC interface ${number}; ${
      numbers === ''
        ? 'it has none at all, so see that it is an instrument and that its USB mode is not "printer" or "storage"'
        : `it has ${numbers}, so correct the address`
    }.`,
    { retry: 'never' },
  );
}

function endpointsOf({ interfaceNumber, alternate }: UsbInterface): UsbtmcInterface | undefined {
  const find = (direction: 'in' | 'out', type: 'bulk' | 'interrupt'): UsbEndpoint | undefined =>
    alternate.endpoints.find(
      (endpoint) => endpoint.direction === direction && endpoint.type === type && endpoint.packetSize > 0,
    );
  const [bulkIn, bulkOut, interruptIn] = [find('in', 'bulk'), find('out', 'bulk'), find('in', 'interrupt')];
  if (bulkIn === undefined || bulkOut === undefined) return undefined;
  return {
    number: interfaceNumber,
    usb488: alternate.interfaceProtocol === 1,
    bulkIn,
    bulkOut,
    interruptIn,
  };
}

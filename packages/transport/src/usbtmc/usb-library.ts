import { FourwireError } from '@fourwire/core';
import type { UsbtmcAddress } from '../address/address.ts';
import type { UsbDevice } from './usb-device.ts';

/** Finds the device that an address names; `undefined` when it is not plugged in. */
export type UsbFinder = (address: UsbtmcAddress) => Promise<UsbDevice | undefined>;

interface WebUsb {
  getDevices(): Promise<readonly UsbDevice[]>;
}

/**
 * Finds a device with the npm package `usb`, whose own types stay in this file. Gives a new object each time, which is
 * what the package needs after a device was unplugged.
 *
 * @throws FourwireError of kind `link`, code `library-missing`, when the package is not installed or has no binary for
 * this platform
 */
export async function findUsbDevice(address: UsbtmcAddress): Promise<UsbDevice | undefined> {
  let devices: readonly UsbDevice[];
  try {
    devices = await listUsbDevices();
  } catch (error) {
    // Without /sys/bus/usb (a container, a machine without USB) nothing is plugged in.
    if (/not found/i.test(String(error))) return undefined;
    throw error;
  }
  return devices.find(
    (device) =>
      device.vendorId === address.vendorId &&
      device.productId === address.productId &&
      device.serialNumber === address.serialNumber,
  );
}

/**
 * All USB devices, by the npm package `usb`.
 *
 * @throws FourwireError of kind `link`, code `library-missing`, as {@link findUsbDevice}; an error of the package where
 * there is no USB
 */
export async function listUsbDevices(): Promise<readonly UsbDevice[]> {
  const usb = await loadUsb();
  return usb.getDevices();
}

async function loadUsb(): Promise<WebUsb> {
  try {
    const library = (await import('usb')) as unknown as { readonly usb: WebUsb };
    return library.usb;
  } catch (error) {
    throw new FourwireError(
      'link',
      'library-missing',
      'USB instruments need the npm package "usb" in version 3, which cannot be loaded here; install it with "npm install usb@3".',
      { retry: 'never', cause: error },
    );
  }
}

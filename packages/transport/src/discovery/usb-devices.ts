import { listUsbDevices } from '../usbtmc/usb-library.ts';
import type { UsbDevice } from '../usbtmc/usb-device.ts';
import { reasonOf } from './failure.ts';
import { found, warning } from './found.ts';
import type { Discovery } from './found.ts';

/** What is used of a USB device to say what it is: the shape of WebUSB's `USBDevice`. */
export interface ListedUsbDevice extends Pick<
  UsbDevice,
  'vendorId' | 'productId' | 'serialNumber' | 'configuration'
> {
  readonly manufacturerName?: string | null | undefined;
  readonly productName?: string | null | undefined;
}

/** Lists USB devices: npm `usb`, a browser's `navigator.usb.getDevices`, or simulated ones. */
export type UsbLister = () => Promise<readonly ListedUsbDevice[]>;

/** The devices of this computer, by the npm package `usb`. */
export const systemUsb: UsbLister = listUsbDevices;

/**
 * Devices that are instruments and have no USBTMC interface to show for it, by vendor and product id (0: every
 * product), after the sheet usbtmc.md, 5. Unconfirmed: none was seen here.
 */
const unready: readonly (readonly [vendorId: number, productId: number, what: string])[] = [
  [0x0957, 0x2818, 'Keysight U2701A or U2702A in its boot mode; start its firmware first'],
  [0x0957, 0x4218, 'Keysight U2722A in its boot mode; start its firmware first'],
  [0x0957, 0x4418, 'Keysight U2723A in its boot mode; start its firmware first'],
  [0x1334, 0, 'Advantest instrument that does not announce USBTMC; it cannot be opened here'],
];

/** Finds the USBTMC interfaces (class 0xFE, subclass 0x03) of the USB devices, from descriptors alone. */
export async function usbDevices(list: UsbLister): Promise<readonly Discovery[]> {
  try {
    return (await list()).flatMap(instruments);
  } catch (error) {
    return [
      warning(
        'usb',
        `The USB devices cannot be listed: ${reasonOf(error)}. On Linux /sys/bus/usb must be there, which a container may lack.`,
      ),
    ];
  }
}

function instruments(device: ListedUsbDevice): Discovery[] {
  const { vendorId, productId } = device;
  const interfaces = (device.configuration?.interfaces ?? []).filter(
    ({ alternate }) => alternate.interfaceClass === 0xfe && alternate.interfaceSubclass === 0x03,
  );
  const id = `${hex(vendorId)}:${hex(productId)}`;
  if (interfaces.length === 0) {
    const known = unready.find(
      ([vendor, product]) => vendor === vendorId && (product === 0 || product === productId),
    );
    return known === undefined ? [] : [warning('usb', `The USB device ${id} seems to be: ${known[2]}.`)];
  }
  const serialNumber = device.serialNumber ?? '';
  if (serialNumber === '') {
    const message = `The USB instrument ${id} shows no serial number, without which it has no address; see that this user may open it (a udev rule on Linux, WinUSB on Windows).`;
    return [warning('usb', message)];
  }
  const facts = {
    vendorId,
    productId,
    serialNumber,
    ...(device.manufacturerName ? { manufacturer: device.manufacturerName } : {}),
    ...(device.productName ? { model: device.productName } : {}),
  };
  return interfaces.map(({ interfaceNumber }) =>
    found('usb', { kind: 'usbtmc', board: 0, vendorId, productId, serialNumber, interfaceNumber }, facts),
  );
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}

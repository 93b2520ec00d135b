import { readdir } from 'node:fs/promises';
import { loadSerialPort } from '../serial/serial-library.ts';
import { reasonOf } from './failure.ts';
import { found, warning } from './found.ts';
import type { Discovery } from './found.ts';

/** A serial port as the npm package `serialport` lists it. */
export interface ListedPort {
  /** The path or name to open, for example `/dev/ttyUSB0` or `COM3`. */
  readonly path: string;
  /** Of the USB adapter, as is everything below. */
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  /** Four hexadecimal digits. */
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
}

/** What lists serial ports, on which platform, and which device files there are where listing fails. */
export interface SerialLister {
  list(): Promise<readonly ListedPort[]>;
  readonly platform: string;
  deviceFiles(): Promise<readonly string[]>;
}

/** The ports of this computer, by the npm package `serialport`. */
export const systemPorts: SerialLister = {
  list: async () => {
    const library = (await loadSerialPort()) as unknown as { list(): Promise<readonly ListedPort[]> };
    return library.list();
  },
  platform: process.platform,
  deviceFiles: async () => readdir('/dev'),
};

/** USB adapters by vendor and product id (0: every product), after the sheet discovery.md, 6: hints, not proofs. */
const adapters: readonly (readonly [vendorId: number, productId: number, name: string])[] = [
  [0x0403, 0x6001, 'FTDI FT232 (also Prologix GPIB adapters)'],
  [0x067b, 0x2303, 'Prolific PL2303'],
  [0x10c4, 0xea60, 'Silicon Labs CP210x'],
  [0x1a86, 0x7523, 'CH340 (also AR488 GPIB adapters)'],
  [0x2341, 0, 'Arduino (also AR488 GPIB adapters)'],
];

/**
 * Lists the serial ports. Nothing is sent: what is behind a port, and at which baud rate, it cannot tell, and machines
 * other than instruments would react to a question.
 *
 * Where Linux has no `udevadm`, which `serialport` runs, the device files of USB adapters stand in for the list.
 */
export async function serialPorts(lister: SerialLister): Promise<readonly Discovery[]> {
  try {
    return (await lister.list()).map((port) => described(port, lister.platform));
  } catch (error) {
    const why = `The serial ports cannot be listed: ${reasonOf(error)}`;
    if (lister.platform !== 'linux') return [warning('serial', `${why}.`)];
    const files = await lister.deviceFiles().catch(() => []);
    // ttyS is left out: Linux makes files for ports that no board has.
    const usb = files.filter((file) => /^tty(?:USB|ACM)\d+$/.test(file));
    return [
      warning(
        'serial',
        `${why}. Ports of USB adapters are found by their device files instead, others (/dev/ttyS) are not; install udev for the whole list.`,
      ),
      ...usb.toSorted().map((file) => found('serial', { kind: 'serial', port: `/dev/${file}` })),
    ];
  }
}

function described(port: ListedPort, platform: string): Discovery {
  // On macOS opening tty.* waits for a carrier that instruments do not give; cu.* is the same port without that.
  const path = platform === 'darwin' ? port.path.replace(/^\/dev\/tty\./, '/dev/cu.') : port.path;
  const [vendorId, productId] = [hex(port.vendorId), hex(port.productId)];
  const adapter =
    adapters.find(
      ([vendor, product]) => vendor === vendorId && (product === 0 || product === productId),
    )?.[2] ?? port.manufacturer;
  return found(
    'serial',
    { kind: 'serial', port: path },
    {
      ...(adapter === undefined ? {} : { adapter }),
      ...(port.serialNumber === undefined ? {} : { serialNumber: port.serialNumber }),
      ...(vendorId === undefined ? {} : { vendorId }),
      ...(productId === undefined ? {} : { productId }),
    },
  );
}

function hex(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9a-f]{1,4}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}

import { serveTcp } from '../serve/serve-tcp.ts';
import type { ServeTcpOptions, TcpMount } from '../serve/serve-tcp.ts';
import type { UsbPeripheral } from '../usbtmc/usb-peripheral.ts';
import { usbipService } from './usbip-service.ts';

/**
 * Exports simulated USB devices with USB/IP, on the loopback address unless told otherwise: `usbip attach -r 127.0.0.1
 * -b 1-1` (with `--tcp-port`) makes the first a real USB device of a Linux machine, for any driver and program there.
 * The protocol knows neither passwords nor encryption, so leave it on loopback.
 *
 * @param devices - have the bus ids `1-1`, `1-2` and so on; one that is unplugged is not listed
 * @throws FourwireError of kind `link` when the port is taken
 */
export async function serveUsbip(
  devices: readonly UsbPeripheral[],
  options: ServeTcpOptions = {},
): Promise<TcpMount> {
  return serveTcp(usbipService(devices), options);
}

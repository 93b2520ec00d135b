import { systemClock } from '@fourwire/core';
import type { Clock } from '@fourwire/core';
import type { MessageService } from '../serve/message-service.ts';
import { UsbHandle } from './usb-handle.ts';
import type { UsbHostState } from './usb-handle.ts';
import { UsbtmcInstrument } from './usbtmc-instrument.ts';
import type { UsbtmcOptions } from './usbtmc-instrument.ts';
import type { WebUsbDevice } from './web-usb-device.ts';

/** What a simulated USB device is told. */
export interface SimulatedUsbOptions extends UsbtmcOptions {
  /** Where the time-outs of transfers come from; the system's clock unless given. */
  readonly clock?: Clock;
  /** Whether the kernel's driver has the interface at first, as on Linux; `false` unless given. */
  readonly kernelDriver?: boolean;
}

/** A simulated USB device, as the host that it is plugged into sees it, and its cable. */
export interface SimulatedUsbDevice extends WebUsbDevice {
  /** The device's side: its indicator, remote and lockout. */
  readonly instrument: UsbtmcInstrument;
  /** Lists the device as the package does: a new object each time, none while the cable is pulled. */
  readonly usb: { getDevices(): Promise<WebUsbDevice[]> };
  /** Pulls the cable: pending and later transfers reject. */
  unplug(): void;
  /** Puts the cable back. Objects from before stay disconnected: find the device anew, by `usb.getDevices()`. */
  plug(): void;
}

/**
 * An instrument on USB without USB: an object of the shape that WebUSB gives a device, behaving as npm's `usb` 3.1 was
 * seen to on Linux (sheet usb-test-guest.md, section 5). A stall rejects; a transfer ends after the time-out in its last
 * argument, one second unless given, and at once for 0; a second transfer on an endpoint rejects; `transferIn` asks the
 * bus for whole packets and drops what is more than was asked; closing while a transfer waits rejects.
 *
 * @throws FourwireError of kind `range` for a number or string that a USB descriptor cannot hold
 *
 * @example
 * ```ts
 * const meter = new Keysight34461Simulator();
 * const device = simulatedUsbDevice(meter.messages, { vendorId: 0x2a8d, productId: 0x1301, serialNumber: 'MY1' });
 * await device.open();
 * await device.claimInterface(0);
 * ```
 */
export function simulatedUsbDevice(
  service: MessageService,
  options: SimulatedUsbOptions,
): SimulatedUsbDevice {
  const clock = (options.clock ?? systemClock).wire;
  const instrument = new UsbtmcInstrument(service, options);
  const found = (): UsbHostState => ({
    kernelDriver: options.kernelDriver ?? false,
    claimedBy: undefined,
    connected: true,
  });
  let host = found();
  instrument.onUnplug(() => {
    host.connected = false;
  });
  return Object.assign(new UsbHandle(instrument, clock, host), {
    instrument,
    usb: {
      getDevices: async (): Promise<WebUsbDevice[]> => {
        if (!instrument.plugged) return [];
        if (!host.connected) host = found();
        return [new UsbHandle(instrument, clock, host)];
      },
    },
    unplug: () => instrument.unplug(),
    plug: () => instrument.plug(),
  });
}

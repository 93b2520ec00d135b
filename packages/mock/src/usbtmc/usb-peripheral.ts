import type { UsbDescriptors } from './usb-descriptors.ts';
import type { UsbSetup } from './usb-setup.ts';

/**
 * How a transfer on an endpoint ended: `stall` when the endpoint is halted, `overflow` when the device sent a packet
 * that did not fit the buffer, `gone` when the cable was pulled.
 */
export type UsbStatus = 'ok' | 'stall' | 'overflow' | 'gone';

/** What an IN transfer brought; no bytes unless its status is `ok`. */
export interface UsbInResult {
  readonly status: UsbStatus;
  readonly data: Uint8Array;
}

/**
 * A USB device as a host controller sees it. Hosts over it are `simulatedUsbDevice`, which stands for the npm package
 * `usb`, and `serveUsbip`, which exports it to any Linux machine.
 */
export interface UsbPeripheral {
  readonly descriptors: UsbDescriptors;
  /** The value of the selected configuration, 0 when none is. */
  readonly configuration: number;
  readonly plugged: boolean;
  /** Carries out a control transfer on endpoint 0; gives the answer, or `undefined` for a stall. */
  control(setup: UsbSetup, data: Uint8Array): Uint8Array | undefined;
  /** Takes one OUT transfer on the endpoint of that number; a short last packet ends what the class sends. */
  out(endpoint: number, data: Uint8Array): UsbStatus;
  /**
   * Asks for up to `length` bytes from the endpoint of that number, when there are any. `done` is called once, maybe
   * before this returns.
   *
   * @returns a function that cancels it, and tells whether it was still waiting
   */
  in(endpoint: number, length: number, done: (result: UsbInResult) => void): () => boolean;
  /** Calls `listener` each time the cable is pulled, until the function that it returns is called. */
  onUnplug(listener: () => void): () => void;
}

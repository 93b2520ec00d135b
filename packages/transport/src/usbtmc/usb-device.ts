/** An endpoint as its descriptor states it. */
export interface UsbEndpoint {
  /** 1 to 15, without the direction bit. */
  readonly endpointNumber: number;
  readonly direction: 'in' | 'out';
  readonly type: 'bulk' | 'interrupt' | 'isochronous' | 'control';
  /** wMaxPacketSize in bytes. */
  readonly packetSize: number;
}

/** An interface as its descriptor states it. */
export interface UsbInterface {
  /** `bInterfaceNumber`. */
  readonly interfaceNumber: number;
  readonly alternate: {
    readonly interfaceClass: number;
    readonly interfaceSubclass: number;
    readonly interfaceProtocol: number;
    readonly endpoints: readonly UsbEndpoint[];
  };
}

/** A control transfer's setup packet. */
export interface UsbSetup {
  readonly requestType: 'class';
  readonly recipient: 'interface' | 'endpoint';
  readonly request: number;
  readonly value: number;
  /** The interface's number, or the endpoint's address with 0x80 for IN. */
  readonly index: number;
}

/** What a transfer from the device gave. */
export interface UsbInResult {
  /** What came; it stays as it is during later transfers. */
  readonly data?: DataView | undefined;
  readonly status?: 'ok' | 'stall' | 'babble' | undefined;
}

/** What a transfer to the device gave. */
export interface UsbOutResult {
  readonly bytesWritten: number;
  readonly status?: 'ok' | 'stall' | 'babble' | undefined;
}

/**
 * What is used of a USB device: the shape of WebUSB's `USBDevice`, so that a browser's device, one of the npm package
 * `usb` in version 3, or a simulated one fits.
 *
 * `timeout` is in milliseconds and not in the WebUSB standard: the npm package rejects with "Cancelled" after it and
 * has no other means to end a transfer; a browser ignores it and ends transfers when the device is closed.
 */
export interface UsbDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber?: string | null | undefined;
  readonly configuration?: { readonly interfaces: readonly UsbInterface[] } | null | undefined;
  open(): Promise<void>;
  close(): Promise<void>;
  selectConfiguration(configurationValue: number): Promise<void>;
  claimInterface(interfaceNumber: number): Promise<void>;
  releaseInterface(interfaceNumber: number): Promise<void>;
  controlTransferIn(setup: UsbSetup, length: number, timeout?: number): Promise<UsbInResult>;
  transferIn(endpointNumber: number, length: number, timeout?: number): Promise<UsbInResult>;
  transferOut(endpointNumber: number, data: Uint8Array<ArrayBuffer>, timeout?: number): Promise<UsbOutResult>;
  clearHalt(direction: 'in' | 'out', endpointNumber: number): Promise<void>;
  /** Linux with the npm package only: takes the interface from the kernel's own driver. */
  detachKernelDriver?(interfaceNumber: number): Promise<void>;
  /** Linux with the npm package only: gives it back. */
  attachKernelDriver?(interfaceNumber: number): Promise<void>;
}

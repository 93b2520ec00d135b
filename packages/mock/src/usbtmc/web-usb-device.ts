/**
 * The part of WebUSB's `USBDevice` that a USBTMC client needs, with what the npm package `usb` adds: a time-out in
 * milliseconds as the last argument of each transfer. Written out here so that no library's types are in ours.
 */
export interface WebUsbDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly deviceClass: number;
  readonly deviceSubclass: number;
  readonly deviceProtocol: number;
  readonly usbVersionMajor: number;
  readonly usbVersionMinor: number;
  readonly usbVersionSubminor: number;
  readonly deviceVersionMajor: number;
  readonly deviceVersionMinor: number;
  readonly deviceVersionSubminor: number;
  readonly manufacturerName: string | undefined;
  readonly productName: string | undefined;
  readonly serialNumber: string | undefined;
  readonly opened: boolean;
  readonly configuration: WebUsbConfiguration | undefined;
  readonly configurations: readonly WebUsbConfiguration[];
  open(): Promise<void>;
  close(): Promise<void>;
  reset(): Promise<void>;
  selectConfiguration(configurationValue: number): Promise<void>;
  claimInterface(interfaceNumber: number): Promise<void>;
  releaseInterface(interfaceNumber: number): Promise<void>;
  selectAlternateInterface(interfaceNumber: number, alternateSetting: number): Promise<void>;
  controlTransferIn(setup: WebUsbControlSetup, length: number, timeout?: number): Promise<WebUsbInResult>;
  controlTransferOut(
    setup: WebUsbControlSetup,
    data?: WebUsbBytes,
    timeout?: number,
  ): Promise<WebUsbOutResult>;
  transferIn(endpointNumber: number, length: number, timeout?: number): Promise<WebUsbInResult>;
  transferOut(endpointNumber: number, data: WebUsbBytes, timeout?: number): Promise<WebUsbOutResult>;
  clearHalt(direction: 'in' | 'out', endpointNumber: number): Promise<void>;
  /** Takes the interface from the kernel's own driver (Linux). */
  detachKernelDriver(interfaceNumber: number): Promise<void>;
  /** Gives the interface back to the kernel's driver (Linux). */
  attachKernelDriver(interfaceNumber: number): Promise<void>;
}

/** Bytes for an OUT transfer. */
export type WebUsbBytes = ArrayBuffer | ArrayBufferView<ArrayBufferLike>;

/** A control request, as WebUSB names its parts. */
export interface WebUsbControlSetup {
  readonly requestType: 'standard' | 'class' | 'vendor';
  readonly recipient: 'device' | 'interface' | 'endpoint' | 'other';
  readonly request: number;
  readonly value: number;
  readonly index: number;
}

/** What an IN transfer brought. */
export interface WebUsbInResult {
  readonly status: 'ok' | 'stall' | 'babble';
  readonly data: DataView | undefined;
}

/** How an OUT transfer went. */
export interface WebUsbOutResult {
  readonly status: 'ok' | 'stall';
  readonly bytesWritten: number;
}

/** A configuration and its interfaces. */
export interface WebUsbConfiguration {
  readonly configurationValue: number;
  readonly configurationName: string | undefined;
  readonly interfaces: readonly WebUsbInterface[];
}

/** An interface, which has one setting here. */
export interface WebUsbInterface {
  readonly interfaceNumber: number;
  readonly claimed: boolean;
  readonly alternate: WebUsbAlternate;
  readonly alternates: readonly WebUsbAlternate[];
}

/** A setting of an interface. */
export interface WebUsbAlternate {
  readonly alternateSetting: number;
  readonly interfaceClass: number;
  readonly interfaceSubclass: number;
  readonly interfaceProtocol: number;
  readonly interfaceName: string | undefined;
  readonly endpoints: readonly WebUsbEndpoint[];
}

/** An endpoint; its number is without the direction bit. */
export interface WebUsbEndpoint {
  readonly endpointNumber: number;
  readonly direction: 'in' | 'out';
  readonly type: 'bulk' | 'interrupt' | 'isochronous';
  readonly packetSize: number;
}

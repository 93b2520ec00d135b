/** What opens a control transfer (USB 2.0, table 9-2). */
export interface UsbSetup {
  /** Direction in bit 7, type (standard, class, vendor) in bits 6-5, recipient in bits 4-0. */
  readonly requestType: number;
  readonly request: number;
  readonly value: number;
  readonly index: number;
  readonly length: number;
}

/** Reads the eight bytes of a setup packet, which are little-endian. */
export function decodeSetup(bytes: Uint8Array): UsbSetup {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return {
    requestType: view.getUint8(0),
    request: view.getUint8(1),
    value: view.getUint16(2, true),
    index: view.getUint16(4, true),
    length: view.getUint16(6, true),
  };
}

/** Requests of the standard that a device answers itself (USB 2.0, table 9-4). */
export const standardRequests = {
  getStatus: 0,
  clearFeature: 1,
  setFeature: 3,
  setAddress: 5,
  getDescriptor: 6,
  getConfiguration: 8,
  setConfiguration: 9,
  getInterface: 10,
  setInterface: 11,
} as const;

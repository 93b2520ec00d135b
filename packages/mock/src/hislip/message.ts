/** The messages of HiSLIP, by number (sheet hislip.md, section 2; IVI-6.1, sections 2.4 and 2.5). */
export const messageType = {
  initialize: 0,
  initializeResponse: 1,
  fatalError: 2,
  error: 3,
  asyncLock: 4,
  asyncLockResponse: 5,
  data: 6,
  dataEnd: 7,
  deviceClearComplete: 8,
  deviceClearAcknowledge: 9,
  asyncRemoteLocalControl: 10,
  asyncRemoteLocalResponse: 11,
  trigger: 12,
  interrupted: 13,
  asyncInterrupted: 14,
  asyncMaximumMessageSize: 15,
  asyncMaximumMessageSizeResponse: 16,
  asyncInitialize: 17,
  asyncInitializeResponse: 18,
  asyncDeviceClear: 19,
  asyncServiceRequest: 20,
  asyncStatusQuery: 21,
  asyncStatusResponse: 22,
  asyncDeviceClearAcknowledge: 23,
  asyncLockInfo: 24,
  asyncLockInfoResponse: 25,
  getDescriptors: 26,
  getDescriptorsResponse: 27,
  asyncStartTls: 29,
  asyncStartTlsResponse: 30,
  asyncEndTls: 32,
  asyncEndTlsResponse: 33,
  getSaslMechanismList: 34,
  getSaslMechanismListResponse: 35,
  authenticationStart: 36,
  authenticationExchange: 37,
  vendorSpecific: 128,
} as const;

/** What stands in front of every message. */
export interface HislipHeader {
  readonly type: number;
  readonly control: number;
  readonly parameter: number;
  /** Bytes of payload that follow. */
  readonly length: bigint;
}

/** Length of the header. */
export const headerBytes = 16;

const prologue = 0x4853;

/** The bytes of a message: the prologue `HS`, type, control code, parameter, 64-bit length, payload; all big-endian. */
export function encodeMessage(
  type: number,
  control: number,
  parameter: number,
  payload: Uint8Array,
): Uint8Array {
  const bytes = Buffer.alloc(headerBytes + payload.length);
  bytes.writeUInt16BE(prologue, 0);
  bytes.writeUInt8(type, 2);
  bytes.writeUInt8(control, 3);
  bytes.writeUInt32BE(parameter >>> 0, 4);
  bytes.writeBigUInt64BE(BigInt(payload.length), 8);
  bytes.set(payload, headerBytes);
  return bytes;
}

/** Reads a header of {@link headerBytes}; `undefined` when it does not begin with the prologue. */
export function decodeHeader(bytes: Buffer): HislipHeader | undefined {
  if (bytes.readUInt16BE(0) !== prologue) return undefined;
  return {
    type: bytes.readUInt8(2),
    control: bytes.readUInt8(3),
    parameter: bytes.readUInt32BE(4),
    length: bytes.readBigUInt64BE(8),
  };
}

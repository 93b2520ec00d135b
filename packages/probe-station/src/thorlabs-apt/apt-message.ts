import type { MessageSplitter } from '@fourwire/transport';

/** A message of the APT protocol: two parameters, or data of any length (sheet thorlabs-apt.md, section 2). */
export interface AptMessage {
  readonly id: number;
  readonly destination: number;
  readonly source: number;
  /** Of a short message; 0 where there are data. */
  readonly parameters: readonly [number, number];
  readonly data: Uint8Array | undefined;
}

/** Addresses of the protocol. */
export const aptAddress = {
  host: 0x01,
  /** A controller of one channel, on USB. */
  unit: 0x50,
  /** The motherboard of a rack, and the first of its bays. */
  rack: 0x11,
  firstBay: 0x21,
} as const;

/** How many bays a rack has at most. */
const bays = 10;

/** Marks that data follow the header. */
const long = 0x80;

const headerLength = 6;

/** No message that controllers of stages send has more data; a header that says more is none. */
const longestData = 1024;

/** The bytes of a message. */
export function encodeApt({ id, destination, source, parameters, data }: AptMessage): Uint8Array {
  const bytes = new Uint8Array(headerLength + (data?.length ?? 0));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, id, true);
  if (data === undefined) bytes.set(parameters, 2);
  else view.setUint16(2, data.length, true);
  bytes[4] = destination | (data === undefined ? 0 : long);
  bytes[5] = source;
  bytes.set(data ?? [], headerLength);
  return bytes;
}

/** What a header says of its message; `undefined` for what is no header of a message for the host. */
function headerOf(bytes: Uint8Array): { readonly isLong: boolean; readonly end: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerLength);
  const destination = view.getUint8(4);
  const isLong = (destination & long) !== 0;
  const length = isLong ? view.getUint16(2, true) : 0;
  const isForHost = (destination & ~long) === aptAddress.host && isUnit(view.getUint8(5));
  return isForHost && length <= longestData ? { isLong, end: headerLength + length } : undefined;
}

/**
 * How much of `bytes` to skip because what looks like a message was cut short and runs into the next one, which no
 * checksum tells: its own header stands in its data, or no header stands behind it. 0 for a message that is whole.
 */
function cutShort(bytes: Uint8Array, end: number): number {
  const header = Buffer.from(bytes.subarray(0, headerLength));
  const again = Buffer.from(bytes.subarray(0, end)).indexOf(header, 1);
  if (again > 0) return again;
  const behind = bytes.subarray(end);
  return behind.length >= headerLength && headerOf(behind) === undefined ? 1 : 0;
}

/** Cuts what a controller sends into messages; finds its way back after noise by what a header for the host must be. */
export function aptSplitter(): MessageSplitter<AptMessage> {
  let pending = new Uint8Array();
  return {
    *push(chunk) {
      pending = Uint8Array.of(...pending, ...chunk);
      while (pending.length >= headerLength) {
        const header = headerOf(pending);
        if (header !== undefined && pending.length < header.end) return;
        const skipped = header === undefined ? 1 : cutShort(pending, header.end);
        if (header === undefined || skipped > 0) {
          pending = pending.slice(skipped);
          continue;
        }
        const { isLong, end } = header;
        const [low = 0, high = 0, first = 0, second = 0, destination = 0, source = 0] = pending;
        const message: AptMessage = {
          id: low | (high << 8),
          destination: destination & ~long,
          source,
          parameters: isLong ? [0, 0] : [first, second],
          data: isLong ? pending.slice(headerLength, end) : undefined,
        };
        pending = pending.slice(end);
        yield message;
      }
    },
    reset: () => {
      pending = new Uint8Array();
    },
  };
}

function isUnit(source: number): boolean {
  const bay = source - aptAddress.firstBay;
  return source === aptAddress.unit || source === aptAddress.rack || (bay >= 0 && bay < bays);
}

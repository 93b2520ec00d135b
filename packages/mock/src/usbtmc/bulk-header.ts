/** Which message a bulk transfer carries (USBTMC 1.0, table 2; USB488 1.0, table 1). */
const messageIds = { message: 1, request: 2, trigger: 128 } as const;

/** What the header of a bulk-OUT transfer says. */
export type BulkOutHeader =
  | { readonly kind: 'message'; readonly tag: number; readonly size: number; readonly end: boolean }
  | {
      readonly kind: 'request';
      readonly tag: number;
      readonly size: number;
      readonly terminator: number | undefined;
    }
  | { readonly kind: 'trigger'; readonly tag: number };

/** The length of the header of every bulk transfer. */
export const headerLength = 12;

/**
 * Reads the header of a bulk-OUT transfer (USBTMC 1.0, tables 1 to 4; USB488 1.0, table 2); `undefined` when it is one
 * that a device answers with a halt. Reserved bytes are not looked at.
 */
export function decodeBulkOutHeader(bytes: Uint8Array): BulkOutHeader | undefined {
  if (bytes.length < headerLength) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerLength);
  const tag = view.getUint8(1);
  if (tag === 0 || view.getUint8(2) !== (~tag & 0xff)) return undefined;
  const size = view.getUint32(4, true);
  const attributes = view.getUint8(8);
  switch (view.getUint8(0)) {
    case messageIds.message:
      return size === 0 ? undefined : { kind: 'message', tag, size, end: (attributes & 1) !== 0 };
    case messageIds.request: {
      const terminator = (attributes & 2) === 0 ? undefined : view.getUint8(9);
      return size === 0 ? undefined : { kind: 'request', tag, size, terminator };
    }
    case messageIds.trigger:
      return { kind: 'trigger', tag };
    default:
      return undefined;
  }
}

/** What the header of a DEV_DEP_MSG_IN transfer says. */
export interface BulkInHeader {
  readonly tag: number;
  readonly size: number;
  readonly end: boolean;
  /** Whether the last byte is the terminator that the request enabled. */
  readonly terminated: boolean;
}

/** Writes the header of a DEV_DEP_MSG_IN transfer (USBTMC 1.0, tables 8 and 9). */
export function encodeBulkInHeader({ tag, size, end, terminated }: BulkInHeader): Uint8Array {
  const bytes = new Uint8Array(headerLength);
  const view = new DataView(bytes.buffer);
  bytes.set([messageIds.request, tag, ~tag & 0xff]);
  view.setUint32(4, size, true);
  view.setUint8(8, (end ? 1 : 0) | (terminated ? 2 : 0));
  return bytes;
}

/** Transfers are padded to a multiple of four bytes. */
export function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

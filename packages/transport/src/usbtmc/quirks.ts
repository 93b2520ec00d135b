/** How a device departs from the standard. */
export interface UsbtmcQuirks {
  /**
   * It answers one request with the whole message, a header in the first packet only; a second request would begin the
   * answer anew, and neither EOM nor, for blocks, TransferSize tells the end.
   */
  readonly singleRequest?: boolean;
  /** It claims remote and local control and does not have it. */
  readonly noRemote?: boolean;
}

/**
 * Known departures by vendor and product id (0: every product), from the sheet usbtmc section 5, which collected them
 * from python-usbtmc and libsigrok. Unconfirmed: none was seen on a device here.
 */
const known: readonly (readonly [vendorId: number, productId: number, quirks: UsbtmcQuirks])[] = [
  [0x1ab1, 0x0588, { singleRequest: true, noRemote: true }],
  [0x1ab1, 0x04ce, { singleRequest: true }],
  [0x1ab1, 0x04b0, { singleRequest: true, noRemote: true }],
  [0x1ab1, 0x04b1, { noRemote: true }],
  [0x1ab1, 0x0515, { noRemote: true }],
  [0x0957, 0x0588, { noRemote: true }],
  [0x0b21, 0, { noRemote: true }],
  [0xf4ec, 0, { noRemote: true }],
];

/** What is known to be odd about a device. */
export function usbtmcQuirksOf(vendorId: number, productId: number): UsbtmcQuirks {
  return (
    known.find(([vendor, product]) => vendor === vendorId && (product === 0 || product === productId))?.[2] ??
    {}
  );
}

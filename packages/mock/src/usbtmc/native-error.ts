/** Codes that the npm package `usb` gives its errors. */
export type NativeCode = 'GenericFailure' | 'InvalidArg';

/**
 * An error as the npm package `usb` 3.1 rejects with: what a client must be able to read (sheet usb-test-guest.md,
 * section 5). It is no FourwireError, because the package's are none.
 */
export class NativeUsbError extends Error {
  readonly code: NativeCode;

  constructor(message: string, code: NativeCode = 'GenericFailure') {
    super(message);
    this.code = code;
  }
}

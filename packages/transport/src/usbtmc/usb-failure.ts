/** What a rejected USB call means. */
export type UsbFailure = 'stall' | 'cancelled' | 'disconnected' | 'busy' | 'denied' | 'other';

/**
 * The texts by which failures are told apart, in this order. The npm package `usb` 3.1.0 gives every error the same
 * code, so its texts (observed on Linux, sheet usb-test-guest section 5, and the names in its binary) are all there is;
 * the rest are those of Chromium's WebUSB (unconfirmed).
 */
const texts: readonly (readonly [UsbFailure, RegExp])[] = [
  ['disconnected', /disconnected|device unavailable|no device|device was closed/i],
  ['stall', /\bstall(?:ed)?\b/i],
  ['cancelled', /cancell?ed|timed? ?out/i],
  ['busy', /busy|errno 16\b|Unable to claim/i],
  ['denied', /permission|access denied|errno 13\b/i],
];

/** Tells what a USB call was rejected for. */
export function usbFailureOf(error: unknown): UsbFailure {
  const text = error instanceof Error ? error.message : String(error);
  return texts.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}

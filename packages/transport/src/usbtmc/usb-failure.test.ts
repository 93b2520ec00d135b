import { describe, expect, it } from 'vitest';
import { usbFailureOf } from './usb-failure.ts';

describe('texts of the npm package usb 3.1.0', () => {
  it.each([
    ['transferOut error: Stall', 'stall'],
    ['controlTransferIn error: endpoint stalled', 'stall'],
    ['transferIn error: Cancelled', 'cancelled'],
    ['controlTransferIn error: transfer was cancelled', 'cancelled'],
    ['transferIn error: Disconnected', 'disconnected'],
    ['controlTransferIn error: device disconnected', 'disconnected'],
    ['claimInterface error: interface is busy (errno 16)', 'busy'],
    ['open error: failed to open device (errno 13)', 'denied'],
    ['open error: permission denied', 'denied'],
    ['transferIn error: endpoint not found', 'other'],
    ['transferIn error: Unknown(16)', 'other'],
    ['transferIn error: Fault', 'other'],
  ])('%s', (text, failure) => {
    expect(usbFailureOf(new Error(text))).toBe(failure);
  });
});

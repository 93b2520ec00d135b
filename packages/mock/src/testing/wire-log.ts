import { printable } from '@fourwire/core';
import type { Device } from '@fourwire/core';

/** What went over the wire of a device since {@link wireLog} was called. */
export interface WireLog extends Disposable {
  /** Each chunk that was sent, with escapes for what cannot be printed: `READ?\n`. */
  readonly sent: readonly string[];
  /** Each chunk that was received. */
  readonly received: readonly string[];
  /** Forgets what was logged so far. */
  clear(): void;
}

/**
 * Logs what a device says and hears, to be asserted on:
 * `using log = wireLog(meter); await meter.reading.read(); expect(log.sent).toEqual(['READ?\\n'])`.
 */
export function wireLog(device: Pick<Device, 'trace$'>): WireLog {
  const sent: string[] = [];
  const received: string[] = [];
  const subscription = device.trace$.subscribe({
    next: ({ direction, bytes }) => {
      (direction === 'sent' ? sent : received).push(printable(bytes));
    },
    // A trace does not fail; if it did, the assertion on the log says so.
    error: () => {},
  });
  return {
    sent,
    received,
    clear: () => {
      sent.length = 0;
      received.length = 0;
    },
    [Symbol.dispose]: () => subscription.unsubscribe(),
  };
}

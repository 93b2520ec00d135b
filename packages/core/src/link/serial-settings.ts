import type { Duration } from '../time/duration.ts';

/** How a serial line is set; what is left out is 9600 baud, 8 data bits, no parity, 1 stop bit, no flow control. */
export interface SerialSettings {
  readonly baudRate?: number;
  readonly dataBits?: 5 | 6 | 7 | 8;
  /** `mark` and `space` exist on Windows only. */
  readonly parity?: 'none' | 'even' | 'odd' | 'mark' | 'space';
  readonly stopBits?: 1 | 1.5 | 2;
  /** `xon-xoff` must be off for binary data. The serial library has no DTR/DSR handshake. */
  readonly flowControl?: 'none' | 'xon-xoff' | 'rts-cts';
  /**
   * Level of the lines once the port is open; both are high, as the operating system sets them, unless given. A
   * port without such lines, such as a pseudo terminal, ignores them.
   */
  readonly dtr?: boolean;
  readonly rts?: boolean;
  /**
   * How long the line must be silent before an answer that came too late counts as ended: longer than any pause that
   * the instrument makes within an answer. 100 ms unless given.
   */
  readonly quiet?: Duration;
}

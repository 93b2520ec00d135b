/** How a serial line is set; what is left out is 9600 baud, 8 data bits, no parity, 1 stop bit, no flow control. */
export interface SerialSettings {
  readonly baudRate?: number;
  readonly dataBits?: 5 | 6 | 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd' | 'mark' | 'space';
  readonly stopBits?: 1 | 1.5 | 2;
  readonly flowControl?: 'none' | 'xon-xoff' | 'rts-cts';
  /** Level of the lines once the port is open; left as the driver sets them unless given. */
  readonly dtr?: boolean;
  readonly rts?: boolean;
}

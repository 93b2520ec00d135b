import { FourwireError } from '@fourwire/core';

/** The lines that the library can set. */
interface ModemLines {
  readonly dtr?: boolean;
  readonly rts?: boolean;
  /** Whether a break condition is on the line. */
  readonly brk?: boolean;
}

type Done = (error: Error | null) => void;

/** What is used of the npm package `serialport`: a duplex stream with a port behind it. */
export interface SerialPort {
  readonly isOpen: boolean;
  /** The open port below the stream; what watches it exists on Linux and macOS. */
  readonly port?: { readonly poller?: PortWatcher };
  open(done: Done): void;
  close(done: Done): void;
  write(data: Uint8Array): boolean;
  /** Waits until everything is transmitted. */
  drain(done: Done): void;
  /** Drops what the operating system has received and not yet transmitted. */
  flush(done: Done): void;
  set(lines: ModemLines, done: Done): void;
  on(event: 'data', listener: (chunk: Uint8Array) => void): this;
  on(event: 'close', listener: (error: Error | null) => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  once(event: 'drain', listener: () => void): this;
  off(event: 'drain', listener: () => void): this;
}

/** Tells once that a port was hung up; also, with an error that is marked, that it is being closed. */
interface PortWatcher {
  once(
    event: 'disconnect',
    listener: (error: (Error & { readonly canceled?: boolean }) | null) => void,
  ): unknown;
}

/** How a port is opened. */
export interface SerialPortOptions {
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd' | 'mark' | 'space';
  readonly stopBits: 1 | 1.5 | 2;
  readonly rtscts: boolean;
  readonly xon: boolean;
  readonly xoff: boolean;
  readonly hupcl: boolean;
  readonly autoOpen: false;
}

/** The class that the library exports. */
export type SerialPortClass = new (options: SerialPortOptions) => SerialPort;

/**
 * Loads `serialport`. Its own types stay in this file.
 *
 * @throws FourwireError of kind `link`, code `library-missing`, when it is not installed or has no binary for this
 * platform
 */
export async function loadSerialPort(): Promise<SerialPortClass> {
  try {
    const library = (await import('serialport')) as unknown as { readonly SerialPort: SerialPortClass };
    return library.SerialPort;
  } catch (error) {
    throw new FourwireError(
      'link',
      'library-missing',
      'Serial ports need the npm package "serialport" in version 13, which cannot be loaded here; install it with "npm install serialport@13".',
      { retry: 'never', cause: error },
    );
  }
}

import { EventEmitter, once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import type { ReadStream } from 'node:tty';

/** What the package gives for a pair of pseudo terminals; its types tell nothing of it. */
interface OpenTerminal {
  readonly _pty: string;
  readonly _master: ReadStream;
  readonly _slave: ReadStream;
}

interface PtyLibrary {
  open(options: { cols: number; rows: number; encoding: null }): OpenTerminal;
}

/** A serial line whose far end is in this process. */
export interface PtyLine {
  /** Path of the near end, which a serial port can be opened on. */
  readonly path: string;
  /** What the near end has sent so far. */
  readonly received: Uint8Array;
  /** Sends bytes to the near end; up to 4 kB that it has not read, then this process stands still. */
  send(bytes: Uint8Array | string): void;
  /** Calls `answer` with everything that comes from now on. */
  onData(answer: (bytes: Buffer) => void): void;
  /** Pulls the cable: the near end is hung up. */
  hangUp(): Promise<void>;
}

/** Whether pseudo terminals can be had on this machine. */
export const hasPty = process.platform === 'linux' || process.platform === 'darwin';

/** Opens a pair of pseudo terminals. */
export async function openPty(): Promise<PtyLine> {
  const library = (await import('@lydell/node-pty')) as unknown as { default: PtyLibrary };
  const terminal = library.default.open({ cols: 80, rows: 24, encoding: null });
  const { _master: master, _slave: slave, _pty: path } = terminal;
  // Somebody must have the near end open, or the far end reads errors; the package's stream would eat what is sent.
  const near = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  slave.destroy();
  const events = new EventEmitter();
  const chunks: Buffer[] = [];
  // The package throws what comes with hanging up.
  master.removeAllListeners('error').on('error', () => {});
  master.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    events.emit('data', chunk);
  });
  return {
    path,
    get received() {
      return Buffer.concat(chunks);
    },
    send: (bytes) => {
      // A tty.ReadStream is a duplex stream on a terminal.
      (master as unknown as NodeJS.WritableStream).write(bytes);
    },
    onData: (answer) => events.on('data', answer),
    hangUp: async () => {
      if (master.destroyed) return;
      closeSync(near);
      const closed = once(master, 'close');
      master.destroy();
      await closed;
    },
  };
}

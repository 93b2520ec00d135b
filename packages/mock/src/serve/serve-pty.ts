import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FourwireError, systemClock } from '@fourwire/core';
import type { ByteService, Clock, Timer } from '@fourwire/core';
import { loadTerminalLibrary } from './terminal-library.ts';
import type { Terminal, TerminalLibrary } from './terminal-library.ts';

/** How a service is put on a pseudo terminal. */
export interface ServePtyOptions {
  /** Says when to try again to write to a terminal that is full; the system's clock unless given. */
  readonly clock?: Clock;
}

/** A service on a pseudo terminal. */
export interface PtyMount extends AsyncDisposable {
  /** What a client opens as its serial port; it stays the same over {@link PtyMount.unplug} and {@link PtyMount.plug}. */
  readonly path: string;
  /** Pulls the cable: a client's port fails, and cannot be opened until {@link PtyMount.plug}. */
  unplug(): Promise<void>;
  /** Puts the cable back, at the same path. */
  plug(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves bytes on a pseudo terminal (Linux and macOS), so that any program can talk to a simulator through a serial
 * port. Baud rate and parity mean nothing there. As on a real line the service does not notice when a client opens or
 * closes the port: there is one connection from plugging in to unplugging.
 *
 * @throws FourwireError of kind `link`, code `library-missing`, when `@lydell/node-pty` cannot be loaded, and
 * `terminal-unavailable` when the system gives no terminal
 */
export async function servePty(service: ByteService, options: ServePtyOptions = {}): Promise<PtyMount> {
  const library = await loadTerminalLibrary();
  const clock = (options.clock ?? systemClock).wire;
  const folder = await mkdtemp(join(tmpdir(), 'fourwire-'));
  const path = join(folder, 'serial');
  let cable: Cable | undefined;

  const plug = async (): Promise<void> => {
    if (cable !== undefined) return;
    cable = connect(library, service, clock);
    await symlink(cable.terminal, path);
  };
  const unplug = async (): Promise<void> => {
    await rm(path, { force: true });
    const pulled = cable;
    cable = undefined;
    await pulled?.pull();
  };
  const close = async (): Promise<void> => {
    await unplug();
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await plug();
  } catch (cause) {
    await close();
    throw cause;
  }
  return { path, unplug, plug, close, [Symbol.asyncDispose]: close };
}

/** One plugged-in terminal. */
interface Cable {
  readonly terminal: string;
  pull(): Promise<void>;
}

function connect(library: TerminalLibrary, service: ByteService, clock: Clock): Cable {
  const { terminal, held } = openRaw(library);
  const master = terminal.master;
  const writer = new TerminalWriter(terminal.fd, clock);
  const closed = new Promise<void>((resolve) => {
    master.once('close', resolve);
  });
  const hangUp = (): void => {
    // Before the descriptor is given back: its number may soon be another file's.
    writer.close();
    master.destroy();
  };
  const session = service.connect({ send: (bytes) => writer.write(bytes), close: hangUp });
  master.on('data', (bytes) => session.receive(bytes));
  // A terminal that fails has gone; `close` follows and says so to the service.
  master.on('error', () => {});
  master.once('close', () => {
    writer.close();
    closeSync(held);
    session.closed();
  });
  return {
    terminal: terminal.ptsName,
    pull: async () => {
      hangUp();
      await closed;
    },
  };
}

/** A terminal that passes every byte as it is, and the descriptor that holds the client's end open. */
function openRaw(library: TerminalLibrary): { readonly terminal: Terminal; readonly held: number } {
  try {
    const terminal = library.open({ cols: 80, rows: 24, encoding: null });
    // The library would read the client's end itself, and so eat replies; but while nobody holds that end open, the
    // other one fails with EIO.
    const held = openSync(terminal.ptsName, constants.O_RDWR | constants.O_NOCTTY);
    terminal.slave.destroy();
    const raw = spawnSync('stty', ['raw', '-echo'], { stdio: [held, 'ignore', 'ignore'] });
    if (raw.status === 0) return { terminal, held };
    closeSync(held);
    terminal.master.destroy();
    throw raw.error ?? new FourwireError('link', 'terminal-not-raw', 'The command stty failed.');
  } catch (cause) {
    throw new FourwireError(
      'link',
      'terminal-unavailable',
      `No pseudo terminal could be opened: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

/** How long in ms to wait before a full terminal is tried again, and how often before its bytes are lost. */
const retry = { pause: 2, times: 500 };

/**
 * Writes to a terminal without ever waiting in it: the stream of `@lydell/node-pty` blocks the whole process while
 * nobody reads. What nobody reads for a second is lost, as on a serial line.
 */
class TerminalWriter {
  readonly #descriptor: number;
  readonly #clock: Clock;
  #waiting: Uint8Array[] = [];
  #timer: Timer | undefined;
  #tries = 0;
  #open = true;

  constructor(descriptor: number, clock: Clock) {
    this.#descriptor = descriptor;
    this.#clock = clock;
  }

  write(bytes: Uint8Array): void {
    if (!this.#open || bytes.length === 0) return;
    this.#waiting.push(bytes.slice());
    if (this.#timer === undefined) this.#flush();
  }

  close(): void {
    this.#open = false;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#waiting = [];
  }

  #flush(): void {
    this.#timer = undefined;
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const written = this.#tryWrite(first);
      if (written === 0) {
        this.#wait();
        return;
      }
      this.#tries = 0;
      if (written === first.length) this.#waiting.shift();
      else this.#waiting[0] = first.subarray(written);
    }
  }

  #wait(): void {
    this.#tries++;
    if (this.#tries > retry.times) {
      this.#tries = 0;
      this.#waiting = [];
      return;
    }
    this.#timer = this.#clock.setTimer(retry.pause, () => this.#flush());
  }

  #tryWrite(bytes: Uint8Array): number {
    try {
      return writeSync(this.#descriptor, bytes);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
      // The terminal is going away; its `close` event ends the connection.
      return bytes.length;
    }
  }
}

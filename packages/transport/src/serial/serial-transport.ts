import { FourwireError, StreamTransport, toMilliseconds } from '@fourwire/core';
import type { Clock, Duration, SerialSettings, StreamOptions, TransportHost, Turn } from '@fourwire/core';
import type { SerialAddress } from '../address/address.ts';
import { drained } from '../stream/drained.ts';
import { pause } from '../stream/pause.ts';
import { portPath } from './port-path.ts';
import { loadSerialPort } from './serial-library.ts';
import type { SerialPort, SerialPortClass } from './serial-library.ts';

/** How long closing waits for what is still being transmitted, in milliseconds. */
const longestDrain = 1000;

/**
 * A serial line: VISA `ASRL`. A line has no connection that could be renewed, so a late answer comes whatever is done;
 * {@link recover} therefore waits for it.
 */
export class SerialTransport extends StreamTransport {
  readonly address: string;
  /** How long one character takes on the line, start and stop bits included, in milliseconds. */
  readonly characterMs: number;
  readonly #path: string;
  readonly #settings: SerialSettings;
  readonly #quietMs: number;
  #port: SerialPort | undefined;
  #clock: Clock | undefined;
  /** Whether anything came since the last message was sent, and when the last of it came. */
  #answered = false;
  #heardAt = 0;

  /**
   * @throws FourwireError of kind `range`, code `port-number-unknown`, when the address names a port by number and
   * this is not Windows
   */
  constructor(address: SerialAddress, settings: SerialSettings = {}, options: StreamOptions = {}) {
    super(options);
    this.address = `ASRL${address.port}::INSTR`;
    this.#path = portPath(address.port, process.platform);
    this.#settings = settings;
    this.#quietMs = toMilliseconds(settings.quiet ?? 100, 'quiet');
    const bits =
      1 +
      (settings.dataBits ?? 8) +
      (settings.stopBits ?? 1) +
      ((settings.parity ?? 'none') === 'none' ? 0 : 1);
    this.characterMs = (bits / (settings.baudRate ?? 9600)) * 1000;
  }

  protected override receive(chunk: Uint8Array): void {
    this.#answered = true;
    this.#heardAt = this.#clock?.monotonic() ?? 0;
    super.receive(chunk);
  }

  protected async connect(turn: Turn, host: TransportHost): Promise<void> {
    this.#clock = host.clock;
    const library = await host.clock.outside(loadSerialPort());
    turn.check();
    const port = this.#make(library);
    this.#port = port;
    await this.#opened(port, turn);
    this.#watch(port);
    await this.#setLines(port);
    await ended((done) => port.flush(done));
    turn.check();
    port.on('data', (chunk) => {
      if (this.#port === port) this.receive(chunk);
    });
  }

  protected async disconnect(): Promise<void> {
    const port = this.#port;
    this.#port = undefined;
    if (port?.isOpen !== true) return;
    await this.#transmitted(port);
    if (port.isOpen) await ended((done) => port.close(done));
  }

  protected send(data: Uint8Array, turn: Turn): Promise<void> | undefined {
    const port = this.#port;
    this.#answered = false;
    return port === undefined || port.write(data) ? undefined : drained(port, turn);
  }

  /**
   * Waits until the line was quiet for the time that the settings state, and drops what came.
   *
   * @returns whether an answer came: then it has ended, and no other can follow. When none came, or nobody can tell
   * an answer from what the device says unasked, the port is opened anew, and each device says who it is before it
   * is trusted again
   */
  override async recover(turn: Turn): Promise<boolean> {
    const [port, clock] = [this.#port, this.#clock];
    if (port?.isOpen !== true || clock === undefined) return false;
    const from = clock.monotonic();
    for (;;) {
      const left = Math.max(from, this.#heardAt) + this.#quietMs - clock.monotonic();
      if (left <= 0) break;
      await pause(clock, left, turn);
    }
    this.dropInput();
    await ended((done) => port.flush(done));
    return this.#answered && !this.unsolicited && port.isOpen;
  }

  /**
   * Holds the line in a break, which some instruments take for a device clear, for 250 ms unless given (VISA's default).
   * Not for ports without one, such as a pseudo terminal.
   *
   * @throws FourwireError of kind `link`, code `break-unsupported`, when the port cannot do it; `link-closed`
   */
  async sendBreak(turn: Turn, duration: Duration = 250): Promise<void> {
    const ms = toMilliseconds(duration, 'duration');
    const [port, clock] = [this.#port, this.#clock];
    if (port?.isOpen !== true || clock === undefined) {
      throw new FourwireError('link', 'link-closed', `${this.address} is not open.`);
    }
    turn.check();
    turn.touched = true;
    await this.#setBreak(port, true);
    try {
      await pause(clock, ms, turn);
    } finally {
      await this.#setBreak(port, false);
    }
  }

  async #setBreak(port: SerialPort, brk: boolean): Promise<void> {
    const { dtr = true, rts = true } = this.#settings;
    await new Promise<void>((resolve, reject) => {
      port.set({ brk, dtr, rts }, (cause) => {
        if (!cause) resolve();
        else {
          const text = `${this.address} cannot send a break: ${cause.message}. Use a port with a real line behind it.`;
          reject(new FourwireError('link', 'break-unsupported', text, { cause, retry: 'never' }));
        }
      });
    });
  }

  #make(library: SerialPortClass): SerialPort {
    const {
      baudRate = 9600,
      dataBits = 8,
      parity = 'none',
      stopBits = 1,
      flowControl = 'none',
    } = this.#settings;
    const software = flowControl === 'xon-xoff';
    return new library({
      path: this.#path,
      baudRate,
      dataBits,
      parity,
      stopBits,
      rtscts: flowControl === 'rts-cts',
      xon: software,
      xoff: software,
      // Boards that reset when DTR rises must not do so because the port was opened anew after a lost answer.
      hupcl: false,
      autoOpen: false,
    });
  }

  async #opened(port: SerialPort, turn: Turn): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      turn.onInterrupt(reject);
      port.open((error) => {
        turn.onInterrupt(undefined);
        if (error !== null) reject(this.#refused(error));
        // Nobody waits for it any more.
        else if (turn.error !== undefined) port.close(() => {});
        else resolve();
      });
    });
  }

  /** Notices when the port is unplugged. */
  #watch(port: SerialPort): void {
    const lost = (error: Error | null): void => {
      if (this.#port !== port) return;
      const why = error?.message ?? 'the port was hung up';
      this.disconnected(
        new FourwireError('link', 'link-lost', `${this.address}: ${why}. Check the cable and the adapter.`, {
          cause: error ?? undefined,
        }),
      );
    };
    port.on('error', () => {}); // 'close' follows, with the reason
    port.on('close', lost);
    // A read that is under way at that moment gives nothing, for ever, and the library takes that for silence.
    port.port?.poller?.once('disconnect', (error) => {
      if (error?.canceled !== true) lost(error);
    });
  }

  async #setLines(port: SerialPort): Promise<void> {
    const { dtr, rts } = this.#settings;
    if (dtr === undefined && rts === undefined) return;
    await ended((done) =>
      port.set({ ...(dtr === undefined ? {} : { dtr }), ...(rts === undefined ? {} : { rts }) }, done),
    );
  }

  /** Waits until the last command has left, unless the far side holds the line by its flow control. */
  async #transmitted(port: SerialPort): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = this.#clock?.setTimer(longestDrain, () => {
        port.flush(() => resolve());
      });
      port.drain(() => {
        timer?.cancel();
        resolve();
      });
    });
  }

  #refused(error: Error): FourwireError {
    return new FourwireError(
      'link',
      'link-refused',
      `${this.address} cannot be opened: ${error.message}. ${advice(error.message)}`,
      { cause: error },
    );
  }
}

/** Runs an operation of the library to its end. Ports without the lines or buffers in question fail; that is no harm. */
async function ended(start: (done: (error: Error | null) => void) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    start(() => resolve());
  });
}

function advice(reason: string): string {
  if (/permission/i.test(reason))
    return 'Check that you may use the port: on Linux, whether you are in its group, often dialout.';
  if (/lock|busy|access denied/i.test(reason)) return 'Check that no other program has the port open.';
  if (/no such|not found|cannot find/i.test(reason))
    return 'Check that the adapter is plugged in, and the name of the port.';
  return 'Check the name of the port, its settings, and that no other program has it open.';
}

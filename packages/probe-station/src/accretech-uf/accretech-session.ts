import { FourwireError, endsWith, formatDuration, sleepUntilWoken, toMilliseconds } from '@fourwire/core';
import type { BusClient, ByteTransport, Call, Clock, Duration } from '@fourwire/core';
import { unexpected } from '../faults.ts';
import { failures, requested } from './accretech-status.ts';

/** How long to wait for a service request before the status byte is polled all the same: requests get lost. */
const safetyMs = 1000;

/** The pause between two polls where the wire brings no service requests. */
const pollMs = 50;

/** No prober has more status bytes waiting than this. */
const mostWaiting = 32;

/**
 * Speaks with an Accretech prober: questions are answered by a line that begins with their letters; commands are answered by
 * a service request, and the status byte is the result.
 */
export class AccretechSession {
  readonly #bus: BusClient<ByteTransport>;
  readonly #clock: Clock;
  /** Status bytes that came behind the one that ended a command. */
  #left: number[] = [];

  /** @throws FourwireError of kind `range`, code `wire-unsupported`, for a wire without a status byte */
  constructor(bus: BusClient<ByteTransport>, clock: Clock) {
    if (bus.wire.statusByte === undefined) {
      throw new FourwireError(
        'range',
        'wire-unsupported',
        'An Accretech prober answers commands by its status byte; reach it over GPIB, not over a socket or a serial port.',
      );
    }
    this.#bus = bus;
    this.#clock = clock;
  }

  /** Asks, and gives the answer without the letters of the question. */
  async ask(question: string, call: Call): Promise<string> {
    return this.#bus.exchange(async (wire, turn) => {
      await wire.write(encode(question), turn);
      const line = new TextDecoder('latin1').decode(await wire.read(endsWith('\n'), turn)).trimEnd();
      if (!line.startsWith(question)) throw unexpected(`an answer that begins with "${question}"`, line);
      return line.slice(question.length);
    }, call);
  }

  /** Takes the status bytes that wait: those that nobody asked for, such as the end of the wafer. */
  async waiting(call: Call): Promise<readonly number[]> {
    const found = this.#left.splice(0);
    while (found.length < mostWaiting) {
      const byte = await this.#statusByte(call);
      if ((byte & requested) === 0) break;
      found.push(byte);
    }
    return found;
  }

  /**
   * Sends a command and waits for one of the status bytes that end it; others are passed over. Those that waited from
   * before are taken away first, so that none of them counts as the end.
   *
   * @throws FourwireError of kind `device`, code `instrument-refused`, when one comes that says that it failed; of kind
   * `timeout` when none comes
   */
  async act(command: string, ends: readonly number[], within: Duration, call: Call): Promise<number> {
    await this.waiting(call);
    const withinMs = toMilliseconds(within, 'within');
    const bytes: number[] = [];
    let wake = (): void => {};
    // Before the command is written: what is soon done would be missed otherwise.
    const requests = this.#bus.wire.serviceRequest$?.subscribe({
      next: (byte) => {
        if (byte !== undefined) bytes.push(byte);
        wake();
      },
      error: () => {},
    });
    try {
      await this.#bus.exchange(async (wire, turn) => wire.write(encode(command), turn), call);
      const start = this.#clock.monotonic();
      for (;;) {
        for (let byte = bytes.shift(); byte !== undefined; byte = bytes.shift()) {
          if (ends.includes(byte)) {
            this.#left.push(...bytes);
            return byte;
          }
          const why = failures.get(byte);
          if (why !== undefined) throw await this.#failure(command, byte, why, call);
        }
        const remaining = withinMs - (this.#clock.monotonic() - start);
        if (remaining <= 0) throw notDone(command, withinMs);
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const pause = Math.min(remaining, requests === undefined ? pollMs : safetyMs);
        if (bytes.length === 0) await sleepUntilWoken(this.#clock, pause, woken, call.signal);
        if (bytes.length === 0) bytes.push(...(await this.waiting(call)));
      }
    } finally {
      requests?.unsubscribe();
    }
  }

  async #statusByte(call: Call): Promise<number> {
    return this.#bus.exchange(async (wire, turn) => (await wire.statusByte?.(turn)) ?? 0, call);
  }

  /** What the prober says of a failure: the number and the text of its alarm, where it was refused or ended badly. */
  async #failure(command: string, byte: number, why: string, call: Call): Promise<FourwireError> {
    const code = await this.ask('E', call).catch(() => '');
    const text = code === '' ? '' : await this.ask('e', call).catch(() => '');
    return new FourwireError(
      'device',
      'instrument-refused',
      `The prober answered "${command}" with status byte ${byte}: ${why}${code === '' ? '' : `; ${code} ${text}`}.`,
      { device: { code: code === '' ? byte : code, text: text === '' ? why : text }, command },
    );
  }
}

function notDone(command: string, ms: number): FourwireError {
  return new FourwireError(
    'timeout',
    'timeout',
    `The prober did not report the end of "${command}" within ${formatDuration(ms)}.`,
    { command },
  );
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\r\n`);
}

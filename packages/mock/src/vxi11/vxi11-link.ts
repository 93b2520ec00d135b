import type { Clock } from '@fourwire/core';
import { MessageOutput } from '../serve/message-output.ts';
import type { MessageService } from '../serve/message-service.ts';
import { DeviceLock } from './device-lock.ts';
import { Vxi11Refusal, vxi11Errors } from './vxi11-errors.ts';

/** An instrument behind the server, with the lock that its links compete for. */
export interface Vxi11Device {
  readonly service: MessageService;
  readonly lock: DeviceLock<Vxi11Link>;
}

/** An instrument with nobody on it. */
export function vxi11Device(service: MessageService, clock: Clock): Vxi11Device {
  return { service, lock: new DeviceLock(clock) };
}

/** Why a read ended (sheet vxi11.md, section 2.2). */
const reasons = { count: 1, character: 2, end: 4 } as const;

/** What a client wants to read. */
export interface Vxi11Read {
  readonly size: number;
  /** ms */
  readonly timeout: number;
  /** Where it ends early, if the client says so. */
  readonly terminator: number | undefined;
}

/** A link of a client to an instrument. */
export class Vxi11Link {
  readonly id: number;
  readonly device: Vxi11Device;
  /** What the client wants to be sent back with a service request; `undefined` while it wants none. */
  handle: Uint8Array | undefined;
  readonly #clock: Clock;
  readonly #output: MessageOutput;
  #wake: ((why: 'available' | 'abort') => void) | undefined;

  /** @param requestService - sends a service request, if the client has a channel for it */
  constructor(id: number, device: Vxi11Device, clock: Clock, requestService: (handle: Uint8Array) => void) {
    this.id = id;
    this.device = device;
    this.#clock = clock;
    this.#output = new MessageOutput(device.service, {
      available: () => this.#wake?.('available'),
      serviceRequested: () => {
        if (this.handle !== undefined) requestService(this.handle);
      },
    });
  }

  write(data: Uint8Array, end: boolean): void {
    if (data.length > 0 || end) this.#output.write(data, end);
  }

  /** Reads what there is, or waits for it. Refused with 15 after the time-out and with 23 when it is aborted. */
  async read({ size, timeout, terminator }: Vxi11Read): Promise<{ bytes: Uint8Array; reason: number }> {
    if (size === 0) return { bytes: new Uint8Array(), reason: reasons.count };
    for (const until = this.#clock.monotonic() + timeout; ;) {
      const part = this.#output.read(size, terminator);
      if (part !== undefined) {
        const { bytes, end } = part;
        const character = terminator !== undefined && bytes.at(-1) === terminator ? reasons.character : 0;
        const count = bytes.length === size ? reasons.count : 0;
        return { bytes, reason: character | count | (end ? reasons.end : 0) };
      }
      await this.#available(until - this.#clock.monotonic());
    }
  }

  /** Ends the read that is under way. */
  abort(): void {
    this.#wake?.('abort');
  }

  clear(): void {
    this.#output.clear();
  }

  trigger(): void {
    this.#output.session.trigger();
  }

  statusByte(): number {
    return this.#output.statusByte();
  }

  remote(enabled: boolean): void {
    this.#output.session.remote(enabled);
  }

  close(): void {
    this.abort();
    this.device.lock.forget(this);
    this.#output.session.closed();
  }

  async #available(ms: number): Promise<void> {
    const why = await new Promise<'available' | 'abort' | 'timeout'>((resolve) => {
      const timer = this.#clock.setTimer(Math.max(0, ms), () => resolve('timeout'));
      this.#wake = (reason) => {
        timer.cancel();
        resolve(reason);
      };
    });
    this.#wake = undefined;
    if (why === 'timeout') {
      this.#output.gaveNothing();
      throw new Vxi11Refusal(vxi11Errors.timeout);
    }
    if (why === 'abort') throw new Vxi11Refusal(vxi11Errors.abort);
  }
}

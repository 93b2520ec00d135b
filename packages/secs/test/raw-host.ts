import type { ByteService, ByteSession, VirtualClock } from '@fourwire/core';
import { fromHex, toHex } from './scripted-peer.ts';

/** A host's end of an HSMS link, as bytes and nothing more. */
export class RawHost {
  /** Frames that came, in hex. */
  readonly received: string[] = [];
  closed = false;
  readonly #session: ByteSession;
  readonly #clock: VirtualClock;
  #bytes: number[] = [];

  constructor(service: ByteService, clock: VirtualClock) {
    this.#clock = clock;
    this.#session = service.connect({
      send: (bytes) => this.#take(bytes),
      close: () => {
        this.closed = true;
        this.#session.closed();
      },
    });
  }

  /** Sends bytes and gives the frames that came by the time everything has settled. */
  async say(...hex: readonly string[]): Promise<readonly string[]> {
    const before = this.received.length;
    for (const one of hex) this.#session.receive(fromHex(one));
    await this.#clock.sleep(0);
    return this.received.slice(before);
  }

  /** Selects, and establishes communications as the host does; S1F13 of the equipment is left unanswered. */
  async establish(): Promise<void> {
    await this.say('00 00 00 0a ff ff 00 00 00 01 00 00 00 01');
    await this.say('00 00 00 0c 00 00 81 0d 00 00 00 00 00 02 01 00');
  }

  /** Hangs up. */
  leave(): void {
    this.closed = true;
    this.#session.closed();
  }

  #take(bytes: Uint8Array): void {
    this.#bytes.push(...bytes);
    for (;;) {
      const [a = 0, b = 0, c = 0, d = 0] = this.#bytes;
      const length = 4 + ((a << 24) | (b << 16) | (c << 8) | d);
      if (this.#bytes.length < Math.max(14, length)) return;
      this.received.push(toHex(Uint8Array.from(this.#bytes.splice(0, length))));
    }
  }
}

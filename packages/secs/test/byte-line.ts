import type { BytePeer, ByteService, ByteSession, VirtualClock } from '@fourwire/core';
import { fromHex, toHex } from './hex.ts';

/** The far end of a serial line: what comes is noted with its time, what goes is said by the test. */
export class ByteLine implements ByteService {
  /** What came, in hex, each piece with the seconds at which it came. */
  readonly heard: string[] = [];
  /** Answers a piece at once; nothing unless set. */
  answer: (hex: string) => string | undefined = () => undefined;
  readonly #clock: VirtualClock;
  #peer: BytePeer | undefined;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  connect(peer: BytePeer): ByteSession {
    this.#peer = peer;
    return {
      receive: (bytes) => {
        const hex = toHex(bytes);
        this.heard.push(`${(this.#clock.monotonic() / 1000).toFixed(1)} ${hex}`);
        const answer = this.answer(hex);
        if (answer !== undefined) this.say(answer);
      },
      closed: () => {
        this.#peer = undefined;
      },
    };
  }

  say(hex: string): void {
    this.#peer?.send(fromHex(hex));
  }

  /** What came since the last call. */
  take(): readonly string[] {
    return this.heard.splice(0).map((entry) => entry.slice(entry.indexOf(' ') + 1));
  }
}

/** Two ends of one line: bytes of either side reach the other on a later microtask. */
export class LinePair implements ByteService {
  readonly #right: ByteService;
  readonly #garble: (bytes: Uint8Array, toRight: boolean) => Uint8Array;

  /** @param garble - what the line does to bytes on their way */
  constructor(
    right: ByteService,
    garble: (bytes: Uint8Array, toRight: boolean) => Uint8Array = (bytes) => bytes,
  ) {
    this.#right = right;
    this.#garble = garble;
  }

  connect(peer: BytePeer): ByteSession {
    const session = this.#right.connect({
      send: (bytes) => peer.send(this.#garble(bytes, false)),
      close: () => peer.close(),
    });
    return {
      receive: (bytes) => session.receive(this.#garble(bytes, true)),
      closed: () => session.closed(),
    };
  }
}

import { Turn } from '@fourwire/core';
import type { BytePeer, ByteService, ByteSession, Clock, TransportHost } from '@fourwire/core';
import type { FourwireError } from '@fourwire/core';

/** Bytes from hex as the sheets print it. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
}

/** Hex as the sheets print it. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** The answer to Select.req with these system bytes. */
export const selected = (frame: string): string => frame.replace(/^(00 00 00 0a ff ff 00 00 00) 01/, '$1 02');

/** An equipment's end of an HSMS link, written as hex. It knows frames by their length and nothing more. */
export class ScriptedPeer implements ByteService {
  /** Frames received, in hex. */
  readonly received: string[] = [];
  connections = 0;
  closed = 0;
  /** Told of every frame; answers with the hex to send. Selects unless set. */
  answer: (frame: string) => string | readonly string[] | undefined = (frame) =>
    isSelect(frame) ? selected(frame) : undefined;
  #peer: BytePeer | undefined;
  #bytes: number[] = [];

  connect(peer: BytePeer): ByteSession {
    this.connections++;
    this.#peer = peer;
    this.#bytes = [];
    return {
      receive: (bytes) => {
        this.#bytes.push(...bytes);
        for (;;) {
          const [a = 0, b = 0, c = 0, d = 0] = this.#bytes;
          const length = 4 + ((a << 24) | (b << 16) | (c << 8) | d);
          if (this.#bytes.length < Math.max(14, length)) return;
          const frame = toHex(Uint8Array.from(this.#bytes.splice(0, length)));
          this.received.push(frame);
          const replies = this.answer(frame) ?? [];
          for (const reply of typeof replies === 'string' ? [replies] : replies) this.send(reply);
        }
      },
      closed: () => {
        this.closed++;
        if (this.#peer === peer) this.#peer = undefined;
      },
    };
  }

  send(hex: string): void {
    this.#peer?.send(fromHex(hex));
  }

  hangUp(): void {
    this.#peer?.close();
  }
}

/** Whether a frame is Select.req. */
export function isSelect(frame: string): boolean {
  return frame.slice(27, 29) === '01' && frame.startsWith('00 00 00 0a ff ff');
}

/** A bus's side of a transport, for tests without a bus. */
export class TestHost implements TransportHost {
  readonly clock: Clock;
  readonly losses: FourwireError[] = [];

  constructor(clock: Clock) {
    this.clock = clock;
  }

  lost(error: FourwireError): void {
    this.losses.push(error);
  }

  trace(): void {}
}

/** A turn that nobody interrupts. */
export const turn = (): Turn => new Turn();

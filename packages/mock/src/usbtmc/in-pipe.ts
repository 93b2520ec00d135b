import type { UsbInResult, UsbStatus } from './usb-peripheral.ts';

interface Waiting {
  readonly length: number;
  readonly done: (result: UsbInResult) => void;
  readonly packets: Uint8Array[];
  received: number;
}

const nothing = new Uint8Array(0);

/**
 * One IN endpoint: a queue of packets from the device, and a queue of buffers from the host. A buffer is given back when
 * it is full or a short packet came, as on the bus; so a buffer that a full packet ends exactly leaves the zero-length
 * packet for the next one.
 */
export class InPipe {
  readonly #packetSize: number;
  readonly #drained: () => void;
  #packets: Uint8Array[] = [];
  #waiting: Waiting[] = [];
  #halted = false;
  #delivered = 0;

  /** @param drained - called when the host has taken the last packet */
  constructor(packetSize: number, drained: () => void = () => {}) {
    this.#packetSize = packetSize;
    this.#drained = drained;
  }

  get halted(): boolean {
    return this.#halted;
  }

  /** How many packets the host has not taken. */
  get queued(): number {
    return this.#packets.length;
  }

  /** Whether bytes are queued, and not only the packet without any that ends a transfer. */
  get holdsData(): boolean {
    return this.#packets.some((packet) => packet.length > 0);
  }

  /** How many bytes the host has taken, ever. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Queues a transfer: its packets, the last of them short. */
  sendTransfer(bytes: Uint8Array): void {
    for (let at = 0; at <= bytes.length; at += this.#packetSize)
      this.#packets.push(bytes.subarray(at, at + this.#packetSize));
    this.#serve();
  }

  /** Queues one packet, which an interrupt endpoint does not follow with an empty one. */
  sendPacket(packet: Uint8Array): void {
    this.#packets.push(packet);
    this.#serve();
  }

  /** Takes a buffer of the host. */
  request(length: number, done: (result: UsbInResult) => void): () => boolean {
    const waiting: Waiting = { length, done, packets: [], received: 0 };
    this.#waiting.push(waiting);
    this.#serve();
    return () => {
      const before = this.#waiting.length;
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      return this.#waiting.length < before;
    };
  }

  /** Ends a transfer early: what the hardware holds already, one packet, still goes out, then a short one. */
  truncate(): void {
    const [first] = this.#packets;
    if (first === undefined) return;
    this.#packets = first.length === this.#packetSize ? [first, nothing] : [first];
  }

  /** Forgets what the host has not taken. */
  flush(): void {
    this.#packets = [];
  }

  /** Stalls every transfer until the halt is cleared. */
  halt(halted: boolean): void {
    this.#halted = halted;
    this.#serve();
  }

  /** Gives every buffer back: the cable was pulled. */
  fail(status: UsbStatus): void {
    this.#packets = [];
    this.#halted = false;
    for (const { done } of this.#waiting.splice(0)) done({ status, data: nothing });
  }

  #serve(): void {
    if (this.#halted) {
      for (const { done } of this.#waiting.splice(0)) done({ status: 'stall', data: nothing });
      return;
    }
    const had = this.#packets.length > 0;
    for (let request = this.#waiting[0]; request !== undefined; request = this.#waiting[0]) {
      const packet = this.#packets.shift();
      if (packet === undefined) break;
      request.packets.push(packet);
      request.received += packet.length;
      const fits = request.received <= request.length;
      if (fits && request.received < request.length && packet.length === this.#packetSize) continue;
      this.#waiting.shift();
      if (fits) this.#delivered += request.received;
      request.done(
        fits ? { status: 'ok', data: Buffer.concat(request.packets) } : { status: 'overflow', data: nothing },
      );
    }
    if (had && this.#packets.length === 0) this.#drained();
  }
}

import type { ByteTransport, MessageEnd, TransportHost, Turn } from '@fourwire/core';
import type { Observable } from 'rxjs';
import type { GpibAddress } from '../address/address.ts';
import { formatAddress } from '../address/format-address.ts';
import type { PrologixTransport } from './prologix-transport.ts';

/**
 * One instrument behind a GPIB adapter, as a driver sees it: messages that end with EOI, device clear, trigger, serial
 * poll. Instruments behind one adapter share its bus, each through a `BusPlace` of its own.
 */
export class GpibInstrument implements ByteTransport {
  readonly wire = 'bytes' as const;
  readonly address: string;
  readonly concurrency = 1;
  readonly matchesReplies = false;
  /** What carries it, and belongs to the bus. */
  readonly adapter: PrologixTransport;
  /** The status bytes with which it asks for service; the adapter is asked ten times a second while somebody subscribes. */
  readonly serviceRequest$: Observable<number>;
  readonly #place: GpibAddress;

  /** @internal Use {@link PrologixTransport.instrument}. */
  constructor(adapter: PrologixTransport, place: GpibAddress) {
    this.adapter = adapter;
    this.address = formatAddress(place);
    this.serviceRequest$ = adapter.serviceRequests(place);
    this.#place = place;
  }

  // Only where it is alone on its adapter is it the bus's own transport; otherwise the bus calls the adapter.
  async open(host: TransportHost, turn: Turn): Promise<void> {
    await this.adapter.open(host, turn);
  }

  async close(): Promise<void> {
    await this.adapter.close();
  }

  async recover(turn: Turn): Promise<boolean> {
    return this.adapter.recover(turn);
  }

  /** Sends one message; EOI comes with its last byte. */
  async write(data: Uint8Array, turn: Turn): Promise<void> {
    await this.adapter.write(this.#place, data, turn);
  }

  /** Receives one message, up to EOI; from an instrument that sends no EOI, up to `end`. */
  async read(end: MessageEnd, turn: Turn): Promise<Uint8Array> {
    return this.adapter.read(this.#place, end, turn);
  }

  /** Selected device clear. An instrument older than IEEE 488.2 may go back to its power-on state. */
  async clear(turn: Turn): Promise<void> {
    await this.adapter.command(this.#place, '++clr', turn);
  }

  async statusByte(turn: Turn): Promise<number> {
    return this.adapter.statusByte(this.#place, turn);
  }

  async trigger(turn: Turn): Promise<void> {
    await this.adapter.command(this.#place, '++trg', turn);
  }

  /**
   * Remote with its front panel locked out, or back to local. It goes remote by itself when it is first spoken to: the
   * adapter asserts REN always.
   */
  async remote(enabled: boolean, turn: Turn): Promise<void> {
    await this.adapter.command(this.#place, enabled ? '++llo' : '++loc', turn);
  }
}

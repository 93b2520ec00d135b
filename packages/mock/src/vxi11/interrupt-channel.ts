import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { asRecord } from '../rpc/rpc-program.ts';
import { xdrNumber, xdrOpaque } from '../rpc/xdr.ts';

const interruptServiceRequest = 30;

/** Where a client listens for service requests: `create_intr_chan`. */
export interface InterruptTarget {
  /** IPv4 address as a number. */
  readonly host: number;
  readonly port: number;
  readonly program: number;
  readonly version: number;
}

/** The connection from the instrument to the client on which it asks for service (sheet vxi11.md, section 3, SRQ). */
export class InterruptChannel {
  readonly #target: InterruptTarget;
  #socket: Socket | undefined;
  #calls = 0;

  constructor(target: InterruptTarget) {
    this.#target = target;
  }

  /** Connects to the client; gives whether that worked. */
  async open(): Promise<boolean> {
    const { host, port } = this.#target;
    const address = [24, 16, 8, 0].map((shift) => (host >>> shift) & 0xff).join('.');
    const socket = connect({ host: address, port, noDelay: true });
    this.#socket = socket;
    return new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('close', () => resolve(false));
      socket.resume();
    });
  }

  /** Asks for service. One way: nothing is answered, and nobody waits. */
  request(handle: Uint8Array): void {
    const { program, version } = this.#target;
    this.#calls++;
    const header = [this.#calls, 0, 2, program, version, interruptServiceRequest, 0, 0, 0, 0];
    this.#socket?.write(
      asRecord(Buffer.concat([...header.map((value) => xdrNumber(value)), xdrOpaque(handle)])),
    );
  }

  close(): void {
    this.#socket?.destroy();
  }
}

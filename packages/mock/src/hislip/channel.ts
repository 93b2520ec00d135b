import type { BytePeer, ByteSession } from '@fourwire/core';
import { encodeMessage, messageType } from './message.ts';
import { MessageReader } from './message-reader.ts';

/** A client's connection, which may be told to let its bytes wait: a socket, but not a link in this process. */
export interface HislipPeer extends BytePeer {
  /** Reads nothing from the client until {@link resume}. */
  pause?(): void;
  resume?(): void;
}

/** Payloads of the asynchronous channel, and sub-addresses, are no longer than this (sheet hislip.md, section 3.2). */
const longestShortPayload = 256;

/** Texts of FatalError, by code (sheet hislip.md, section 3.8). */
const fatalTexts = {
  0: 'Unidentified error',
  1: 'Poorly formed message header',
  2: 'Use before both channels established',
  3: 'Invalid Initialization Sequence',
  4: 'Too many clients',
} as const;

/** Texts of Error, by code (sheet hislip.md, section 3.8). */
const errorTexts = {
  0: 'Unidentified error',
  1: 'Unrecognized message type',
  2: 'Unrecognized control code',
  3: 'Unrecognized Vendor Defined Message',
  4: 'Message too large',
  5: 'Authentication failed',
} as const;

export type FatalCode = keyof typeof fatalTexts;
export type ErrorCode = keyof typeof errorTexts;

const nothing = new Uint8Array(0);

/** One of the two connections of a HiSLIP session, or one that has not said yet which it is. */
export class Channel implements ByteSession {
  readonly reader = new MessageReader(longestShortPayload);
  /** Called when bytes have come. */
  arrived: () => void = () => {};
  /** Called once, when the connection has ended on either side. */
  ended: () => void = () => {};
  readonly #peer: HislipPeer;
  #open = true;
  #held = false;

  constructor(peer: HislipPeer) {
    this.#peer = peer;
  }

  receive(bytes: Uint8Array): void {
    if (!this.#open) return;
    this.reader.push(bytes);
    this.arrived();
  }

  closed(): void {
    if (!this.#open) return;
    this.#open = false;
    this.ended();
  }

  send(type: number, control = 0, parameter = 0, payload: Uint8Array = nothing): void {
    if (this.#open) this.#peer.send(encodeMessage(type, control, parameter, payload));
  }

  sendError(code: ErrorCode): void {
    this.send(messageType.error, code, 0, Buffer.from(errorTexts[code], 'latin1'));
  }

  sendFatal(code: FatalCode): void {
    this.send(messageType.fatalError, code, 0, Buffer.from(fatalTexts[code], 'latin1'));
  }

  /** Says why, and ends the connection. */
  fail(code: FatalCode): void {
    this.sendFatal(code);
    this.close();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#peer.close();
    this.ended();
  }

  /** Lets the client's bytes wait, or reads them again. */
  hold(held: boolean): void {
    if (held === this.#held || !this.#open) return;
    this.#held = held;
    if (held) this.#peer.pause?.();
    else this.#peer.resume?.();
  }
}

import type { BytePeer, ByteService, ByteSession } from '@fourwire/core';
import { decodeItem, encodeItem } from '@fourwire/secs';
import type { Item } from '@fourwire/secs';

/** A data message of HSMS. */
export interface DataMessage {
  readonly stream: number;
  readonly function: number;
  /** Whether the sender waits for a reply. */
  readonly reply: boolean;
  readonly system: number;
  /** The ten bytes of its header, which S9 messages carry. */
  readonly header: Uint8Array;
  readonly item: Item | undefined;
}

/** What the far side of a connection wants to know. */
export interface HsmsHandler {
  selected(link: HsmsLink): void;
  message(link: HsmsLink, message: DataMessage): void;
  /** A message came whose item cannot be decoded. */
  illegal(link: HsmsLink, header: Uint8Array): void;
  closed(link: HsmsLink): void;
}

/** A selected connection. */
export interface HsmsLink {
  /** Sends a primary; gives its system bytes. */
  primary(stream: number, fn: number, item: Item | undefined, reply: boolean): number;
  /** Answers a message. */
  answer(to: DataMessage, item: Item | undefined): void;
  /** Answers with function 0: the transaction is aborted. */
  abort(to: DataMessage): void;
}

const sTypes = {
  data: 0,
  selectRequest: 1,
  selectResponse: 2,
  deselectRequest: 3,
  deselectResponse: 4,
  linktestRequest: 5,
  linktestResponse: 6,
  reject: 7,
  separate: 9,
} as const;

const headerBytes = 10;
const longestMessage = 16 * 1024 * 1024 + headerBytes;

/**
 * The passive side of HSMS-SS: accepts one selected connection at a time, refuses a second with select status 3
 * (sheet hsms.md, sections 1 and 2).
 */
export function hsmsService(sessionId: number, handler: HsmsHandler): ByteService {
  let selected: Connection | undefined;
  return {
    connect(peer) {
      const connection = new Connection(peer, sessionId, handler, {
        select: (candidate) => {
          if (selected !== undefined && selected !== candidate) return 3;
          const status = selected === candidate ? 1 : 0;
          selected = candidate;
          return status;
        },
        release: (candidate) => {
          if (selected === candidate) selected = undefined;
        },
      });
      return connection;
    },
  };
}

interface Selection {
  /** The select status: 0 established, 1 already, 3 another connection has it. */
  select(connection: Connection): number;
  release(connection: Connection): void;
}

class Connection implements ByteSession, HsmsLink {
  readonly #peer: BytePeer;
  readonly #sessionId: number;
  readonly #handler: HsmsHandler;
  readonly #selection: Selection;
  #input: Uint8Array = new Uint8Array(0);
  #selected = false;
  #nextSystem = 0x5000_0000;

  constructor(peer: BytePeer, sessionId: number, handler: HsmsHandler, selection: Selection) {
    this.#peer = peer;
    this.#sessionId = sessionId;
    this.#handler = handler;
    this.#selection = selection;
  }

  receive(bytes: Uint8Array): void {
    this.#input = this.#input.length === 0 ? bytes : concatenate(this.#input, bytes);
    for (;;) {
      if (this.#input.length < 4) return;
      const view = new DataView(this.#input.buffer, this.#input.byteOffset);
      const length = view.getUint32(0);
      if (length < headerBytes || length > longestMessage) {
        this.#peer.close();
        return;
      }
      if (this.#input.length < 4 + length) return;
      const frame = this.#input.slice(4, 4 + length);
      this.#input = this.#input.subarray(4 + length);
      this.#frame(frame);
    }
  }

  closed(): void {
    this.#selection.release(this);
    if (this.#selected) this.#handler.closed(this);
    this.#selected = false;
  }

  primary(stream: number, fn: number, item: Item | undefined, reply: boolean): number {
    const system = this.#nextSystem;
    this.#nextSystem = (this.#nextSystem + 1) >>> 0;
    this.#data(stream, fn, reply, system, item);
    return system;
  }

  answer(to: DataMessage, item: Item | undefined): void {
    this.#data(to.stream, to.function + 1, false, to.system, item);
  }

  abort(to: DataMessage): void {
    this.#data(to.stream, 0, false, to.system, undefined);
  }

  #data(stream: number, fn: number, reply: boolean, system: number, item: Item | undefined): void {
    const body = item === undefined ? new Uint8Array(0) : encodeItem(item);
    this.#send(this.#sessionId, (reply ? 0x80 : 0) | stream, fn, 0, sTypes.data, system, body);
  }

  #frame(frame: Uint8Array): void {
    const view = new DataView(frame.buffer, frame.byteOffset);
    const session = view.getUint16(0);
    const [byte2, byte3, pType, sType] = [
      view.getUint8(2),
      view.getUint8(3),
      view.getUint8(4),
      view.getUint8(5),
    ];
    const system = view.getUint32(6);
    const control = (status: number, type: number, second = 0): void =>
      this.#send(session, second, status, 0, type, system);
    if (pType !== 0) {
      control(2, sTypes.reject, pType);
      return;
    }
    switch (sType) {
      case sTypes.data:
        if (this.#selected) this.#dataFrame(frame, byte2, byte3, system);
        else control(4, sTypes.reject, sType);
        break;
      case sTypes.selectRequest: {
        const status = this.#selection.select(this);
        // Selected before the answer is written: the peer may send data right behind it.
        if (status === 0) this.#selected = true;
        control(status, sTypes.selectResponse);
        if (status === 0) this.#handler.selected(this);
        break;
      }
      case sTypes.deselectRequest:
        control(this.#selected ? 0 : 1, sTypes.deselectResponse);
        this.#deselect();
        break;
      case sTypes.linktestRequest:
        control(0, sTypes.linktestResponse);
        break;
      case sTypes.separate:
        if (this.#selected) this.#peer.close();
        break;
      case sTypes.reject:
        break;
      case sTypes.selectResponse:
      case sTypes.deselectResponse:
      case sTypes.linktestResponse:
        control(3, sTypes.reject, sType);
        break;
      default:
        control(1, sTypes.reject, sType);
    }
  }

  #deselect(): void {
    if (!this.#selected) return;
    this.#selected = false;
    this.#selection.release(this);
    this.#handler.closed(this);
  }

  #dataFrame(frame: Uint8Array, byte2: number, fn: number, system: number): void {
    const header = frame.slice(0, headerBytes);
    let item: Item | undefined;
    try {
      item = frame.length > headerBytes ? decodeItem(frame.subarray(headerBytes)) : undefined;
    } catch {
      this.#handler.illegal(this, header);
      return;
    }
    this.#handler.message(this, {
      stream: byte2 & 0x7f,
      function: fn,
      reply: (byte2 & 0x80) !== 0,
      system,
      header,
      item,
    });
  }

  #send(
    session: number,
    byte2: number,
    byte3: number,
    pType: number,
    sType: number,
    system: number,
    body: Uint8Array = new Uint8Array(0),
  ): void {
    const frame = new Uint8Array(4 + headerBytes + body.length);
    const view = new DataView(frame.buffer);
    view.setUint32(0, headerBytes + body.length);
    view.setUint16(4, session);
    view.setUint8(6, byte2);
    view.setUint8(7, byte3);
    view.setUint8(8, pType);
    view.setUint8(9, sType);
    view.setUint32(10, system);
    frame.set(body, 14);
    this.#peer.send(frame);
  }
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

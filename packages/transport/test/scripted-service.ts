import type { BytePeer, ByteService, ByteSession } from '@fourwire/core';

/** Bytes from hexadecimal text. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
}

/** Bytes as hexadecimal text. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .toUpperCase()
    .replaceAll(/(..)(?!$)/g, '$1 ');
}

/** A service in this process that writes down what it is sent and answers as a test says. */
export class ScriptedService implements ByteService {
  readonly received: string[] = [];
  connections = 0;
  peer: BytePeer | undefined;
  /** Called with each message; what it gives is sent back. */
  answer: (message: string, peer: BytePeer) => string | undefined;

  constructor(answer: (message: string, peer: BytePeer) => string | undefined) {
    this.answer = answer;
  }

  connect(peer: BytePeer): ByteSession {
    this.connections++;
    this.peer = peer;
    return {
      receive: (bytes) => {
        const message = toHex(bytes);
        this.received.push(message);
        const reply = this.answer(message, peer);
        if (reply !== undefined) peer.send(hex(reply));
      },
      closed: () => {},
    };
  }
}

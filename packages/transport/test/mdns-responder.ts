import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';

/** A record, with its data as on the wire. */
export interface WireRecord {
  readonly name: string;
  readonly type: 'A' | 'PTR' | 'TXT' | 'AAAA' | 'SRV';
  readonly data: Uint8Array;
  readonly ttl?: number;
}

const typeNumbers = { A: 1, PTR: 12, TXT: 16, AAAA: 28, SRV: 33 } as const;

/** A name as labels that are given, since a label may have dots in it. */
function labels(...parts: readonly string[]): Buffer {
  const pieces = parts.map((part) => Buffer.concat([Buffer.of(Buffer.byteLength(part)), Buffer.from(part)]));
  return Buffer.concat([...pieces, Buffer.of(0)]);
}

/** A name without dots in its labels. */
export function dnsName(text: string): Buffer {
  return labels(...text.split('.'));
}

/** The data of a TXT record. */
export function txt(...entries: readonly string[]): Buffer {
  return labels(...entries).subarray(0, -1);
}

/** The data of an SRV record. */
export function srv(port: number, target: string): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt16BE(port, 4);
  return Buffer.concat([head, dnsName(target)]);
}

/** A response of DNS, made by hand after RFC 1035, 4.1, and RFC 6762, 18. */
export function response(records: readonly WireRecord[]): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0x8400, 2);
  head.writeUInt16BE(records.length, 6);
  const answers = records.map(({ name, type, data, ttl = 120 }) => {
    const middle = Buffer.alloc(10);
    middle.writeUInt16BE(typeNumbers[type], 0);
    middle.writeUInt16BE(type === 'PTR' ? 1 : 0x8001, 2);
    middle.writeUInt32BE(ttl, 4);
    middle.writeUInt16BE(data.length, 8);
    return Buffer.concat([dnsName(name), middle, data]);
  });
  return Buffer.concat([head, ...answers]);
}

/** Answers mDNS questions on a free port of the loopback address. */
export class MdnsResponder implements AsyncDisposable {
  readonly port: number;
  /** The questions that came, as `TYPE name`; a datagram each. */
  readonly asked: string[][] = [];
  readonly #socket: Socket;

  private constructor(socket: Socket, answer: (asked: readonly string[]) => Uint8Array | undefined) {
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (question, from) => {
      const asked = questionsOf(question);
      this.asked.push(asked);
      const reply = answer(asked);
      if (reply !== undefined) socket.send(reply, from.port, from.address);
    });
  }

  static async start(answer: (asked: readonly string[]) => Uint8Array | undefined): Promise<MdnsResponder> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new MdnsResponder(socket, answer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await once(this.#socket, 'close');
  }
}

function questionsOf(packet: Buffer): string[] {
  const types = Object.fromEntries(Object.entries(typeNumbers).map(([name, number]) => [number, name]));
  const questions: string[] = [];
  let at = 12;
  for (let left = packet.readUInt16BE(4); left > 0; left--) {
    const parts: string[] = [];
    for (let length = packet[at++] ?? 0; length > 0; length = packet[at++] ?? 0) {
      parts.push(packet.toString('utf8', at, at + length));
      at += length;
    }
    questions.push(`${types[packet.readUInt16BE(at)]} ${parts.join('.')}`);
    at += 4;
  }
  return questions;
}

import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Bus, BusClient, systemClock } from '@fourwire/core';
import type { ByteTransport } from '@fourwire/core';
import { A, F4, GemHost, HsmsTransport, L, U4, encodeItem, secsMessage } from '@fourwire/secs';
import { createTransport, parseAddress } from '@fourwire/transport';
import { answeringServer } from './answering-server.ts';
import type { Comparison } from './compare.ts';

/** How many events go before the clock is looked at again, and how many may wait for their acknowledgement. */
const events = 2000;
const unacknowledged = 16;

const identity = encodeItem(L(A('WB-SIM'), A('1.0.0')));
const report = encodeItem(L(U4(1), U4(5001), L(L(U4(100), L(F4(152.5), U4(123_456))))));

/**
 * The far side, by hand: selects, answers S1F1 with the same bytes every time, and says S6F11
 * whenever it is told to by S2F25, some of them unacknowledged.
 */
const farSide = `
const identity = Buffer.from('${Buffer.from(identity).toString('hex')}', 'hex');
const report = Buffer.from('${Buffer.from(report).toString('hex')}', 'hex');
const frame = (head, system, body) => {
  const bytes = Buffer.allocUnsafe(14 + body.length);
  bytes.writeUInt32BE(10 + body.length, 0);
  head.copy(bytes, 4);
  bytes.writeUInt32BE(system, 10);
  body.copy(bytes, 14);
  return bytes;
};
const none = Buffer.alloc(0);
const s1f2 = Buffer.from('000001020000', 'hex');
const s1f14 = Buffer.from('0000010e0000', 'hex');
const accepted = Buffer.from('0102210100' + '${Buffer.from(identity).toString('hex')}', 'hex');
const s6f11 = Buffer.from('0000860b0000', 'hex');
const selected = Buffer.from('ffff00000002', 'hex');
let rest = none, left = 0, open = 0, system = 1;
const pump = (out) => {
  while (left > 0 && open < ${unacknowledged}) { left--; open++; out.push(frame(s6f11, system++, report)); }
};
return (socket, chunk) => {
  const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  const out = [];
  let at = 0;
  while (bytes.length - at >= 14) {
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    const code = bytes.readUInt16BE(at + 6), type = bytes[at + 9], sys = bytes.readUInt32BE(at + 10);
    if (type === 1) out.push(frame(selected, sys, none));
    else if (code === 0x8101) out.push(frame(s1f2, sys, identity));
    else if (code === 0x810d) out.push(frame(s1f14, sys, accepted));
    else if (code === 0x0219) left = ${events};
    else if (code === 0x060c) open--;
    at = end;
  }
  rest = bytes.subarray(at);
  pump(out);
  if (out.length > 0) socket.write(out.length === 1 ? out[0] : Buffer.concat(out));
};`;

/** The near side by hand: no queue, no timers, no trace, no decoding. */
class RawHost {
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #answered: () => void = () => {};
  #left = 0;
  #system = 100;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.unref();
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.write(Buffer.from('0000000affff0000000100000001', 'hex'));
  }

  async roundTrip(): Promise<void> {
    const frame = Buffer.from('0000000a00008101000000000000', 'hex');
    frame.writeUInt32BE(this.#system++, 10);
    this.#socket.write(frame);
    return new Promise((resolve) => {
      this.#answered = resolve;
    });
  }

  async takeEvents(): Promise<void> {
    this.#left = events;
    this.#socket.write(Buffer.from('0000000a00000219000000000063', 'hex'));
    return new Promise((resolve) => {
      this.#answered = resolve;
    });
  }

  #take(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const out: Buffer[] = [];
    let at = 0;
    let done = false;
    while (bytes.length - at >= 14) {
      const end = at + 4 + bytes.readUInt32BE(at);
      if (end > bytes.length) break;
      const code = bytes.readUInt16BE(at + 6);
      if (code === 0x860b) {
        const ack = Buffer.from('0000000d0000060c000000000000210100', 'hex');
        bytes.copy(ack, 10, at + 10, at + 14);
        out.push(ack);
        if (--this.#left === 0) done = true;
      } else if (code === 0x0102) done = true;
      at = end;
    }
    this.#rest = bytes.subarray(at);
    if (out.length > 0) this.#socket.write(out.length === 1 ? (out[0] ?? '') : Buffer.concat(out));
    if (done) this.#answered();
  }
}

/** S1F1 round trips and events from the equipment, against a socket that exchanges the same bytes. */
export async function comparisons(): Promise<readonly Comparison[]> {
  const port = await answeringServer(farSide);
  const raw = new RawHost(port);
  const address = parseAddress(`TCPIP::127.0.0.1::${port}::SOCKET`);
  const transport = new HsmsTransport(async () => (await createTransport(address)) as ByteTransport);
  const bus = new Bus(transport);
  const client = new BusClient(bus, 'bench', { timeout: { seconds: 45 } });
  const host = new GemHost(client, systemClock);
  await bus.open();
  const s1f1 = secsMessage('S1F1 W');
  const go = secsMessage('S2F25');
  let left = 0;
  let counted: () => void = () => {};
  host.events.event$.subscribe({
    next: () => {
      if (--left === 0) counted();
    },
    error: () => {},
  });
  return [
    {
      name: 'S1F1 and S1F2 over HSMS, bus and transport',
      goal: 0.6,
      byHand: async () => raw.roundTrip(),
      ours: async () => client.exchange((wire, turn) => wire.request(s1f1, turn)),
    },
    {
      name: 'S1F1 and S1F2 over HSMS, GemHost',
      goal: 0.6,
      byHand: async () => raw.roundTrip(),
      ours: async () => host.communications.areYouThere(),
    },
    {
      name: `${events} S6F11 to the host, ${unacknowledged} unacknowledged, decoded and told`,
      goal: 0.5,
      byHand: async () => raw.takeEvents(),
      ours: async () => {
        left = events;
        const all = new Promise<void>((resolve) => {
          counted = resolve;
        });
        await client.exchange((wire, turn) => wire.send(go, turn));
        await all;
      },
    },
  ];
}

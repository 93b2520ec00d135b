import type { ByteSession, VirtualClock } from '@fourwire/core';
import type { HislipServer } from './hislip-server.ts';

/** One connection to a server in this process, in hex: a client that knows no rules. */
export class TestConnection {
  /** Whether the server lets this client's bytes wait. */
  paused = false;
  closed = false;
  readonly #channel: ByteSession;
  #received: Buffer = Buffer.alloc(0);

  constructor(server: HislipServer) {
    this.#channel = server.connect({
      send: (bytes) => {
        this.#received = Buffer.concat([this.#received, bytes]);
      },
      close: () => {
        this.closed = true;
      },
      pause: () => {
        this.paused = true;
      },
      resume: () => {
        this.paused = false;
      },
    });
  }

  /** Sends bytes given in hex; blanks are for reading. */
  send(hex: string): void {
    this.#channel.receive(fromHex(hex));
  }

  /** Hangs up. */
  hangUp(): void {
    this.#channel.closed();
  }

  /** The messages that came since the last call, each as the sheet writes them: type control parameter payload. */
  take(): string[] {
    const messages: string[] = [];
    let rest = this.#received;
    while (rest.length > 0) {
      const length = Number(rest.readBigUInt64BE(8));
      const payload = rest.subarray(16, 16 + length);
      const head = [rest.subarray(0, 4), rest.subarray(4, 8)].map((part) => part.toString('hex'));
      messages.push([...head, payload.toString('latin1')].join(' ').trimEnd());
      rest = rest.subarray(16 + length);
    }
    this.#received = Buffer.alloc(0);
    return messages;
  }

  /** The bytes that came since the last call, in hex. */
  takeHex(): string {
    const hex = this.#received.toString('hex');
    this.#received = Buffer.alloc(0);
    return hex;
  }
}

/** A message in hex, as a client sends it. */
export function message(type: number, control = 0, parameter = 0, payload = ''): string {
  const bytes = Buffer.alloc(16 + payload.length);
  bytes.write('HS', 0, 'latin1');
  bytes.writeUInt8(type, 2);
  bytes.writeUInt8(control, 3);
  bytes.writeUInt32BE(parameter, 4);
  bytes.writeBigUInt64BE(BigInt(payload.length), 8);
  bytes.write(payload, 16, 'latin1');
  return bytes.toString('hex');
}

export function fromHex(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
}

/** Both connections of a session that is open. */
export interface TestSession {
  readonly sync: TestConnection;
  readonly async: TestConnection;
}

/** Opens a session to a sub-address. */
export function openSession(server: HislipServer, subAddress = 'hislip0'): TestSession {
  const sync = new TestConnection(server);
  sync.send(message(0, 0, 0x0200_5858, subAddress));
  const [answer = ''] = sync.take();
  const async = new TestConnection(server);
  async.send(message(17, 0, Number.parseInt(answer.slice(-4), 16)));
  async.take();
  return { sync, async };
}

/** Lets everything happen that needs no time. */
export async function settled(clock: VirtualClock): Promise<void> {
  await clock.advance(0);
}

/** What both of two connections should have. */
export function twice<T>(value: T): [T, T] {
  return [value, value];
}

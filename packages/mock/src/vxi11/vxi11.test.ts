import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { serveVxi11 } from './serve-vxi11.ts';
import type { ServeVxi11Options, Vxi11Mount } from './serve-vxi11.ts';

/** Bytes as the sheet writes them: hex words; `....` stands for the 16 zero bytes of credentials and verifier. */
const hex = (text: string): Buffer =>
  Buffer.from(text.replaceAll('....', '0'.repeat(32)).replaceAll(/\s/g, ''), 'hex');

/** A client that says bytes and hears records. */
class Client {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #heard = (): void => {};
  closed = false;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#heard();
    });
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.closed = true;
      this.#heard();
    });
  }

  say(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** The next record, mark included; nothing when the server closed the connection. */
  async hear(): Promise<string> {
    for (;;) {
      const length =
        this.#received.length < 4 ? Infinity : 4 + (this.#received.readUInt32BE(0) & 0x7fff_ffff);
      if (this.#received.length >= length) {
        const record = this.#received.subarray(0, length);
        this.#received = this.#received.subarray(length);
        return record.toString('hex');
      }
      if (this.closed) return '';
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }

  /** Calls a procedure of the core program, and gives its results as words. */
  async call(procedure: number, args: string, program = '000607af'): Promise<string> {
    const body = hex(
      `00000007 00000000 00000002 ${program} 00000001 ${procedure.toString(16).padStart(8, '0')} .... ${args}`,
    );
    const mark = Buffer.alloc(4);
    mark.writeUInt32BE((body.length | 0x8000_0000) >>> 0);
    this.say(Buffer.concat([mark, body]));
    return (await this.hear()).slice(56).replaceAll(/(.{8})(?=.)/g, '$1 ');
  }

  end(): void {
    this.#socket.destroy();
  }
}

const instrument = (): ScpiInstrument => {
  const made = new ScpiInstrument('ACME,MOCK-1,SN0001,1.0');
  made.on('LONG?', () => 'x'.repeat(4006));
  return made;
};

const clients: Client[] = [];
async function served(
  work: (mount: Vxi11Mount, connectTo: (port?: number) => Client, scpi: ScpiInstrument) => Promise<void>,
  options: ServeVxi11Options = {},
): Promise<void> {
  const scpi = instrument();
  await using mount = await serveVxi11({ inst0: scpiMessageService(scpi) }, options);
  await work(
    mount,
    (port = mount.port) => {
      const client = new Client(port);
      clients.push(client);
      return client;
    },
    scpi,
  );
}
afterEach(() => {
  for (const client of clients.splice(0)) client.end();
});

const word = (value: number): string => value.toString(16).padStart(8, '0');
const link = '17ccc200 00000000 00002710 00000005 696e7374 30000000';
const write = (lid: string, text: string): string =>
  `${lid} 000007d0 00002710 00000008 ${word(text.length)} ${Buffer.from(text)
    .toString('hex')
    .padEnd(Math.ceil(text.length / 4) * 8, '0')}`;
const read = (
  lid: string,
  size = '00000400',
  timeout = '000007d0',
  flags = '00000000',
  character = '00000000',
): string => `${lid} ${size} ${timeout} 00002710 ${flags} ${character}`;

async function linked(client: Client): Promise<string> {
  const [error, lid = ''] = (await client.call(10, link)).split(' ');
  expect(error).toBe('00000000');
  return lid;
}

describe('the VXI-11 server', () => {
  it('answers the verified transcript of the sheet', async () => {
    await served(async (mount, connectTo) => {
      const client = connectTo();
      client.say(hex(`80000040 00000001 00000000 00000002 000607af 00000001 0000000a .... ${link}`));
      expect(await client.hear()).toBe(
        hex(
          `80000028 00000001 00000001 00000000 00000000 00000000 00000000 00000000 00000001 ${word(mount.abortPort)} 00000400`,
        ).toString('hex'),
      );
      expect(await client.call(11, write('00000001', '*IDN?\n'))).toBe('00000000 00000006');
      expect(await client.call(12, read('00000001'))).toBe(
        '00000000 00000004 00000017 41434d45 2c4d4f43 4b2d312c 534e3030 30312c31 2e300a00',
      );
      expect(await client.call(13, '00000001 00000000 00002710 000007d0')).toBe('00000000 00000000');
      expect(await client.call(18, '00000001 00000000 00002710')).toBe('00000000');
      expect(await client.call(19, '00000001')).toBe('00000000');
      expect(await client.call(12, read('00000001', '00000400', '00000014'))).toBe(
        '0000000f 00000000 00000000',
      );
      expect(await client.call(23, '00000001')).toBe('00000000');
      expect(await client.call(23, '00000001')).toBe('00000004');
      expect(mount.links).toBe(0);
    });
  });

  it('gives long responses in parts, and stops at a character that the client names', async () => {
    await served(async (_mount, connectTo) => {
      const client = connectTo();
      const lid = await linked(client);
      await client.call(11, write(lid, 'LONG?'));
      for (let part = 0; part < 3; part++)
        expect((await client.call(12, read(lid))).slice(0, 26)).toBe('00000000 00000001 00000400');
      expect((await client.call(12, read(lid))).slice(0, 26)).toBe(`00000000 00000004 ${word(4007 - 3072)}`);
      await client.call(11, write(lid, '*IDN?'));
      expect(await client.call(12, read(lid, '00000400', '000007d0', '00000080', '0000002c'))).toBe(
        '00000000 00000002 00000005 41434d45 2c000000',
      );
      expect((await client.call(12, read(lid, '00000012'))).slice(0, 26)).toBe('00000000 00000005 00000012');
      expect(await client.call(12, read(lid, '00000000'))).toBe('00000000 00000001 00000000');
    });
  });

  it('keeps a lock to one link, lets others wait for it, and frees it with the connection', async () => {
    await served(async (_mount, connectTo) => {
      const [one, other] = [connectTo(), connectTo()];
      const [first, second] = [await linked(one), await linked(other)];
      expect(await one.call(18, `${first} 00000000 00000000`)).toBe('00000000');
      expect(await one.call(18, `${first} 00000000 00000000`)).toBe('0000000b');
      expect(await other.call(11, write(second, '*IDN?'))).toBe('0000000b 00000000');
      expect(await other.call(13, `${second} 00000001 0000000a 00000000`)).toBe('0000000b 00000000');
      expect(await other.call(19, second)).toBe('0000000c');
      const waiting = other.call(18, `${second} 00000001 00002710`);
      one.end();
      expect(await waiting).toBe('00000000');
    });
  });

  it('ends a read that is under way by the abort channel', async () => {
    await served(async (mount, connectTo) => {
      const client = connectTo();
      const lid = await linked(client);
      const reading = client.call(12, read(lid, '00000400', '00002710'));
      // The read has begun when the server has answered somebody else after it.
      await linked(connectTo());
      const abort = connectTo(mount.abortPort);
      expect(await abort.call(1, lid, '000607b0')).toBe('00000000');
      expect(await reading).toBe('00000017 00000000 00000000');
      expect(await abort.call(1, '00001234', '000607b0')).toBe('00000004');
    });
  });

  it('asks the client for service on a channel of its own, without waiting for an answer', async () => {
    await served(async (_mount, connectTo, scpi) => {
      const calls: string[] = [];
      let arrived = (): void => {};
      const intr = createServer((socket) => {
        socket.on('data', (chunk) => {
          calls.push(chunk.toString('hex'));
          arrived();
        });
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => intr.once('listening', resolve));
      const port = (intr.address() as AddressInfo).port;
      const client = connectTo();
      const lid = await linked(client);
      expect(await client.call(20, `${lid} 00000001 00000003 73727100`)).toBe('00000006');
      const target = `7f000001 ${word(port)} 000607b1 00000001`;
      expect(await client.call(25, `${target} 00000001`)).toBe('00000008');
      expect(await client.call(25, `${target} 00000000`)).toBe('00000000');
      expect(await client.call(25, `${target} 00000000`)).toBe('0000001d');
      expect(await client.call(20, `${lid} 00000001 00000003 73727100`)).toBe('00000000');
      await scpi.execute('*CLS;*ESE 32;*SRE 32');
      const request = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      await client.call(11, write(lid, 'BAD'));
      await request;
      expect(calls.join('')).toBe(
        hex('80000030 00000001 00000000 00000002 000607b1 00000001 0000001e .... 00000003 73727100').toString(
          'hex',
        ),
      );
      expect(await client.call(13, `${lid} 00000000 00000000 00000000`)).toBe('00000000 00000064');
      expect(await client.call(13, `${lid} 00000000 00000000 00000000`)).toBe('00000000 00000024');
      expect(await client.call(26, '')).toBe('00000000');
      expect(await client.call(26, '')).toBe('00000006');
      intr.close();
    });
  });

  it('refuses what it does not have, as RPC and as VXI-11 say', async () => {
    await served(
      async (_mount, connectTo) => {
        const client = connectTo();
        expect(await client.call(10, '00000001 00000000 00000000 00000005 696e7374 58000000')).toBe(
          '00000003 00000000 00000000 00000000',
        );
        const lid = await linked(client);
        expect((await client.call(10, link)).slice(0, 8)).toBe('00000009');
        expect(await client.call(11, write(lid, 'x'.repeat(1025)))).toBe('00000005 00000000');
        expect(await client.call(22, lid)).toBe('00000008 00000000');
        expect(await client.call(11, write('7fffffff', 'x'))).toBe('00000004 00000000');
        // accept_stat is the last word of what `call` leaves out: here there is nothing behind it.
        client.say(hex('80000028 00000009 00000000 00000002 000607af 00000001 00000015 ....'));
        expect(await client.hear()).toBe(
          hex('80000018 00000009 00000001 00000000 00000000 00000000 00000003').toString('hex'),
        );
        client.say(hex('80000028 0000000a 00000000 00000002 000607af 00000002 0000000a ....'));
        expect((await client.hear()).slice(48)).toBe('000000020000000100000001');
        client.say(hex('80000028 0000000b 00000000 00000002 000607b0 00000001 00000001 ....'));
        expect((await client.hear()).slice(48)).toBe('00000001');
        client.say(hex('80000028 0000000c 00000000 00000002 000607af 00000001 0000000a ....'));
        expect((await client.hear()).slice(48)).toBe('00000004');
        client.say(hex('80000028 0000000d 00000000 00000003 000607af 00000001 0000000a ....'));
        expect((await client.hear()).slice(8)).toBe('0000000d0000000100000001000000000000000200000002');
      },
      { maxLinks: 1 },
    );
  });

  it('takes records in several fragments and in single bytes', async () => {
    await served(async (_mount, connectTo) => {
      const client = connectTo();
      const body = hex(`00000001 00000000 00000002 000607af 00000001 0000000a .... ${link}`);
      for (const [part, mark] of [
        [body.subarray(0, 20), '00000014'],
        [body.subarray(20, 20), '00000000'],
        [body.subarray(20), '8000002c'],
      ] as const) {
        for (const byte of Buffer.concat([hex(mark), part])) client.say(Uint8Array.of(byte));
      }
      expect((await client.hear()).slice(56, 72)).toBe('0000000000000001');
    });
  });

  it('closes a connection that announces more than it takes, and lives on', async () => {
    await served(async (_mount, connectTo) => {
      const client = connectTo();
      client.say(hex('ffffffff'));
      expect(await client.hear()).toBe('');
      expect(await linked(connectTo())).toBe('00000001');
    });
  });

  it('lives through any bytes', async () => {
    await served(async (mount, connectTo) => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, marked) => {
          const client = new Client(mount.port);
          const mark = Buffer.alloc(4);
          mark.writeUInt32BE((bytes.length | 0x8000_0000) >>> 0);
          client.say(marked ? Buffer.concat([mark, bytes]) : bytes);
          client.end();
        }),
        { seed: 1, numRuns: 100 },
      );
      expect((await linked(connectTo())).length).toBe(8);
      expect(mount.links).toBe(1);
    });
  });

  it('tells its port by a port mapper, on TCP and on UDP', async () => {
    await served(
      async (mount, connectTo) => {
        const client = connectTo(mount.portMapperPort);
        client.say(
          hex(
            '80000038 00000001 00000000 00000002 000186a0 00000002 00000003 .... 000607af 00000001 00000006 00000000',
          ),
        );
        expect(await client.hear()).toBe(
          hex(`8000001c 00000001 00000001 00000000 00000000 00000000 00000000 ${word(mount.port)}`).toString(
            'hex',
          ),
        );
        const { createSocket } = await import('node:dgram');
        const socket = createSocket('udp4');
        const answer = new Promise<string>((resolve) => {
          socket.once('message', (message) => resolve(message.toString('hex')));
        });
        socket.send(
          hex(
            '000003e8 00000000 00000002 000186a0 00000002 00000003 .... 000607af 00000001 00000006 00000000',
          ),
          mount.portMapperPort,
          '127.0.0.1',
        );
        expect(await answer).toBe(
          hex(`000003e8 00000001 00000000 00000000 00000000 00000000 ${word(mount.port)}`).toString('hex'),
        );
        socket.close();
      },
      { portMapper: 0 },
    );
  });
});

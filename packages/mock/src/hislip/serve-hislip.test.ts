import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { FourwireError } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { Keysight34461Simulator } from '../keysight-34461/keysight-34461-simulator.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { scpiMessageService } from '../scpi/scpi-message-service.ts';
import { serveHislip } from './serve-hislip.ts';
import { fromHex, message } from './test-client.ts';

/** A socket that gives what it receives by the number of bytes. */
class TestSocket implements AsyncDisposable {
  readonly socket: Socket;
  readonly ended: Promise<unknown>;
  #received: Buffer = Buffer.alloc(0);
  #arrived: () => void = () => {};

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('error', () => {});
    this.ended = once(this.socket, 'close').catch(() => {});
    this.socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#arrived();
    });
  }

  send(hex: string): void {
    this.socket.write(fromHex(hex));
  }

  async take(length: number): Promise<Buffer> {
    while (this.#received.length < length) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
    const taken = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return taken;
  }

  async exchange(hex: string, length = 16): Promise<string> {
    this.send(hex);
    return (await this.take(length)).toString('hex');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.ended;
  }
}

async function open(port: number): Promise<{ sync: TestSocket; async: TestSocket }> {
  const sync = new TestSocket(port);
  const answer = await sync.exchange(message(0, 0, 0x0200_5858, 'hislip0'));
  const async = new TestSocket(port);
  await async.exchange(message(17, 0, Number.parseInt(answer.slice(12, 16), 16)));
  return { sync, async };
}

describe('serveHislip', () => {
  it('serves several instruments on one port and names their resources', async () => {
    const simulator = new Keysight34461Simulator();
    const other = scpiMessageService(new ScpiInstrument('Maker,Model,0,1.0'));
    await using mount = await serveHislip({ hislip0: simulator.messages, hislip1: other });
    expect(mount.address).toBe(`TCPIP0::127.0.0.1::hislip0,${mount.port}::INSTR`);
    expect(mount.addresses.hislip1).toBe(`TCPIP0::127.0.0.1::hislip1,${mount.port}::INSTR`);
    const { sync, async } = await open(mount.port);
    sync.send(message(7, 0, 0xffff_ff00, '*IDN?\n'));
    const header = await sync.take(16);
    expect(header.toString('hex').slice(0, 16)).toBe('48530700ffffff00');
    const answer = await sync.take(Number(header.readBigUInt64BE(8)));
    expect(answer.toString()).toMatch(/^Keysight Technologies,34461A,/);
    expect([mount.clients, mount.violations]).toEqual([1, []]);
    sync.socket.destroy();
    await async.ended;
    expect(mount.clients).toBe(0);
  });

  it('ends sessions when the cable is pulled, and serves again on the same port', async () => {
    await using mount = await serveHislip({ hislip0: new Keysight34461Simulator().messages });
    const before = await open(mount.port);
    await mount.unplug();
    await Promise.all([before.sync.ended, before.async.ended]);
    await mount.plug();
    const after = await open(mount.port);
    expect(await after.async.exchange(message(24))).toBe(message(25));
    await after.sync[Symbol.asyncDispose]();
  });

  it('lets a client that goes on sending read why it was refused', async () => {
    await using mount = await serveHislip({ hislip0: new Keysight34461Simulator().messages });
    const socket = new TestSocket(mount.port);
    socket.send('00'.repeat(100_000));
    expect((await socket.take(44)).toString('latin1')).toContain('Poorly formed message header');
    await socket.ended;
  });

  it('does not read from a client that does not read its responses', async () => {
    const instrument = new ScpiInstrument('Maker,Model,0,1.0');
    let queries = 0;
    instrument.on('LONG?', () => {
      queries++;
      return 'x'.repeat(1_000_000);
    });
    await using mount = await serveHislip({ hislip0: scpiMessageService(instrument) }, { overlap: true });
    const { sync } = await open(mount.port);
    sync.socket.pause();
    for (let id = 0; id < 60; id++) sync.send(message(7, 0, (0xffff_ff00 + 2 * id) >>> 0, 'LONG?'));
    const { async: other } = await open(mount.port);
    // Until nothing moves any more: a few responses fill what the system keeps for a socket.
    for (let seen = -1; seen !== queries;) {
      seen = queries;
      for (let turn = 0; turn < 50; turn++) await other.exchange(message(24));
    }
    expect(queries).toBeLessThan(50);
    sync.socket.resume();
    for (let response = 0; response < 60; response++) await sync.take(16 + 1_000_001);
    expect(queries).toBe(60);
    sync.socket.destroy();
  });

  it('refuses sub-addresses that VISA would not open, and sizes that make no sense', async () => {
    const { messages } = new Keysight34461Simulator();
    await expect(serveHislip({})).rejects.toMatchObject({ kind: 'range', code: 'hislip-sub-address' });
    await expect(serveHislip({ inst0: messages })).rejects.toThrow(/begin with hislip.*got "inst0"/);
    await expect(serveHislip({ hislip0: messages }, { maxMessageBytes: 16 })).rejects.toMatchObject({
      code: 'model-argument-range',
    });
    await using mount = await serveHislip({ hislip0: messages });
    const second = serveHislip({ hislip0: messages }, { port: mount.port });
    expect(FourwireError.is(await second.catch((error: unknown) => error))).toBe(true);
  });
});

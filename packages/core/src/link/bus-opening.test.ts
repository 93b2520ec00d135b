import { describe, expect, it } from 'vitest';
import { FourwireError } from '../errors/fourwire-error.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { Bus } from './bus.ts';
import { BusClient } from './bus-client.ts';
import { InProcessTransport } from './in-process.ts';
import type { Call } from '../model/implementation.ts';
import type { BytePeer, ByteService, ByteSession } from './in-process.ts';
import { endsWith } from './message-end.ts';
import type { Transport, TransportHost } from './transport.ts';

const text = (line: string): Uint8Array => new TextEncoder().encode(line);

/** Answers what it is sent. */
const echo: ByteService = {
  connect: (peer) => ({ receive: (bytes) => peer.send(bytes), closed: () => {} }),
};

/** A wire whose opening and closing the test ends. */
class SlowTransport implements Transport {
  readonly wire = 'bytes';
  readonly address = 'sim://slow';
  readonly concurrency = 1;
  readonly matchesReplies = false;
  readonly calls: string[] = [];
  endOpening: (error?: FourwireError) => void = () => {};
  endClosing: () => void = () => {};
  host: TransportHost | undefined;

  async open(host: TransportHost): Promise<void> {
    this.calls.push('open');
    this.host = host;
    await new Promise<void>((resolve, reject) => {
      this.endOpening = (error) => (error === undefined ? resolve() : reject(error));
    });
  }
  async close(): Promise<void> {
    this.calls.push('close');
    await new Promise<void>((resolve) => {
      this.endClosing = resolve;
    });
  }
  async recover(): Promise<boolean> {
    return false;
  }
}

async function exchange(client: BusClient<InProcessTransport>, line: string): Promise<string> {
  const reply = await client.exchange(async (wire, turn) => {
    await wire.write(text(line), turn);
    return wire.read(endsWith(), turn);
  });
  return new TextDecoder().decode(reply);
}

describe('opening and closing a bus', () => {
  it('refuses everybody who waited when the wire cannot be opened, and can be opened later', async () => {
    const transport = new SlowTransport();
    const bus = new Bus(transport, { clock: new VirtualClock() });
    const first = bus.open();
    const second = bus.open();
    transport.endOpening(new FourwireError('link', 'link-refused', 'nobody there'));
    const refused = Promise.allSettled([first, second]);
    await Promise.resolve().then(() => {});
    for (let tick = 0; tick < 20; tick++) await Promise.resolve();
    transport.endClosing();
    for (const outcome of await refused) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'link-refused' } });
    }
    expect(bus.state).toBe('closed');

    const third = bus.open();
    transport.endOpening();
    await third;
    expect(bus.state).toBe('ready');
    const closing = bus.close();
    transport.endClosing();
    await closing;
    expect(bus.state).toBe('closed');
    expect(transport.calls).toEqual(['open', 'close', 'open', 'close']);
  });

  it('is not open to a device that comes while the last one is closing it, until it was opened anew', async () => {
    const transport = new SlowTransport();
    const bus = new Bus(transport, { clock: new VirtualClock() });
    const opening = bus.open();
    transport.endOpening();
    await opening;
    const closing = bus.close();
    const again = bus.open();
    transport.endClosing();
    await closing;
    for (let tick = 0; tick < 20; tick++) await Promise.resolve();
    expect(transport.calls).toEqual(['open', 'close', 'open']);
    transport.endOpening();
    await again;
    expect(bus.state).toBe('ready');
  });

  it('closes in the middle of opening and counts its users right', async () => {
    const clock = new VirtualClock();
    const transport = new SlowTransport();
    const bus = new Bus(transport, { clock });
    const opening = expect(bus.open()).rejects.toMatchObject({ code: 'link-closed' });
    const closing = bus.close();
    transport.endClosing();
    await closing;
    await opening;
    expect(bus.state).toBe('closed');
    expect(clock.pendingTimers).toBe(0);

    const again = bus.open();
    transport.endOpening();
    await again;
    const client = new BusClient(bus, 'x');
    await expect(client.exchange(async () => 7)).resolves.toBe(7);
  });

  it('opens again when the far side hangs up before the opener could know', async () => {
    const clock = new VirtualClock();
    let connections = 0;
    const service: ByteService = {
      connect(peer: BytePeer): ByteSession {
        connections++;
        if (connections <= 2) peer.close();
        return echo.connect(peer);
      },
    };
    const bus = new Bus(new InProcessTransport(service), { clock });
    await expect(bus.open()).rejects.toMatchObject({ kind: 'link', code: 'link-lost' });
    await expect(bus.open()).rejects.toMatchObject({ kind: 'link', code: 'link-lost' });
    await bus.open();
    expect(await exchange(new BusClient(bus, 'x'), 'a\n')).toBe('a\n');
    await bus.close();
  });

  it('reconnects when the wire is lost in the moment it opens', async () => {
    const clock = new VirtualClock();
    const transport = new SlowTransport();
    const bus = new Bus(transport, { clock });
    const opening = bus.open();
    transport.host?.lost(new FourwireError('link', 'link-lost', 'pulled'));
    transport.endOpening();
    await opening;
    expect(bus.state).toBe('lost');
    transport.endClosing();
    await clock.advance(100);
    transport.endOpening();
    await clock.advance(0);
    expect(bus.state).toBe('ready');
  });
});

describe('a device that is set up anew', () => {
  it('is set up with longer and longer pauses while its answers are wrong as soon as it is', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const bus = new Bus(new InProcessTransport(echo, 'wire'), { clock });
      const client = new BusClient(bus, 'device');
      let isGarbled = true;
      const asks = async (call: Call): Promise<void> =>
        client.exchange(async (wire, turn) => {
          await wire.write(text('state?\n'), turn);
          await wire.read(endsWith(), turn);
          if (isGarbled) throw new FourwireError('protocol', 'reply-unexpected', 'The reply makes no sense.');
        }, call);
      let setUps = 0;
      client.setUp = async (call) => {
        setUps++;
        // As a device does that reports what it finds, and says of what it cannot read that it cannot.
        await asks(call).catch(() => {});
      };
      bus.add(client);
      await bus.open();
      await expect(asks({})).rejects.toMatchObject({ kind: 'protocol' });
      await clock.sleep({ seconds: 20 });
      expect(setUps).toBeGreaterThan(10);
      expect(setUps).toBeLessThan(40);
      isGarbled = false;
      await asks({});
      const before = setUps;
      await clock.sleep({ minutes: 1 });
      expect(setUps - before).toBeLessThan(2);
      bus.remove(client);
      await bus.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('an exchange', () => {
  it('leaves the wire free when its work throws at once', async () => {
    const clock = new VirtualClock();
    const bus = new Bus(new InProcessTransport(echo), { clock });
    await bus.open();
    const client = new BusClient(bus, 'x');
    const failing = client.exchange(() => {
      throw new FourwireError('range', 'too-much', 'no more than 3');
    });
    await expect(failing).rejects.toMatchObject({ code: 'too-much', message: 'x: no more than 3' });
    expect(await exchange(client, 'a\n')).toBe('a\n');
    await bus.close();
  });

  it('shows what there was of a reply that was cut short', async () => {
    const clock = new VirtualClock();
    const service: ByteService = {
      connect: (peer) => ({ receive: () => peer.send(text('+1.2345')), closed: () => {} }),
    };
    const bus = new Bus(new InProcessTransport(service), { clock });
    await bus.open();
    const cut = clock.run(async () => exchange(new BusClient(bus, 'x'), 'READ?\n'));
    await expect(cut).rejects.toMatchObject({ kind: 'timeout', command: 'READ?\\n', reply: '+1.2345' });
    await bus.close();
    expect(clock.pendingTimers).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { seededRandom } from '../time/random.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { Bus } from './bus.ts';
import { BusClient } from './bus-client.ts';
import { InProcessTransport } from './in-process.ts';
import type { ByteService } from './in-process.ts';
import { endsWith } from './message-end.ts';
import type { MessageEnd } from './message-end.ts';
import type { ByteTransport } from './transport.ts';

const untilHangUp: MessageEnd = { find: () => -1, atHangUp: (bytes) => bytes.length };

/** Answers each line and hangs up; counts its connections. */
function hangingUp(answer: (line: string) => string): ByteService & { connections: number } {
  const service = {
    connections: 0,
    connect: (peer: Parameters<ByteService['connect']>[0]) => {
      service.connections++;
      return {
        receive: (bytes: Uint8Array) => {
          peer.send(Buffer.from(answer(Buffer.from(bytes).toString())));
          peer.close();
        },
        closed: () => {},
      };
    },
  };
  return service;
}

async function onBus(
  service: ByteService,
  work: (
    ask: (line: string, end: MessageEnd) => Promise<string>,
    bus: Bus<ByteTransport>,
    link: InProcessTransport,
  ) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const link = new InProcessTransport(service);
    link.tolerateHangUp();
    const bus = new Bus<ByteTransport>(link, { clock, random: seededRandom(1) });
    await bus.open();
    const client = new BusClient(bus, 'oven');
    const ask = async (line: string, end: MessageEnd): Promise<string> =>
      client.exchange(async (wire, turn) => {
        await wire.write(Buffer.from(line), turn);
        return Buffer.from(await wire.read(end, turn)).toString();
      });
    await work(ask, bus, link);
    await bus.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('a peer that hangs up after each answer', () => {
  it('is connected to anew for the next message, and the link is not lost', async () => {
    const service = hangingUp((line) => `got ${line}`);
    const states: string[] = [];
    await onBus(service, async (ask, bus) => {
      bus.state$.subscribe({ next: (state) => states.push(state), error: () => {} });
      expect(await ask('one\n', endsWith())).toBe('got one\n');
      expect(await ask('two\n', endsWith())).toBe('got two\n');
    });
    expect(service.connections).toBe(2);
    expect(states).toEqual(['ready', 'closing', 'closed']);
  });

  it('ends a message that has no other end', async () => {
    await onBus(
      hangingUp((line) => `got ${line}`),
      async (ask) => {
        expect(await ask('one', untilHangUp)).toBe('got one');
        expect(await ask('two', untilHangUp)).toBe('got two');
      },
    );
  });

  it('cuts a message that has another end, and that is a lost link', async () => {
    let cut = true;
    await onBus(
      hangingUp((line) => (cut ? 'got' : `got ${line}`)),
      async (ask, bus) => {
        await expect(ask('one\n', endsWith())).rejects.toMatchObject({ kind: 'link' });
        expect(bus.state).toBe('lost');
        cut = false;
        expect(await ask('two\n', endsWith())).toBe('got two\n');
      },
    );
  });

  it('is lost when it cannot be connected to again', async () => {
    await onBus(
      hangingUp((line) => `got ${line}`),
      async (ask, bus, link) => {
        await ask('one\n', endsWith());
        link.unplug();
        await expect(ask('two\n', endsWith())).rejects.toMatchObject({ kind: 'link' });
        expect(bus.state).toBe('lost');
        link.plug();
        expect(await ask('three\n', endsWith())).toBe('got three\n');
      },
    );
  });

  it('is tried at longer and longer intervals while it hangs up before it has answered anything', async () => {
    let connected = 0;
    let refuses = false;
    const connect: ByteService['connect'] = (peer) => {
      connected++;
      // A terminal server whose port is taken accepts, and hangs up a moment later.
      if (refuses) queueMicrotask(() => queueMicrotask(() => peer.close()));
      return { receive: (bytes) => peer.send(bytes), closed: () => {} };
    };
    const clock = new VirtualClock();
    await clock.run(async () => {
      const link = new InProcessTransport({ connect });
      const bus = new Bus<ByteTransport>(link, { clock, random: seededRandom(1) });
      await bus.open();
      refuses = true;
      link.unplug();
      link.plug();
      await clock.sleep({ minutes: 1 });
      expect(connected).toBeGreaterThan(40);
      expect(connected).toBeLessThan(100);
      refuses = false;
      await clock.sleep({ seconds: 2 });
      const client = new BusClient(bus, 'oven');
      const answered = client.exchange(async (wire, turn) => {
        await wire.write(Buffer.from('one\n'), turn);
        return wire.read(endsWith(), turn);
      });
      expect(Buffer.from(await answered).toString()).toBe('one\n');
      await bus.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });
});

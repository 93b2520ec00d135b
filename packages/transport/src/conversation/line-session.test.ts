import { Bus, BusClient, FourwireError, InProcessTransport, VirtualClock } from '@fourwire/core';
import type { BytePeer, ByteService, ByteTransport } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSession, next } from './line-session.ts';

/** Answers each line with the text recorded for it. */
class Script implements ByteService {
  readonly replies: Map<string, string>;
  connections = 0;
  #peer: BytePeer | undefined;

  constructor(replies: Readonly<Record<string, string>>) {
    this.replies = new Map(Object.entries(replies));
  }

  say(text: string): void {
    this.#peer?.send(Buffer.from(text, 'latin1'));
  }

  connect(peer: BytePeer): { receive(bytes: Uint8Array): void; closed(): void } {
    this.#peer = peer;
    this.connections++;
    return {
      receive: (bytes) => {
        const reply = this.replies.get(Buffer.from(bytes).toString('latin1').trimEnd());
        if (reply !== undefined) this.say(reply);
      },
      closed: () => {},
    };
  }
}

async function onLine(
  script: Script,
  work: (session: LineSession, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const bus = new Bus<ByteTransport>(new InProcessTransport(script, 'line', { unsolicited: true }), {
      clock,
    });
    await bus.open();
    const session = new LineSession(new BusClient(bus, 'gauge', { timeout: 500 }), clock);
    await work(session, clock);
    await session.release();
    await bus.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('LineSession', () => {
  it('gives the same lines however the wire cuts them', async () => {
    const lines = ['+001.234', '01A+0000.123', 'S S   1.0 g'];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 }), async (sizes) => {
        const script = new Script({});
        await onLine(script, async (session, clock) => {
          const heard: string[] = [];
          const subscription = session.unasked$.subscribe({
            next: (line) => heard.push(line),
            error: () => {},
          });
          session.attach();
          let rest = lines.map((line) => `${line}\r\n`).join('');
          for (let turn = 0; rest !== ''; turn++) {
            const size = sizes[turn % sizes.length] ?? 1;
            script.say(rest.slice(0, size));
            rest = rest.slice(size);
            await clock.sleep(1);
          }
          subscription.unsubscribe();
          expect(heard).toEqual(lines);
        });
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it('tells an answer from what comes unasked at the same time', async () => {
    const script = new Script({ '?': '+1.000\rSTO1\r+2.000\r' });
    await onLine(script, async (session, clock) => {
      const heard: string[] = [];
      const subscription = session.unasked$.subscribe({ next: (line) => heard.push(line), error: () => {} });
      const answer = await session.ask(
        '?',
        next((line) => (line.startsWith('STO') ? line : undefined)),
        {},
      );
      await clock.sleep(1);
      subscription.unsubscribe();
      expect(answer).toBe('STO1');
      expect(heard).toEqual(['+1.000', '+2.000']);
    });
  });

  it('is not filled up by a wire that never ends its line', async () => {
    const script = new Script({ '?': `${'x'.repeat(100_000)}\rok\r` });
    await onLine(script, async (session) => {
      const answer = await session.ask(
        '?',
        next((line) => (line === 'ok' ? line : undefined)),
        {},
      );
      expect(answer).toBe('ok');
    });
  });

  it('keeps the connection when the instrument says that it is busy, and opens it anew after silence', async () => {
    const script = new Script({ '?': 'BUSY\r' });
    await onLine(script, async (session) => {
      const ask = async (): Promise<unknown> =>
        session.ask(
          '?',
          () => {
            throw new FourwireError('busy', 'instrument-busy', 'The gauge is busy.');
          },
          {},
        );
      await expect(ask()).rejects.toMatchObject({ kind: 'busy', path: 'gauge' });
      await expect(ask()).rejects.toMatchObject({ kind: 'busy' });
      expect(script.connections).toBe(1);
      script.replies.delete('?');
      await expect(session.ask('?', () => 'more', {})).rejects.toMatchObject({ kind: 'timeout' });
      script.replies.set('?', 'ok\r');
      expect(await session.ask('?', (answer) => ({ answer }), {})).toBe('ok');
      expect(script.connections).toBe(2);
    });
  });
});

import { FourwireError, VirtualClock, seededRandom } from '@fourwire/core';
import type { BytePeer, ByteService } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask, gpibLine, gpibRig } from './gpib-rig.ts';

describe.each([{ ar488: false }, { ar488: true }])(
  'many callers at three addresses, ar488 $ar488',
  (options) => {
    it('each get their own reply or an error, through timeouts, cancels, late replies and pulled cables', async () => {
      const { clock, adapter, bus, client, link } = gpibRig(options);
      const random = seededRandom('gpib');
      const places = ['5', '9', '9 99'];
      for (const place of places) {
        const luck = random.fork(place);
        adapter.at(place, (message) => {
          const [id, how] = message.trim().split(' ');
          const text = `${place} re ${id}\n`;
          if (how === 'never') return undefined;
          if (how === 'late') return { text, afterMs: luck.integer(1000, 9000) };
          return luck.next() < 0.2
            ? { text, pieces: { bytes: luck.integer(1, 6), everyMs: luck.integer(0, 30) } }
            : { text, afterMs: luck.integer(0, 5) };
        });
      }
      const clients = [client(5), client(9), client(9, 3)];
      const wrong: string[] = [];
      const outcomes: Record<string, number> = {};
      let ids = 0;
      const one = async (which: number, how: string, extra = {}): Promise<void> => {
        const id = ++ids;
        const caller = clients[which];
        if (caller === undefined) return;
        const reply = await ask(caller, `${id} ${how}\n`, { timeout: { minutes: 10 }, ...extra });
        if (reply !== `${places[which]} re ${id}\n`) wrong.push(`${places[which]} ${id} got ${reply}`);
      };
      const caller = async (name: number): Promise<void> => {
        const luck = random.fork(`caller ${name}`);
        for (let round = 0; round < 40; round++) {
          const which = luck.integer(0, 2);
          const draw = luck.next();
          try {
            if (draw < 0.02) await one(which, 'never', { timeout: luck.integer(1000, 5000) });
            else if (draw < 0.05) await one(which, 'late', { timeout: luck.integer(1000, 5000) });
            else if (draw < 0.1) await one(which, 'soon', { timeout: luck.integer(0, 100) });
            else if (draw < 0.15) {
              const controller = new AbortController();
              clock.setTimer(luck.integer(0, 300), () => controller.abort());
              await one(which, 'soon', { signal: controller.signal });
            } else if (draw < 0.155) {
              link.unplug();
              adapter.powerCycle();
              clock.setTimer(luck.integer(0, 1000), () => link.plug());
            } else await one(which, 'soon');
            outcomes['answered'] = (outcomes['answered'] ?? 0) + 1;
          } catch (error) {
            const { kind } = FourwireError.from(error);
            outcomes[kind] = (outcomes[kind] ?? 0) + 1;
          }
        }
      };
      await clock.run(async () => {
        await bus.open();
        await Promise.all(Array.from({ length: 16 }, async (_, name) => caller(name)));
        await bus.close();
      });
      expect(wrong).toEqual([]);
      const { answered = 0, timeout = 0, aborted = 0, link: lost = 0, ...others } = outcomes;
      expect(others).toEqual({});
      expect(answered).toBeGreaterThan(400);
      expect(timeout).toBeGreaterThan(20);
      expect(aborted + lost).toBeGreaterThan(10);
      // What is left are cancellations that came too late to matter.
      await clock.advance(1000);
      expect(clock.pendingTimers).toBe(0);
    });
  },
);

describe('whatever stands in the place of an adapter', () => {
  /** Answers lines with garbage. */
  const garbage = (replies: readonly Uint8Array[], greets: boolean): ByteService => ({
    connect(peer: BytePeer) {
      let count = 0;
      return {
        receive(bytes) {
          if (greets && Buffer.from(bytes).toString().includes('++ver')) peer.send(Buffer.from('GPIB\r\n'));
          const reply = replies[count++ % Math.max(1, replies.length)];
          if (reply === undefined) return;
          if (reply[0] === 7) peer.close();
          else peer.send(reply);
        },
        closed: () => {},
      };
    },
  });

  const tail = fc.constantFrom('', '\n', '\r\n', '800\r\n800\r\n', '801\r\n', '\u0004', '> ');
  const reply = fc
    .tuple(fc.uint8Array({ maxLength: 40 }), tail)
    .map(([bytes, end]) => Buffer.concat([bytes, Buffer.from(end)]));

  it('nothing hangs on it, and nothing but a FourwireError comes of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(reply, { maxLength: 6 }), fc.boolean(), async (replies, greets) => {
        const { clock, bus, client } = gpibLine(new VirtualClock(), garbage(replies, greets));
        const kinds: string[] = [];
        const ends = async (work: () => Promise<unknown>): Promise<void> => {
          await work().catch((error: unknown) => kinds.push(FourwireError.is(error) ? error.kind : 'none'));
        };
        await clock.run(async () => {
          await ends(async () => bus.open());
          await ends(async () => ask(client(9), 'A?\n'));
          await ends(async () => client(5).exchange((wire, turn) => wire.statusByte(turn)));
          await ends(async () => client(5).exchange((wire, turn) => wire.clear(turn)));
          await ends(async () => bus.close());
        });
        await clock.advance({ minutes: 1 });
        expect(kinds.filter((kind) => kind === 'none' || kind === 'internal')).toEqual([]);
        expect(clock.pendingTimers).toBe(0);
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

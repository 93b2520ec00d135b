import type { Socket } from 'node:net';
import { Bus, BusClient, FourwireError, endsWith, seededRandom } from '@fourwire/core';
import type { ExchangeOptions, Random } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { TcpTransport } from '../src/tcp/tcp-transport.ts';
import { TcpServer } from './tcp-server.ts';

const callers = 64;
const rounds = 313;
const exchanges = callers * rounds;

/** Answers `re id` to `id how`: at once, late, never, in one piece or in several, alone or with a late one before it. */
async function startServer(random: Random): Promise<TcpServer> {
  const held = new Map<Socket, string[]>();
  return TcpServer.lines((line, socket) => {
    const [id, how] = line.trim().split(' ');
    const reply = `re ${id}\n`;
    const late = held.get(socket) ?? [];
    held.set(socket, late);
    if (how === 'never') return;
    if (how === 'late') {
      late.push(reply);
      setTimeout(
        () => {
          if (late.splice(0, 1).length > 0) socket.write(reply);
        },
        random.integer(1, 12),
      );
      return;
    }
    const text = late.splice(0).join('') + reply;
    if (how === 'whole') socket.write(text);
    else {
      const cut = random.integer(1, text.length - 1);
      socket.write(text.slice(0, cut));
      if (how === 'split') socket.write(text.slice(cut));
      else setImmediate(() => socket.write(text.slice(cut)));
    }
  });
}

describe('many callers on one wire, with timeouts, cancels and late replies', () => {
  it(
    'gives every caller its own reply or an error, and goes on after each',
    { timeout: 60_000 },
    async () => {
      await using server = await startServer(seededRandom('server'));
      const bus = new Bus(new TcpTransport({ host: '127.0.0.1', port: server.port }), {
        random: seededRandom(1),
      });
      await bus.open();
      const hasty = new BusClient(bus, 'hasty', { timeout: 6 });
      const patient = new BusClient(bus, 'patient', { timeout: { seconds: 10 } });
      const outcomes: Record<string, number> = {};
      const wrong: string[] = [];
      let ids = 0;

      const ask = async (
        client: BusClient<TcpTransport>,
        how: string,
        options?: ExchangeOptions,
      ): Promise<void> => {
        const id = String(++ids);
        const reply = await client.exchange(async (wire, turn) => {
          await wire.write(Buffer.from(`${id} ${how}\n`), turn);
          return wire.read(endsWith(), turn);
        }, options);
        const text = Buffer.from(reply).toString().trim();
        if (text !== `re ${id}`) wrong.push(`${id} got ${text}`);
      };

      const caller = async (name: number): Promise<void> => {
        const random = seededRandom(`caller ${name}`);
        for (let round = 0; round < rounds; round++) {
          const how = ['whole', 'split', 'in two'][random.integer(0, 2)] ?? 'whole';
          const luck = random.next();
          try {
            if (luck < 0.005) await ask(hasty, 'never');
            else if (luck < 0.02) await ask(hasty, 'late');
            else if (luck < 0.04) await ask(patient, how, { timeout: random.integer(0, 8) });
            else if (luck < 0.07) {
              const controller = new AbortController();
              const asked = ask(patient, how, { signal: controller.signal });
              setTimeout(() => controller.abort(), random.integer(0, 6));
              await asked;
            } else await ask(patient, how);
            outcomes['answered'] = (outcomes['answered'] ?? 0) + 1;
          } catch (error) {
            const { kind } = FourwireError.from(error);
            outcomes[kind] = (outcomes[kind] ?? 0) + 1;
            // Whatever happened, the next one is answered.
            await ask(patient, 'whole');
          }
        }
      };
      await Promise.all(Array.from({ length: callers }, async (_, name) => caller(name)));
      await bus.close();

      expect(wrong).toEqual([]);
      const { answered = 0, timeout = 0, aborted = 0, ...others } = outcomes;
      expect(others).toEqual({});
      expect(answered + timeout + aborted).toBe(exchanges);
      expect(answered).toBeGreaterThan(exchanges * 0.9);
      expect(timeout).toBeGreaterThan(200);
      expect(aborted).toBeGreaterThan(50);
    },
  );
});

import { describe, expect, it } from 'vitest';
import {
  Bus,
  BusClient,
  FourwireError,
  InProcessTransport,
  VirtualClock,
  endsWith,
  seededRandom,
} from '../index.ts';
import type { ByteService, Clock, ExchangeOptions, Random } from '../index.ts';

const callers = 64;
const rounds = 313;
const exchanges = callers * rounds;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Answers `re id` to `id how`: soon, late, never, whole or split, perhaps glued to a late answer to somebody else. */
function unreliable(clock: Clock, random: Random): ByteService {
  return {
    connect(peer) {
      let open = true;
      const send = (text: string): void => {
        if (open) peer.send(encode(text));
      };
      return {
        receive(bytes) {
          const [id, how] = new TextDecoder().decode(bytes).trim().split(' ');
          const reply = `re ${id}\n`;
          const cut = random.integer(1, reply.length - 1);
          switch (how) {
            case 'never':
              break;
            case 'late':
              clock.setTimer(random.integer(5, 60), () => send(reply));
              break;
            case 'split':
              send(reply.slice(0, cut));
              clock.setTimer(random.integer(0, 3), () => send(reply.slice(cut)));
              break;
            default:
              clock.setTimer(random.integer(0, 2), () => send(reply));
          }
        },
        closed() {
          open = false;
        },
      };
    },
  };
}

describe('many callers on one in-process link, with timeouts, cancels and late replies', () => {
  it(
    'gives every caller its own reply or an error, and goes on after each',
    { timeout: 60_000 },
    async () => {
      const clock = new VirtualClock();
      const random = seededRandom(5);
      const link = new InProcessTransport(unreliable(clock, random.fork('service')), 'torture');
      const bus = new Bus(link, { clock, random });
      const hasty = new BusClient(bus, 'hasty', { timeout: 20 });
      const patient = new BusClient(bus, 'patient', { timeout: { seconds: 30 } });
      const outcomes = { answered: 0, timeout: 0, aborted: 0, other: 0 };
      const wrong: string[] = [];
      let ids = 0;

      const ask = async (client: typeof hasty, how: string, options?: ExchangeOptions): Promise<void> => {
        const id = String(++ids);
        const reply = await client.exchange(async (wire, turn) => {
          await wire.write(encode(`${id} ${how}\n`), turn);
          return wire.read(endsWith(), turn);
        }, options);
        const text = new TextDecoder().decode(reply).trim();
        if (text !== `re ${id}`) wrong.push(`${id} got ${text}`);
      };

      const caller = async (name: number): Promise<void> => {
        const luck = random.fork(`caller ${name}`);
        for (let round = 0; round < rounds; round++) {
          const draw = luck.next();
          const how = luck.next() < 0.5 ? 'soon' : 'split';
          try {
            if (draw < 0.01) await ask(hasty, 'never');
            else if (draw < 0.03) await ask(hasty, 'late');
            else if (draw < 0.06) await ask(patient, how, { timeout: luck.integer(0, 200) });
            else if (draw < 0.1) {
              const controller = new AbortController();
              clock.setTimer(luck.integer(0, 200), () => controller.abort());
              await ask(patient, how, { signal: controller.signal });
            } else await ask(patient, how);
            outcomes.answered++;
          } catch (error) {
            const { kind } = FourwireError.from(error);
            outcomes[kind === 'timeout' || kind === 'aborted' ? kind : 'other']++;
            // Whatever happened, the next one is answered.
            await ask(patient, 'soon');
          }
        }
      };

      await clock.run(async () => {
        await bus.open();
        await Promise.all(Array.from({ length: callers }, async (_, name) => caller(name)));
        await bus.close();
      });
      await clock.advance(1000);

      expect(wrong).toEqual([]);
      expect(outcomes.other).toBe(0);
      expect(outcomes.answered + outcomes.timeout + outcomes.aborted).toBe(exchanges);
      expect(outcomes.timeout).toBeGreaterThan(300);
      expect(outcomes.aborted).toBeGreaterThan(100);
      expect(clock.pendingTimers).toBe(0);
    },
  );
});

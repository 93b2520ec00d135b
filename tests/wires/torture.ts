import { FourwireError, endsWith, seededRandom } from '@fourwire/core';
import type { BusClient, ByteTransport, Clock, ExchangeOptions, Random } from '@fourwire/core';
import { lineService } from '@fourwire/mock';
import type { Instrument, Line } from './wires.ts';

/** How late a late reply is, in ms, and how long the hasty wait: on a real wire and on a virtual one alike. */
const late = [1, 12] as const;
const hastyMs = 6;

/** Answers `re id` to `id how`: at once, late, or never. */
export function echoInstrument(clock: Clock): Instrument {
  const random = seededRandom('instrument');
  const answer = (line: string, send: (reply: string) => void): void => {
    const [id, how] = line.trim().split(' ');
    if (how === 'never') return;
    if (how === 'late') clock.setTimer(random.integer(...late), () => send(`re ${id}\n`));
    else send(`re ${id}\n`);
  };
  return {
    bytes: lineService((send) => ({ line: (line) => answer(line, send) })),
    messages: {
      connect(peer) {
        /** Counts device clears: what was asked before one is not answered after it. */
        let cleared = 0;
        let busy = 0;
        return {
          get busy() {
            return busy > 0;
          },
          receive(message) {
            const asked = cleared;
            busy++;
            answer(Buffer.from(message).toString('latin1'), (reply) => {
              if (asked !== cleared) return;
              busy--;
              peer.respond(Buffer.from(reply, 'latin1'));
            });
          },
          clear() {
            cleared++;
            busy = 0;
          },
          trigger() {},
          statusByte: (messageAvailable) => (messageAvailable ? 0x10 : 0),
          outputChanged() {},
          interrupted() {},
          unterminated() {},
          remote() {},
          closed() {
            cleared++;
          },
        };
      },
    },
  };
}

/** What came of many exchanges. */
export interface Outcomes {
  /** Replies that reached somebody who had not asked for them. */
  readonly wrong: readonly string[];
  /** How many exchanges ended how: `answered`, or the kind of the error. */
  readonly counts: Readonly<Record<string, number>>;
}

/** 64 callers at once with random time-outs, cancels and late replies; after each failure the next must be answered. */
export async function torture(line: Line, exchanges: number): Promise<Outcomes> {
  const callers = 64;
  const rounds = Math.ceil(exchanges / callers);
  const hasty = line.client('hasty', { timeout: hastyMs });
  const patient = line.client('patient', { timeout: { seconds: 10 } });
  const wrong: string[] = [];
  const counts: Record<string, number> = {};
  let ids = 0;

  const ask = async (
    client: BusClient<ByteTransport>,
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

  const one = async (random: Random): Promise<void> => {
    const luck = random.next();
    if (luck < 0.004) await ask(hasty, 'never');
    else if (luck < 0.016) await ask(hasty, 'late');
    else if (luck < 0.03) await ask(patient, 'at-once', { timeout: random.integer(0, 8) });
    else if (luck < 0.05) {
      const controller = new AbortController();
      const asked = ask(patient, 'at-once', { signal: controller.signal });
      line.clock.setTimer(random.integer(0, 6), () => controller.abort());
      await asked;
    } else await ask(patient, 'at-once');
  };

  const caller = async (name: number): Promise<void> => {
    const random = seededRandom(`caller ${name}`);
    for (let round = 0; round < rounds; round++) {
      try {
        await one(random);
        counts['answered'] = (counts['answered'] ?? 0) + 1;
      } catch (error) {
        const { kind } = FourwireError.from(error);
        counts[kind] = (counts[kind] ?? 0) + 1;
        await ask(patient, 'at-once');
      }
    }
  };
  await line.run(async () => {
    await Promise.all(Array.from({ length: callers }, async (_, name) => caller(name)));
  });
  return { wrong, counts };
}

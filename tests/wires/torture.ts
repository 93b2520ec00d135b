import { FourwireError, seededRandom } from '@fourwire/core';
import type { BusClient, ExchangeOptions, Random, Transport } from '@fourwire/core';
import type { How, Line } from './wire.ts';

/** How long the hasty wait, in ms: about half of the late replies come later. */
const hastyMs = 6;

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

  const ask = async (client: BusClient<Transport>, how: How, options?: ExchangeOptions): Promise<void> => {
    const id = ++ids;
    const given = await line.ask(client, id, how, options);
    if (given !== id) wrong.push(`${id} got ${given}`);
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

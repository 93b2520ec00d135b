import { InProcessTransport, VirtualClock } from '@fourwire/core';
import type { BytePeer } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { openBondTester } from '../open.ts';
import type { BondTester } from '../classes/bond-tester.ts';

const headings = 'Test type,Peak force (gf)';

/** Runs `work` on a tester whose lines are sent by hand. */
async function withTester(
  work: (tester: BondTester, send: (line: string) => void) => Promise<void>,
  greeting = '',
): Promise<void> {
  const clock = new VirtualClock();
  let peer: BytePeer | undefined;
  const service = {
    connect: (client: BytePeer) => {
      peer = client;
      client.send(new TextEncoder().encode(greeting));
      return { receive: () => {}, closed: () => {} };
    },
  };
  await clock.run(async () => {
    const link = new InProcessTransport(service, 'tester');
    await using tester = await openBondTester(link, { driver: 'bond-tester-csv', path: 'tester', clock });
    await work(tester, (line) => peer?.send(new TextEncoder().encode(`${line}\n`)));
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('collecting from a bond tester', () => {
  it('ends when so many results have come, in cN', async () => {
    await withTester(async (tester, send) => {
      const collecting = tester.collect({ count: 2 });
      for (const line of [headings, 'Wire pull,9', 'Wire pull,10']) send(line);
      const { results } = await collecting;
      expect(results.map(({ force }) => force)).toEqual([9 * 0.980665, 10 * 0.980665]);
    });
  });

  it('fails when the next result does not come in time, and hands over what came', async () => {
    await withTester(async (tester, send) => {
      const collecting = tester.collect({ count: 3, wait: 60 });
      for (const line of [headings, 'Wire pull,9']) send(line);
      await expect(collecting).rejects.toMatchObject({
        kind: 'timeout',
        message: expect.stringContaining('1 of 3 results came, and no other within 60 s.') as string,
        details: { results: [{ test: 'wire-pull' }] },
      });
    });
  });

  it('takes the headings that a tester sends as soon as it is connected', async () => {
    await withTester(async (tester, send) => {
      const collecting = tester.collect({ count: 1, wait: 60 });
      send('Wire pull,9');
      expect((await collecting).results).toHaveLength(1);
    }, `${headings}\n`);
  });

  it('says that lines without headings were passed over', async () => {
    await withTester(async (tester, send) => {
      const collecting = tester.collect({ count: 1, wait: 60 });
      send('Wire pull,9');
      await expect(collecting).rejects.toThrow('give the headings as an option');
    });
  });
});

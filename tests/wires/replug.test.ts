import { describe, expect, it } from 'vitest';
import { echoInstrument } from './echo-instrument.ts';
import { replug } from './replug.ts';
import { wires } from './wires.ts';

const times = 200;

describe('a server killed and started again 200 times', () => {
  // Together, since most of the time is waiting.
  it.concurrent.each(wires.map((wire) => [wire.name, wire] as const))(
    '%s: the subscription stays, and has a good reading within 2 s of its return',
    async (_name, wire) => {
      const line = await wire.open(echoInstrument);
      const { recoveries, subscribed, values } = await replug(line, times, wire.virtual ? 60_000 : 1500);
      await line.close();
      expect(recoveries).toHaveLength(times);
      expect(Math.max(...recoveries)).toBeLessThan(2000);
      expect(subscribed).toBe(true);
      expect(values).toBeGreaterThan(times);
    },
    600_000,
  );
});

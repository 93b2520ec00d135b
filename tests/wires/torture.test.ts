import { describe, expect, it } from 'vitest';
import { echoInstrument } from './echo-instrument.ts';
import { torture } from './torture.ts';
import { wires } from './wires.ts';

/** As many in the tests; `pnpm torture` makes a million of them, or as many as it is told. */
const exchanges =
  process.env['MODE'] === 'torture' ? Number(process.env['FOURWIRE_EXCHANGES'] ?? 1_000_000) : 20_000;

describe('64 callers on one wire, with time-outs, cancels and late replies', () => {
  it.each(wires.map((wire) => [wire.name, wire] as const))(
    '%s: every caller gets its own reply or an error, and the next one is answered',
    async (_name, wire) => {
      const line = await wire.open(echoInstrument);
      const { wrong, counts } = await torture(line, exchanges);
      await line.close();
      expect(wrong).toEqual([]);
      const { answered = 0, timeout = 0, aborted = 0, ...others } = counts;
      expect(others).toEqual({});
      expect(answered + timeout + aborted).toBe(64 * Math.ceil(exchanges / 64));
      expect(timeout).toBeGreaterThan(exchanges / 200);
    },
    Math.max(60_000, exchanges * 10),
  );
});

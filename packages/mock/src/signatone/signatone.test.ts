import { seededRandom, VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { gpibClient, lineClient, perfectWafer } from '../prober/test-client.ts';
import { SignatoneSimulator } from './signatone.ts';
import type { SignatoneSimulatorOptions } from './signatone.ts';

function bench(options: SignatoneSimulatorOptions = {}) {
  const clock = new VirtualClock();
  const simulator = new SignatoneSimulator({
    clock,
    random: seededRandom(1),
    wafer: perfectWafer(),
    ...options,
  });
  const client = lineClient(simulator.services.tcp);
  /** Sends commands, and then asks where the needles are. */
  const after = async (...lines: readonly string[]): Promise<string> =>
    clock.run(async () => {
      for (const line of lines) client.send(`${line}\n`);
      return client.ask('GETCR');
    });
  return { clock, simulator, model: simulator.model, after, ...client };
}

describe('the sheet, section C', () => {
  it('does without answers, and a question waits for what was begun', async () => {
    const { after, model, clock } = bench();
    const begin = clock.monotonic();
    expect(await after('MOVECR 3,-2')).toBe('C3,R-2');
    expect(clock.monotonic() - begin).toBeGreaterThan(1000);
    expect(await after('TOFIRSTSITE', 'NEXT', 'ZCHUCKUP')).toBe('C0,R4');
    expect(model.inContact).toBe(true);
    expect(await after('ZCHUCKDOWN', 'LOADWAFER')).toBe('C0,R4');
    expect([model.place, model.scratches, clock.pendingTimers]).toEqual(['FrontLoad', 0, 0]);
  });

  it('speaks the same over GPIB, and may count the other way', async () => {
    const { simulator, clock, model } = bench({ mirrored: true });
    const { write, ask } = gpibClient(simulator.messages);
    const answers = await clock.run(async () => {
      write('MOVECR 2, 1');
      return [await ask('GETCR'), await ask('*IDN?')];
    });
    expect(answers).toEqual(['C2,R1', expect.stringContaining('Signatone') as string]);
    expect(model.prober.die).toMatchObject({ column: -2, row: -1 });
  });
});

describe('what goes wrong', () => {
  it.each(['door-open', 'vacuum-lost', 'local-mode'] as const)(
    '%s ends a move, and nobody is told',
    async (fault) => {
      const { clock, send, simulator, ask, model } = bench();
      const where = await clock.run(async () => {
        send('MOVECR 4,0\n');
        await clock.sleep({ seconds: 0.8 });
        simulator.faults[fault]?.(true);
        return ask('GETCR');
      });
      expect(where).toBe('C0,R0');
      expect(model.prober.busy).toBe(false);
      expect(model.position.x).toBeLessThan(45_000);
    },
  );

  it('stays at the last die, and scratches where nobody lowers the chuck', async () => {
    const { after, simulator, model } = bench();
    expect(await after('TOFIRSTSITE')).toBe('C-1,R4');
    simulator.faults['wafer-ends']?.(true);
    expect(await after('NEXT', 'MOVECR 99,99', 'NONSENSE')).toBe('C-1,R4');
    await after('ZCHUCKUP', 'MOVECR 0,0');
    expect(model.scratches).toBe(1);
  });
});

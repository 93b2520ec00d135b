import { describe, expect, it } from 'vitest';
import { gpibClient, lineClient, perfectWafer, teller } from '../prober/test-client.ts';
import { simulated } from '../testing/simulated.ts';
import { SignatoneSimulator } from './signatone.ts';
import type { SignatoneSimulatorOptions } from './signatone.ts';

function bench(options: SignatoneSimulatorOptions = {}) {
  const { clock, simulator } = simulated(SignatoneSimulator, { wafer: perfectWafer(), ...options });
  const client = lineClient(simulator.services.tcp);
  /** Sends commands one by one and gives what each is answered with. */
  const tell = teller(clock, client.ask);
  return { clock, simulator, model: simulator.model, tell, ...client };
}

describe('the sheet, section C', () => {
  it('acknowledges an action when it is done, and answers questions', async () => {
    const { tell, model, clock } = bench();
    const begin = clock.monotonic();
    expect(await tell('MOVECR 3,-2', 'GETCR')).toEqual(['0:', 'C3,R-2']);
    expect(clock.monotonic() - begin).toBeGreaterThan(1000);
    expect(await tell('TOFIRSTSITE', 'NEXT', 'ZCHUCKUP', 'GETCR')).toEqual(['0:', '0:', '0:', 'C0,R4']);
    expect(model.inContact).toBe(true);
    expect(await tell('ZCHUCKDOWN', 'LOADWAFER')).toEqual(['0:', '0:']);
    expect([model.place, model.scratches, clock.pendingTimers]).toEqual(['FrontLoad', 0, 0]);
  });

  it('keeps an acknowledge that nobody has read before the next answer, over GPIB too', async () => {
    const { simulator, clock, model } = bench({ mirrored: true });
    const { write, read, ask } = gpibClient(simulator.messages);
    const answers = await clock.run(async () => {
      write('MOVECR 2, 1');
      return [await ask('GETCR'), await read(), await ask('*IDN?')];
    });
    expect(answers).toEqual(['0:', 'C2,R1', expect.stringContaining('Signatone') as string]);
    expect(model.prober.die).toMatchObject({ column: -2, row: -1 });
  });
});

describe('what goes wrong', () => {
  it.each(['door-open', 'vacuum-lost', 'local-mode'] as const)(
    '%s ends a move, and the die is the old one',
    async (fault) => {
      const { clock, send, next, simulator, ask, model } = bench();
      const answers = await clock.run(async () => {
        send('MOVECR 4,0\n');
        await clock.sleep({ seconds: 0.8 });
        simulator.faults[fault]?.(true);
        return [await next(), await ask('GETCR')];
      });
      expect(answers).toEqual(['1:', 'C0,R0']);
      expect(model.prober.busy).toBe(false);
      expect(model.position.x).toBeLessThan(45_000);
    },
  );

  it('stays at the last die, and scratches where nobody lowers the chuck', async () => {
    const { tell, simulator, model } = bench();
    await tell('TOFIRSTSITE');
    simulator.faults['wafer-ends']?.(true);
    expect(await tell('NEXT', 'MOVECR 99,99', 'NONSENSE', 'GETCR')).toEqual(['1:', '1:', '1:', 'C-1,R4']);
    await tell('ZCHUCKUP', 'MOVECR 0,0');
    expect(model.scratches).toBe(1);
  });
});

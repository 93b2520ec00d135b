import { describe, expect, it } from 'vitest';
import { gpibClient, perfectWafer, teller } from '../prober/test-client.ts';
import { simulated } from '../testing/simulated.ts';
import { ElectroglasSimulator } from './electroglas.ts';
import type { ElectroglasSimulatorOptions } from './electroglas.ts';

function bench(options: ElectroglasSimulatorOptions = {}) {
  const { clock, simulator } = simulated(ElectroglasSimulator, { wafer: perfectWafer(), ...options });
  const client = gpibClient(simulator.messages);
  const tell = teller(clock, client.ask);
  return { ...client, clock, simulator, model: simulator.model, tell };
}

describe('the sheet, section 7', () => {
  it('moves dies and Z on the bench, each acknowledged', async () => {
    const { tell, model, clock } = bench();
    const up = Math.round(model.active.contact / 2.54);
    expect(await tell('SM15M111100000', 'SP4D150', '?S', 'MDX1Y0', '?P', 'ZU', '?S', '?Z', 'ZD')).toEqual([
      'MC',
      'MC',
      'SZDW1C0',
      'MC',
      'X1Y0',
      'MC',
      'SZUW1C1',
      `Z${up}`,
      'MC',
    ]);
    expect(model.scratches).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses a negative index with the datum at the load position, and tells why once', async () => {
    const { tell, model } = bench();
    model.datumAtLoad = true;
    expect(await tell('SM15M111100000', 'MDX-1Y0', '?E', '?E', '?P')).toEqual([
      'MC',
      'MF',
      'E38',
      'E0',
      'X0Y0',
    ]);
  });

  it('never answers ?A, and takes nothing more until it is cleared', async () => {
    const { tell, write, clear, available, clock } = bench();
    await tell('SM15M111100000');
    write('?A');
    write('?E');
    await clock.advance({ seconds: 5 });
    expect(available()).toBe(false);
    clear();
    expect(await tell('?E')).toEqual(['E35']);
  });

  it('runs the flow of the test floor to the end of the wafer, and goes on with the next', async () => {
    const { clock, read, write, model, tell } = bench();
    expect(await tell('SM15M111111111')).toEqual(['MC']);
    const messages = await clock.run(async () => {
      void model.startWafer();
      const heard = [await read()];
      for (let bin = 1; heard.at(-1) !== 'PC'; bin = bin === 1 ? 5 : 1) {
        write(`TC${bin}`);
        heard.push(await read());
      }
      write('HW');
      return [...heard, await read(), await read()];
    });
    expect(messages.slice(0, 3)).toEqual(['TFX-1Y4', 'TSX0Y4', 'TSX1Y4']);
    expect(messages).toHaveLength(model.map.route.length + 3);
    expect(messages.slice(-3)).toEqual(['PC', 'MC', 'TFX-1Y4']);
    expect(model.inContact).toBe(true);
  });
});

describe('quirks', () => {
  it('blocks all writing while an acknowledge is unread; reading alone does not help', async () => {
    const { tell, write, read, clear, clock, simulator, model, available } = bench();
    await tell('SM15M111100000');
    await clock.run(async () => {
      write('MDX1Y0');
      await clock.sleep({ seconds: 5 });
      write('MDX1Y0');
      expect(simulator.panel).toBe('EXTERNAL I/O TIMEOUT');
      expect(await read()).toBe('MC');
      write('?P');
      await clock.sleep({ seconds: 5 });
    });
    expect(available()).toBe(false);
    expect(model.die).toEqual({ x: 1, y: 0 });
    clear();
    expect(simulator.panel).toBe('');
    expect(await tell('?P')).toEqual(['X1Y0']);
  });

  it('says nothing to commands whose acknowledge is off', async () => {
    const { write, clock, available, model } = bench();
    write('MDX2Y-1');
    await clock.advance({ seconds: 5 });
    expect(available()).toBe(false);
    expect(model.die).toEqual({ x: 2, y: -1 });
  });

  it('asks for service with each message', async () => {
    const { write, serviced, poll, read, clock } = bench();
    const status = await clock.run(async () => {
      write('SM15M111100000');
      return [await serviced(), poll(), await read()];
    });
    expect(status).toEqual([0x40, 0, 'MC']);
  });

  it('acknowledges ZU without going up in auto profile without a profile', async () => {
    const { tell, model } = bench();
    model.profiled = false;
    expect(await tell('SM15M111100000', 'ZU', '?S', 'PZ', 'ZU', '?S')).toEqual([
      'MC',
      'MC',
      'SZDW1C0',
      'MC',
      'MC',
      'SZUW1C1',
    ]);
  });

  it('lets moves by dies leave the platen, until the stage ends', async () => {
    const { tell, model } = bench();
    const replies = await tell('SM15M111100000', ...Array.from({ length: 15 }, () => 'MDX1Y0'));
    expect(replies.filter((reply) => reply === 'MC').length).toBeGreaterThan(14);
    expect(model.position.x).toBeGreaterThan(238_000);
    expect(await tell('ZU', 'MDX9Y0', '?E')).toEqual(['MC', 'MF', 'E38']);
  });

  it('counts overtravel and clearance in tenths of a mil', async () => {
    const { tell, model } = bench();
    const { contact } = model.active;
    await tell('SM15M111100000', 'SP5Z20', 'SP6Z50', 'ZU');
    expect(model.position.z).toBeCloseTo(contact + 50.8, 6);
    await tell('ZD');
    expect(model.position.z).toBeCloseTo(contact - 127, 6);
  });

  it('answers nothing to questions it does not know', async () => {
    const { write, clock, available, tell } = bench();
    write('*IDN?');
    await clock.advance({ seconds: 1 });
    expect(available()).toBe(false);
    expect(await tell('?E', '?K', '?J', 'SM15M111100000', 'XX', '?E')).toEqual([
      'E35',
      '',
      'E-1',
      'MC',
      'MF',
      'E35',
    ]);
  });
});

describe('what goes wrong', () => {
  it.each(['door-open', 'vacuum-lost', 'emergency-stop'] as const)(
    '%s ends a move on the way in MF, and the die is the old one',
    async (fault) => {
      const { write, read, clock, simulator, model, tell } = bench();
      await tell('SM15M111100000');
      const reply = await clock.run(async () => {
        write('MDX4Y0');
        await clock.sleep({ seconds: 0.3 });
        simulator.faults[fault]?.(true);
        return read();
      });
      expect(reply).toBe('MF');
      expect(model.prober.busy).toBe(false);
      expect(model.die).toEqual({ x: 0, y: 0 });
      simulator.faults[fault]?.(false);
      expect(await tell('MOX0Y0', '?P')).toEqual(['MC', 'X0Y0']);
    },
  );

  it('is deaf while an operator has it offline', async () => {
    const { write, simulator, clock, available, tell, model } = bench();
    await tell('SM15M111100000');
    simulator.faults['local-mode']?.(true);
    write('MDX1Y0');
    await clock.advance({ seconds: 10 });
    expect(available()).toBe(false);
    expect(model.die).toEqual({ x: 0, y: 0 });
    simulator.faults['local-mode']?.(false);
    expect(await tell('MDX1Y0', '?P')).toEqual(['MC', 'X1Y0']);
  });

  it('ends the wafer in the middle, with the chuck down', async () => {
    const { clock, read, write, model, simulator, tell } = bench();
    await tell('SM15M111111100');
    const last = await clock.run(async () => {
      void model.startWafer();
      await read();
      simulator.faults['wafer-ends']?.(true);
      write('TC1');
      return read();
    });
    expect(last).toBe('PC');
    expect(model.inContact).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { gpibClient, perfectWafer, teller } from '../prober/test-client.ts';
import { simulated } from '../testing/simulated.ts';
import { AccretechSimulator } from './accretech-uf.ts';
import type { AccretechSimulatorOptions } from './accretech-uf.ts';

function bench(options: AccretechSimulatorOptions = {}) {
  const { clock, simulator } = simulated(AccretechSimulator, { wafer: perfectWafer(), ...options });
  const client = gpibClient(simulator.messages);
  const asks = /^(?:[BbEeQqRwxXOf]|ms|S1|PV|i\d\d|ur\d+|LIW|f1|QS)$/;
  /** Sends commands one by one and gives the status byte of each, or the text where there is one. */
  const tell = teller(clock, async (message): Promise<number | string> => {
    if (asks.test(message)) return client.ask(message);
    client.write(`${message}\r\n`);
    return client.serviced();
  });
  return { ...client, clock, simulator, model: simulator.model, tell };
}

describe('the sheet, section 7', () => {
  it('runs through a wafer to its end, and unloads it', async () => {
    const { tell, model, clock, serviced } = bench();
    expect(await tell('ms', 'U', 'jw', 'w', 'j2102', 'X', 'Q', 'Z', 'S1')).toEqual([
      'msI',
      71,
      98,
      `w1211${'0'.repeat(22)}.0${'0'.repeat(25)}`,
      70,
      'X021',
      'QY008X003',
      67,
      'S1Z1W1A0',
    ]);
    const dies = model.map.route.length;
    for (let die = 2; die < dies; die++) expect(await tell('J')).toEqual([67]);
    // The last die, and then the end of the wafer, as two requests.
    expect(await tell('J')).toEqual([67]);
    expect(await clock.run(serviced)).toBe(81);
    expect(model.prober.card.touchdowns).toBe(dies);
    expect(await tell('J', 'D', 'U', 'jv', 'S1')).toEqual([81, 68, 71, 94, 'S1Z0W0A0']);
    expect(model.scratches).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells what is outside, moves by distances in µm, and its place in 0.1 µm', async () => {
    const { tell } = bench();
    expect(await tell('JY0999X0999', 'AY+000100X-000050', 'R', 'AY-000100X+000050', 'R')).toEqual([
      74,
      65,
      'RY+001000X-000500',
      65,
      'RY+000000X+000000',
    ]);
  });

  it('heats its chuck, and tells nothing of one it does not have', async () => {
    const warm = bench({ chuck: true });
    const [accepted, text] = await warm.tell('h1500', 'f');
    expect(accepted).toBe(93);
    expect(text).toMatch(/^f02[45]\d1500$/);
    expect(await warm.tell('h9999', 'h-550')).toEqual([99, 93]);
    expect(await bench().tell('f', 'h0250')).toEqual(['f', 99]);
  });

  it('says what was wrong with a command until the alarm is reset', async () => {
    const { tell } = bench();
    expect(await tell('foo', 'E', 'e', 'S1', 'es', 'E')).toEqual([
      76,
      'EO0660',
      'eFORMAT ERROR',
      'S1Z0W1A1',
      119,
      'EI0000',
    ]);
  });
});

describe('commands', () => {
  it('steps up or down as the chuck was before, with one status byte each', async () => {
    const { tell, poll } = bench();
    expect(await tell('JY003X004', 'Z', 'JY0004X0005', 'SY-001X+000', 'Q', 'D', 'SY+001X-001', 'Q')).toEqual([
      66,
      67,
      67,
      67,
      'QY003X005',
      68,
      66,
      'QY004X004',
    ]);
    expect(poll()).toBe(0);
  });

  it('puts dies in bins, and steps by itself as the master', async () => {
    const { tell, model } = bench();
    expect(await tell('M@A')).toEqual([69]);
    expect(model.map.bin()).toBe(1);
    expect(await tell('MAE')).toEqual([69]);
    expect(model.map.bin()).toBe(5);
    expect(await tell('M@', 'M 1')).toEqual([76, 76]);
    const master = bench({ proberMaster: true, confirms: true, bins: 256 });
    expect(await master.tell('JY0008X0003')).toEqual([100]);
    expect(await master.clock.run(master.serviced)).toBe(66);
    expect(await master.tell('M@AH')).toEqual([100]);
    expect(await master.clock.run(master.serviced)).toBe(66);
    expect(master.model.map.bin(master.model.map.route[0], 0)).toBe(72);
  });

  it('loads, aligns and ends the cassette', async () => {
    const { tell, model } = bench({ wafers: 2 });
    expect(await tell('x', 'LIW', 'L', 'LIW', 'L', 'N1', 'N2', 'st', 'ms')).toEqual([
      'x010110',
      'LIW0',
      70,
      'LIW1',
      94,
      113,
      114,
      120,
      'msR',
    ]);
    expect(model.slot).toBe(2);
    expect(await tell('U', 'L1', 'Z', 'N', 'Z')).toEqual([71, 94, 76, 94, 76]);
  });

  it('adds fine steps in Z, and takes a contact height', async () => {
    const { tell, model } = bench();
    const { contact } = model.active;
    expect(await tell('Z', 'Z+20', 'z', 'i24')).toEqual([67, 92, 116, `i24${contact + 20}`]);
    expect(await tell('IY10000X20000', 'ur0004', 'STB102')).toEqual([77, 'ur000420000', 102]);
  });
});

describe('what goes wrong', () => {
  it('stops a move with one status byte for both', async () => {
    const { clock, write, serviced, poll, model } = bench();
    const status = await clock.run(async () => {
      write('JY0004X0008');
      await clock.sleep({ seconds: 0.2 });
      write('K');
      return serviced();
    });
    await clock.advance({ seconds: 5 });
    expect([status, poll()]).toEqual([90, 0]);
    expect(model.prober.busy).toBe(false);
  });

  it.each([
    ['door-open', 99, 'EE0001'],
    ['vacuum-lost', 99, 'EE0002'],
    ['emergency-stop', 99, 'EE0003'],
    ['local-mode', 90, 'EI0000'],
  ] as const)('%s ends a move on the way in %d, and the die is the old one', async (fault, status, error) => {
    const { clock, write, serviced, simulator, model, tell } = bench();
    const before = model.map.current;
    const heard = await clock.run(async () => {
      write('JY0004X0008');
      await clock.sleep({ seconds: 0.2 });
      simulator.faults[fault]?.(true);
      return serviced();
    });
    expect(heard).toBe(status);
    expect(await tell('E')).toEqual([error]);
    expect(model.map.current).toEqual(before);
    simulator.faults[fault]?.(false);
    expect(await tell('es', 'J')).toEqual([119, 66]);
  });

  it('ends the wafer in the middle without a move', async () => {
    const { tell, simulator } = bench();
    await tell('JY0004X0003', 'Z');
    simulator.faults['wafer-ends']?.(true);
    expect(await tell('J', 'Q', 'S1')).toEqual([81, 'QY004X003', 'S1Z1W1A0']);
  });

  it('scratches the wafer where Z does not go down by itself', async () => {
    const { tell, model } = bench({ autoZ: false });
    await tell('Z', 'AY+000100X+000000');
    expect(model.scratches).toBe(1);
  });
});

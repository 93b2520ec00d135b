import { describe, expect, it } from 'vitest';
import { gpibClient, perfectWafer, teller } from '../prober/test-client.ts';
import { simulated } from '../testing/simulated.ts';
import { NucleusSimulator } from './cascade-nucleus.ts';
import type { NucleusSimulatorOptions } from './cascade-nucleus.ts';

function bench(options: NucleusSimulatorOptions = {}) {
  const { clock, simulator } = simulated(NucleusSimulator, { wafer: perfectWafer(), ...options });
  const client = gpibClient(simulator.messages);
  const tell = teller(clock, async (line) => {
    if (!line.startsWith('$') && !/^\*(?:CLS|OPC)/i.test(line)) return client.ask(line);
    client.write(line);
    return undefined;
  });
  return { ...client, clock, simulator, model: simulator.model, tell };
}

describe('the sheet, section 4', () => {
  it('answers operations when they are done, with responses on', async () => {
    const { tell, model, clock } = bench();
    expect(
      await tell(
        '$:set:mode summit',
        '$:set:resp ON',
        '*idn?',
        ':mov:cont 2',
        ':mov:cont? 2',
        ':MOVE:DOWN? 2',
        ':mov:sep 2',
        ':mov:prob:abs:loc 3 2 0',
        ':mov:cont 2',
        ':mov:abs? 2',
        ':mov:prob:abs:die?',
      ),
    ).toEqual([
      expect.stringMatching(/^Cascade.*Nucleus/) as string,
      'COMPLETE',
      'TRUE',
      'FALSE',
      'COMPLETE',
      'COMPLETE',
      'COMPLETE',
      `60000 40000 ${model.active.contact}`,
      '3 2',
    ]);
    expect(model.scratches).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells by the event register when it is done, with responses off', async () => {
    const { clock, write, ask, available } = bench();
    const heard = await clock.run(async () => {
      write('$:SET:RESP OFF');
      write('*CLS');
      write(':MOV:ABS 2 50000 0 none;*OPC');
      const polled: string[] = [];
      for (let poll = 0; polled.at(-1) !== '1' && poll < 50; poll++) {
        polled.push(await ask('*ESR?'));
        await clock.sleep({ seconds: 0.2 });
      }
      // The bit stays until it is cleared.
      polled.push(await ask('*ESR?'));
      write('*CLS');
      return [...polled, await ask('*ESR?')];
    });
    expect(heard[0]).toBe('0');
    expect(heard.slice(-3)).toEqual(['1', '1', '0']);
    expect(heard.length).toBeGreaterThan(5);
    expect(available()).toBe(false);
  });
});

describe('quirks', () => {
  it('counts dies of the plan from 1 and subsites from 0, and has labels that are none', async () => {
    const { tell, model } = bench();
    model.map.subsites.push({ id: 'A', x: 0, y: 0 }, { id: '', x: 100, y: 50 });
    const dies = model.map.route.length;
    expect(
      await tell(
        ':prob:ntes? 2',
        ':PROBEPLAN:NSUB?',
        ':prob:die:loc? 1',
        ':prob:subs:lab? 0',
        ':prob:subs:lab? 1',
        ':MOV:PROBEPLAN:FIRST:DIE 2',
        ':MOV:PROBEPLAN:NEXT:SUBSITE 2',
        ':mov:prob:abs:ind?',
        ':mov:prob:abs:subs?',
        ':mov:abs? 2',
        ':prob:die:loc? 999',
      ),
    ).toEqual([
      String(dies),
      '2',
      '-1 4',
      'A',
      'COMPLETE',
      'COMPLETE',
      'COMPLETE',
      '1',
      '1',
      `-19900 80050 ${model.active.separation}`,
      'ERROR Invalid parameter',
    ]);
  });

  it('never answers how many dies there are without a plan', async () => {
    const { write, clock, available, tell } = bench({ plan: false });
    write(':prob:ntes? 2');
    await clock.advance({ seconds: 10 });
    expect(available()).toBe(false);
    expect(await tell(':mov:prob:abs:loc 0 0 0', ':prob:load? 2')).toEqual([
      'ERROR The map has no such die or subsite',
      'NONE',
    ]);
  });

  it('protects nothing: a move in contact scratches', async () => {
    const { tell, model } = bench();
    await tell(':mov:cont 2', ':MOV:REL 2 100 0 0');
    expect(model.scratches).toBe(1);
  });

  it('sees by its camera how far it is off', async () => {
    const { tell, model } = bench();
    await tell(':MOV:REL 2 12 -7 0');
    const [answer = ''] = await tell(':VIS:SEAR:TARG');
    const [dx = 0, dy = 0, score] = answer.split(' ').map(Number);
    expect([Math.abs(dx + 12) <= 3, Math.abs(dy - 7) <= 3, score]).toEqual([true, true, 950]);
    await tell(`:MOV:REL 2 ${dx} ${dy} 0`, ':PROB:REF 0 0');
    expect(await tell(':mov:abs? 2')).toEqual([`0 0 ${model.active.separation}`]);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['door-open', 'The door is open'],
    ['vacuum-lost', 'The wafer is not held'],
    ['local-mode', 'An operator has taken local control'],
  ] as const)('%s ends a move on the way', async (fault, text) => {
    const { clock, write, read, simulator, model } = bench();
    const reply = await clock.run(async () => {
      write(':MOV:ABS 2 80000 0 none');
      await clock.sleep({ seconds: 0.8 });
      simulator.faults[fault]?.(true);
      return read();
    });
    expect(reply).toBe(`ERROR ${text}`);
    expect(model.prober.busy).toBe(false);
    expect(model.waferPlace.x).toBeLessThan(45_000);
  });

  it('a plan may end in the middle, and contact may be unset', async () => {
    const { tell, simulator, model } = bench();
    await tell(':MOV:PROBEPLAN:FIRST:DIE 2');
    simulator.faults['wafer-ends']?.(true);
    model.contactSet = false;
    expect(await tell(':MOV:PROBEPLAN:NEXT:DIE 2', ':mov:prob:abs:ind?', ':mov:cont 2', ':foo 1')).toEqual([
      'ERROR There is no further die on the route',
      '1',
      'ERROR The contact height is not set',
      'ERROR Undefined header',
    ]);
  });

  it('says in the event register that an operation failed, with responses off', async () => {
    const { clock, write, ask } = bench({ responses: false });
    const events = await clock.run(async () => {
      write(':MOV:ABS 2 9999999 0 none;*OPC');
      await clock.sleep({ seconds: 1 });
      return ask('*ESR?');
    });
    expect(events).toBe('17');
  });
});

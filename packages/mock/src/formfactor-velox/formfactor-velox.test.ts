import { describe, expect, it } from 'vitest';
import { gpibClient, lineClient, perfectWafer, teller } from '../prober/test-client.ts';
import { simulated } from '../testing/simulated.ts';
import { VeloxSimulator } from './formfactor-velox.ts';
import type { VeloxSimulatorOptions } from './formfactor-velox.ts';

function station(options: VeloxSimulatorOptions = {}) {
  const { clock, simulator } = simulated(VeloxSimulator, { wafer: perfectWafer(), ...options });
  const client = gpibClient(simulator.messages);
  /** Sends commands over GPIB, one by one, and gives their replies. */
  const tell = teller(clock, client.ask);
  return { ...client, clock, simulator, model: simulator.model, tell };
}

describe('the sheet, section 6', () => {
  it('steps over a wafer to its end over GPIB, and stays there', async () => {
    const { tell, model, clock } = station();
    expect(await tell('StepFirstDie', 'MoveChuckContact 100', 'StepNextDie 0 4', 'ReadChuckIndex Y')).toEqual(
      ['0: -1 4 0 0', '0:', '0: 0 4 0 0', '0: 20000 20000'],
    );
    const last = model.map.route.length;
    const [there] = await tell(`StepToDie ${last}`);
    expect(there).toMatch(/^0: -?\d+ -4 0 0$/);
    const { x } = model.position;
    expect(await tell('StepNextDie', 'ReadMapYield')).toEqual(['703: End of wafer.', `0: ${last} 0 0 0`]);
    expect(model.position.x).toBe(x);
    expect(model.scratches).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('answers by id over TCP, with or without contact', async () => {
    const { simulator, clock, model } = station();
    const { ask } = lineClient(simulator.services.tcp);
    const say = async (line: string): Promise<string> => clock.run(async () => ask(line));
    expect(await say('FCN=1:RegisterProberApp:lab lab 0')).toBe('Rsp=1:0:');
    expect(await say('Cmd=2:SetChuckHeight:C R')).toBe('Rsp=2:0:');
    expect(await say('Cmd=3:ReadChuckHeights:Y')).toBe('Rsp=3:0:-1 50 100 250 50');
    expect(await say('Cmd=4:MoveChuckContact:100')).toBe('Rsp=4:7:The contact height is not set.');
    expect(await say('Cmd=5:SetChuckHeight:C V Y 8500')).toBe('Rsp=5:0:');
    expect(await say('Cmd=6:GetSubDieData:0')).toBe('Rsp=6:0:0 0.0 0.0 "Default" "Default"');
    expect(await say('Cmd=7:MoveChuckContact:100')).toBe('Rsp=7:0:');
    expect(model.position.z).toBe(8500);
    expect(await say('FCN=1:GetCommands:')).toMatch(/^Rsp=1:0:(?:Kernel \w+ \d+ \d+;?){60,}$/);
  });

  it('tells heights from contact with home as reference', async () => {
    const { tell } = station();
    expect(
      await tell('ReadChuckPosition Y H', 'MoveChuckAlign', 'ReadChuckPosition', 'MoveChuckContact'),
    ).toEqual(['0: 0 0 -250', '0:', '0: 0 0 -100', '0:']);
    expect(await tell('ReadChuckPosition Y H', 'ReadChuckStatus')).toEqual([
      '0: 0 0 0',
      '0: 15 22 0 0 T 1 C 0 0 S 0',
    ]);
  });
});

describe('quirks', () => {
  it('keeps replies that nobody has read', async () => {
    const { write, read, clock } = station();
    const replies = await clock.run(async () => {
      write('MoveChuck 1000 0');
      write('ReadChuckPosition');
      return [await read(), await read()];
    });
    expect(replies).toEqual(['0:', '0: 1000 0 -250']);
  });

  it('drops to separation, refuses, or scratches, as AutoZ and interlock say', async () => {
    const { tell, model } = station();
    expect(await tell('MoveChuckContact', 'MoveChuck 500 0', 'ReadChuckPosition')).toEqual([
      '0:',
      '0:',
      '0: 500 0 -250',
    ]);
    const refused = await tell(
      'MoveChuckContact',
      'SetChuckMode 2 0 1',
      'MoveChuck 0 0',
      'ReadChuckPosition',
    );
    expect(refused.slice(2)).toEqual([
      '7: The chuck is in contact; the interlock forbids the move.',
      '0: 500 0 0',
    ]);
    expect(model.scratches).toBe(0);
    await tell('SetChuckMode 2 0 0', 'MoveChuck 0 0');
    expect(model.scratches).toBe(1);
  });

  it('goes no higher than contact, or overtravel where it is enabled', async () => {
    const { tell, model } = station();
    const { contact } = model.active;
    expect(await tell(`MoveChuckZ ${contact + 20}`, 'SetChuckMode 1', `MoveChuckZ ${contact + 20}`)).toEqual([
      '7: The height is above contact.',
      '0:',
      '0:',
    ]);
    expect(await tell('MoveChuckContact', 'ReadChuckStatus')).toEqual([
      '0:',
      expect.stringContaining(' 1 O ') as string,
    ]);
  });

  it('redefines the home of the die with an index move, and not with a subsite', async () => {
    const { tell } = station();
    expect(
      await tell(
        'MoveChuckIndex 1 1',
        'MoveChuckSubsite 50 60',
        'ReadChuckPosition Y D',
        'ReadChuckPosition I',
      ),
    ).toEqual(['0:', '0:', '0: 50 60 -250', '0: 789.37 789.764 -9.843']);
  });

  it('moves its scope and its positioners, whose number is echoed', async () => {
    const { tell, write, read, clock, model } = station({ scope: true, positioners: 2 });
    expect(
      await tell(
        'MoveScope 2000 -500 H Y',
        'ReadScopePosition Y H',
        'MoveProbe 2 100 200',
        'MoveProbeContact 2',
      ),
    ).toEqual(['0:', '0: 2000 -500 0', '0: 2', '0: 2']);
    expect(
      await tell('ReadProbePosition 2', 'MoveProbeSeparation 2', 'MoveProbe 3 0 0', 'MoveProbe 1 1e9 0'),
    ).toEqual([
      '0: 2 100 200 5000',
      '0: 2',
      '7: There is no positioner 3.',
      '7: The target is outside the travel of the axis.',
    ]);
    const stopped = await clock.run(async () => {
      write('MoveScope 80000 0');
      await clock.sleep({ seconds: 1 });
      write('StopScopeMovement 7');
      return [await read(), await read()];
    });
    expect(stopped).toEqual(['7: The move was stopped.', '0:']);
    expect(model.scope?.busy).toBe(false);
    expect(model.scope?.position.x).toBeLessThan(40_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('searches contact no further than it is told', async () => {
    const { tell, model } = station();
    expect(await tell('SearchChuckContact 100 R Y 5')).toEqual(['7: No contact was found.']);
    const [found] = await tell('SearchChuckContact 400 R Y 5');
    expect(found).toBe(`0: ${model.active.contact}`);
    expect(Math.abs(model.prober.overtravel)).toBeLessThan(2);
  });

  it('heats, with the chuck lowered, and tells its state', async () => {
    const { tell, model, clock } = station({ chuck: true });
    expect(await tell('MoveChuckContact', 'SetHeaterTemp 60 C', 'ReadTemperatureChuckStatus')).toEqual([
      '0:',
      '0: 60.0 C',
      '0: 1 0 0 0',
    ]);
    expect(model.inContact).toBe(false);
    await clock.advance({ minutes: 30 });
    expect(await tell('ReadTemperatureChuckStatus', 'GetHeaterTemp C')).toEqual([
      '0: 4 0 0 0',
      expect.stringMatching(/^0: (?:59\.[5-9]|60\.\d) C At Temperature$/) as string,
    ]);
  });
});

describe('what goes wrong', () => {
  it('a stop ends a move on the way; its reply comes after that of the move', async () => {
    const { write, read, clock, model } = station();
    const replies = await clock.run(async () => {
      write('MoveChuck 80000 0');
      await clock.sleep({ seconds: 0.8 });
      write('StopChuckMovement 7');
      return [await read(), await read()];
    });
    expect(replies).toEqual(['7: The move was stopped.', '0:']);
    expect(model.position.x).toBeGreaterThan(30_000);
    expect(model.position.x).toBeLessThan(45_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    ['door-open', 'The door is open.'],
    ['vacuum-lost', 'The wafer is not held.'],
    ['local-mode', 'An operator has taken local control.'],
    ['emergency-stop', 'The machine is not ready.'],
  ] as const)('%s ends a move on the way, and the chuck stands', async (fault, text) => {
    const { write, read, clock, model, simulator, tell } = station();
    const reply = await clock.run(async () => {
      write('MoveChuck 80000 0');
      await clock.sleep({ seconds: 0.8 });
      simulator.faults[fault]?.(true);
      return read();
    });
    expect(reply).toBe(`7: ${text}`);
    expect(model.prober.busy).toBe(false);
    expect(model.position.x).toBeLessThan(45_000);
    expect(await tell('MoveChuck 0 0')).toEqual([`7: ${text}`]);
    simulator.faults[fault]?.(false);
    expect(await tell('MoveChuck 0 0')).toEqual(['0:']);
  });

  it('the wafer may end in the middle, and contact may be lost', async () => {
    const { tell, simulator, model } = station();
    await tell('StepFirstDie');
    simulator.faults['wafer-ends']?.(true);
    expect(await tell('StepNextDie', 'ReadMapPosition2')).toEqual([
      '703: End of wafer.',
      expect.stringMatching(/^0: -1 4 /) as string,
    ]);
    simulator.faults['no-contact']?.(true);
    await tell('MoveChuckContact');
    expect(model.prober.card.resistance(0, model.prober.overtravel)).toBe(Number.POSITIVE_INFINITY);
  });

  it('refuses what it does not understand', async () => {
    const { tell } = station();
    const replies = await tell(
      'NoSuchCommand',
      'MoveChuck a',
      'MoveChuck 0 0 H Q',
      'MoveChuck 0 0 H Y 0',
      'MoveChuck 500000 0',
      'StepNextDie 99 99',
      'UnloadWafer',
      'GetHeaterTemp',
    );
    for (const reply of replies) expect(reply).toMatch(/^7: .+\.$/);
  });
});

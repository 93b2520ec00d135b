import { describe, expect, it } from 'vitest';
import { gpibClient, lineClient, perfectWafer, teller } from '../prober/test-client.ts';
import { simulated } from '../testing/simulated.ts';
import { PegasusSimulator } from './wentworth-pegasus.ts';
import type { PegasusSimulatorOptions } from './wentworth-pegasus.ts';

function bench(options: PegasusSimulatorOptions = {}) {
  const { clock, simulator } = simulated(PegasusSimulator, { wafer: perfectWafer(), ...options });
  const client = lineClient(simulator.services.serial);
  /** Sends commands one by one, with the pause it wants, and gives their replies. */
  const tell = teller(clock, async (line) => {
    await clock.sleep({ seconds: 0.5 });
    return client.ask(line);
  });
  return { ...client, clock, simulator, model: simulator.model, tell };
}

describe('the sheet, section 5', () => {
  it('answers actions with a code and questions with their own word', async () => {
    const { tell, model, clock } = bench();
    expect(
      await tell(
        'GTXY 15000,30000',
        'PSS XY',
        'WXM 100',
        'RXM',
        'GTTH 1200',
        'PSTH',
        'CUP',
        'GTS X,20000',
        'CDW',
        'GTS X,20000',
        'PSS X',
        'FOO',
      ),
    ).toEqual([
      'INF 000',
      'PSS XY,015000,030000',
      'INF 000',
      'RXM 1000',
      'INF 000',
      'PSTH 1200',
      'INF 000',
      'INF 010',
      'INF 000',
      'INF 000',
      'PSS X,20000',
      'INF 008',
    ]);
    expect(model.scratches).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('speaks the same over GPIB', async () => {
    const { simulator, clock } = bench({ gap: 0 });
    const { ask } = gpibClient(simulator.messages);
    expect(await clock.run(async () => [await ask('CUP'), await ask('STA'), await ask('GID')])).toEqual([
      'INF 000',
      'STA 7',
      'GID PEGASUS S200 LM',
    ]);
  });
});

describe('quirks', () => {
  it('steps as the operator sees the dies; the table goes the other way', async () => {
    const { tell, model } = bench();
    const { x, y } = model.table;
    expect(await tell('NXR', 'NXU', 'PSS XY')).toEqual([
      'INF 000',
      'INF 000',
      expect.stringMatching(/^PSS XY,/) as string,
    ]);
    expect(model.table).toEqual({ x: x - 20_000, y: y - 20_000 });
    expect(model.prober.die).toMatchObject({ column: 1, row: 1 });
    expect(await tell('WXM 0', 'NXR')).toEqual(['INF 000', 'INF 009']);
  });

  it('takes nothing else while it steps by its own list', async () => {
    const { tell, send, clock, received, model } = bench();
    expect(await tell('NXT', 'NXT')).toEqual(['INF 000', 'INF 000']);
    expect(model.map.sequence()).toBe(1);
    send('PSS X\n');
    await clock.advance({ seconds: 5 });
    expect(received()).toBe('');
    expect(await tell('NXF', 'PSS Z')).toEqual(['INF 000', 'PSS Z,' + String(model.active.separation)]);
    expect(await tell('GDW', 'NXT', 'CUP', 'GUP', 'CUP')).toEqual([
      'INF 000',
      'INF 022',
      'INF 022',
      'INF 000',
      'INF 000',
    ]);
  });

  it('does not hear a command that comes too soon', async () => {
    const { send, clock, received } = bench();
    send('RXM\nRYM\n');
    await clock.advance({ seconds: 5 });
    expect(received()).toBe('RXM 20000\n');
  });

  it('says nothing after ESC, and INF 000 unasked when it comes back', async () => {
    const { send, clock, received, simulator } = bench();
    send('ESC\n');
    await clock.advance({ seconds: 1 });
    send('RXM\n');
    await clock.advance({ seconds: 5 });
    expect(received()).toBe('');
    simulator.faults['local-mode']?.(true);
    simulator.faults['local-mode']?.(false);
    await clock.advance({ seconds: 1 });
    expect(received()).toBe('INF 000\n');
  });

  it('keeps overtravel to 100 µm, and scratches with the override on', async () => {
    const { tell, model } = bench();
    expect(await tell('WZIM 101', 'WZIM -1', 'WZIM 40', 'RZIM', 'CUP')).toEqual([
      'INF 014',
      'INF 013',
      'INF 000',
      'RZIM 40',
      'INF 000',
    ]);
    expect(model.position.z).toBe(model.active.contact + 40);
    await tell('CO1', 'NXR');
    expect(model.scratches).toBe(1);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['door-open', 'INF 602', 'INF 601'],
    ['vacuum-lost', 'INF 603', 'INF 603'],
    ['emergency-stop', 'INF 306', 'INF 306'],
  ] as const)('%s ends a move on the way in %s, and the next one in %s', async (fault, during, before) => {
    const { clock, send, next, simulator, model, tell } = bench();
    const reply = await clock.run(async () => {
      send('GTXY 25000,105000\n');
      await clock.sleep({ seconds: 0.8 });
      simulator.faults[fault]?.(true);
      return next();
    });
    expect(reply).toBe(during);
    expect(model.prober.busy).toBe(false);
    expect(model.position.x).toBeLessThan(45_000);
    expect(await tell('GTXY 105000,105000')).toEqual([before]);
    simulator.faults[fault]?.(false);
    expect(await tell('GTXY 105000,105000')).toEqual(['INF 000']);
  });

  it('an operator who takes over ends a move, and the prober is deaf', async () => {
    const { clock, send, simulator, received } = bench();
    await clock.run(async () => {
      send('GTXY 25000,105000\n');
      await clock.sleep({ seconds: 0.8 });
      simulator.faults['local-mode']?.(true);
      await clock.sleep({ seconds: 5 });
      send('PSS XY\n');
      await clock.sleep({ seconds: 5 });
    });
    expect(received()).toBe('INF 306\n');
  });

  it('refuses places outside, and moves without references', async () => {
    const { tell, model, simulator } = bench();
    expect(await tell('GTXY 1000,105000', 'GTXY 105000,210001', 'GTXY a,b')).toEqual([
      'INF 003',
      'INF 003',
      'INF 008',
    ]);
    model.referenced = false;
    expect(await tell('GTTH 0', 'LDC')).toEqual(['INF 011', 'INF 011']);
    model.referenced = true;
    await tell('NXT');
    simulator.faults['wafer-ends']?.(true);
    expect(await tell('NXT')).toEqual(['INF 003']);
  });
});

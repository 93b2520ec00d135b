import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textClient } from '../testing/text-client.ts';
import { WeissSimservSimulator } from './weiss-simserv.ts';
import type { WeissSimservSimulatorOptions } from './weiss-simserv.ts';

function chamber(options: WeissSimservSimulatorOptions = {}) {
  const { clock, simulator } = simulated(WeissSimservSimulator, options);
  const client = textClient(simulator.services.tcp);
  return {
    clock,
    simulator,
    client,
    /** The reply to a command of chamber 1, without its end. */
    ask: (...words: readonly (string | number)[]): string =>
      client.ask(`${[words[0], 1, ...words.slice(1)].join('\u{b6}')}\r`).replace(/\r\n$/, ''),
  };
}

describe('the sheet, section 6', () => {
  it('answers byte for byte', () => {
    const { client } = chamber({ parameters: { roomTemperature: 23.4, sensorNoise: 0 } });
    const said = [
      ['99997\u{b6}1\u{b6}1\r', '1\u{b6}LabEvent T/210/70/5\r\n'],
      ['11004\u{b6}1\u{b6}1\r', '1\u{b6}23.4\r\n'],
      ['11001\u{b6}1\u{b6}1\u{b6}-40.0\r', '1\r\n'],
      ['11068\u{b6}1\u{b6}1\u{b6}3\r', '1\r\n'],
      ['14001\u{b6}1\u{b6}1\u{b6}1\r', '1\r\n'],
      ['10012\u{b6}1\u{b6}1\r', '1\u{b6}3\r\n'],
      ['11099\u{b6}1\u{b6}1\r', '-5\r\n'],
    ] as const;
    for (const [request, reply] of said) expect(client.ask(request)).toBe(reply);
    expect(Buffer.from(client.ask('11004\u{b6}1\u{b6}1\r'), 'latin1').toString('hex')).toBe(
      '31b632332e340d0a',
    );
  });

  it('refuses with its codes', () => {
    const { client, ask } = chamber();
    expect(client.ask('\r')).toBe('-1\r\n');
    expect(client.ask('11004\r')).toBe('-2\r\n');
    expect(client.ask('11004\u{b6}x\u{b6}1\r')).toBe('-3\r\n');
    expect([
      ask('11004'),
      ask('11004', 9),
      ask('11001', 1, 'x'),
      ask('11001', 1, 181),
      ask('19014', 99),
    ]).toEqual(['-6', '-10', '-6', '-6', '-8']);
  });

  it('answers ASCII-2 telegrams on the same connection', () => {
    const { client, ask } = chamber({ humidity: true });
    client.ask('$01E 0050.0 0080.0 0090.0 0000.0 0000.0 0000.0 0000.0 01000000000000000000000000000000\r');
    expect(client.ask('$01I\r')).toMatch(
      /^0050\.0 0023\.\d 0080\.0 0045\.0 0090\.0 0090\.0 (?:0000\.0 ){8}01[01]{30}\r\n$/,
    );
    expect([ask('11002', 1), ask('11002', 2), ask('10012', 1)]).toEqual([
      '1\u{b6}50',
      '1\u{b6}80',
      '1\u{b6}3',
    ]);
  });
});

describe('manual mode', () => {
  it('starts with output 1, ramps with the gradient and stops', async () => {
    const { ask, clock } = chamber();
    ask('11001', 1, 80);
    ask('11068', 1, 2);
    await clock.advance({ minutes: 10 });
    expect(ask('10012', 1)).toBe('1\u{b6}1');
    ask('14001', 1, 1);
    await clock.advance({ minutes: 10 });
    expect(Number(ask('11004', 1).slice(2))).toBeCloseTo(43, 0);
    expect([ask('11002', 1), ask('11066', 1), ask('11070', 1)]).toEqual([
      '1\u{b6}80',
      '1\u{b6}2',
      '1\u{b6}0',
    ]);
    ask('11068', 1, 0);
    await clock.advance({ minutes: 30 });
    expect(Number(ask('11004', 1).slice(2))).toBeCloseTo(80, 0);
    ask('14001', 1, 0);
    expect(ask('10012', 1)).toBe('1\u{b6}1');
  });

  it('finds outputs by name one behind where they are switched', () => {
    const { ask } = chamber({ product: true });
    const names = [1, 2, 3, 4, 5].map((index) => ask('14010', index).slice(2));
    const dryer = names.indexOf('DRYER') + 1;
    expect([ask('14007'), dryer]).toEqual(['1\u{b6}5', 5]);
    ask('14001', dryer + 1, 1);
    expect([ask('14003', 6), ask('14003', 1)]).toEqual(['1\u{b6}1', '1\u{b6}0']);
    expect([ask('12012'), ask('12019', 1)]).toEqual(['1\u{b6}1', '1\u{b6}Pt100 movable']);
    expect(Number(ask('12002', 1).slice(2))).toBeCloseTo(23, 0);
    expect(ask('11023', 1)).toBe('1\u{b6}°C');
  });

  it('controls humidity', async () => {
    const { ask, clock } = chamber({ humidity: true });
    expect(ask('11018')).toBe('1\u{b6}2');
    for (const [index, value] of [
      [1, 40],
      [2, 80],
    ] as const)
      ask('11001', index, value);
    ask('14001', 1, 1);
    await clock.advance({ hours: 1 });
    expect(Math.abs(Number(ask('11004', 2).slice(2)) - 80)).toBeLessThan(2);
  });
});

describe('programs', () => {
  const programs = [
    {
      number: 7,
      name: 'SHORT',
      segments: [
        { temperature: 40, ramp: true, seconds: 600 },
        { temperature: 20, ramp: true, seconds: 600, band: 2 },
      ],
    },
  ];

  it('run so often as they were told to, pause and end', async () => {
    const { ask, clock } = chamber({ programs });
    expect([ask('19031', 7), ask('19204'), ask('19210')]).toEqual(['1\u{b6}SHORT', '1\u{b6}0', '1\u{b6}0']);
    expect(ask('19014', 7, 2)).toBe('1');
    await clock.advance({ minutes: 5 });
    expect([ask('19210'), ask('19204'), ask('19021'), ask('10012', 1)]).toEqual([
      '1\u{b6}1',
      '1\u{b6}7',
      '1\u{b6}300',
      '1\u{b6}3',
    ]);
    expect(ask('19209', 1, 2)).toBe('1');
    await clock.advance({ minutes: 5 });
    expect([ask('19210'), ask('19004', 1)]).toEqual(['1\u{b6}3', '1\u{b6}2']);
    ask('19209', 1, 4);
    await clock.advance({ minutes: 20 });
    expect(ask('19006', 1)).toBe('1\u{b6}1');
    await clock.advance({ minutes: 30 });
    expect([ask('19210'), ask('10012', 1), ask('19209', 1, 2)]).toEqual(['1\u{b6}0', '1\u{b6}1', '-9']);
  });

  it('wait for their start date, and stop', async () => {
    const { ask, clock } = chamber({ programs });
    ask('19207', '2026-01-01-02-00-00');
    expect(ask('19208')).toBe('1\u{b6}2026-01-01-02-00-00');
    ask('19014', 7, 1);
    await clock.advance({ hours: 1 });
    expect(ask('19210')).toBe('1\u{b6}17');
    await clock.advance({ minutes: 65 });
    expect(ask('19210')).toBe('1\u{b6}1');
    ask('19015');
    expect(ask('19210')).toBe('1\u{b6}0');
  });
});

describe('faults', () => {
  it('are messages, stop the chamber and stay until they are reset', async () => {
    const { ask, simulator, clock } = chamber();
    ask('14001', 1, 1);
    simulator.faults['over-temperature']?.(true);
    expect([ask('10012', 1), ask('17002'), ask('17007', 1)]).toEqual([
      '1\u{b6}9',
      '1\u{b6}1',
      '1\u{b6}TEMPERATURE LIMITER',
    ]);
    expect([ask('17005', 1), ask('17111', 1), ask('17009', 1), ask('14001', 1, 1)]).toEqual([
      '1\u{b6}1',
      '1\u{b6}1',
      '1\u{b6}1',
      '-9',
    ]);
    ask('17012');
    expect([ask('17002'), ask('10012', 1), ask('14001', 1, 1)]).toEqual(['1\u{b6}0', '1\u{b6}1', '1']);
    simulator.faults['door-open']?.(true);
    expect([ask('10012', 1), ask('15002', 1), ask('17005', 1)]).toEqual(['1\u{b6}7', '1\u{b6}1', '1\u{b6}2']);
    simulator.faults['sensor-open']?.(true);
    expect(ask('11004', 1)).toBe('-8');
    await clock.advance({ seconds: 1 });
    expect(ask('10012', 1)).toBe('1\u{b6}13');
  });

  it('close after each reply where a server does', () => {
    const { client, simulator } = chamber({ closesAfterReply: true });
    client.ask('11001\u{b6}1\u{b6}1\u{b6}55\r');
    expect(client.open).toBe(false);
    expect(textClient(simulator.services.tcp).ask('11002\u{b6}1\u{b6}1\r')).toBe('1\u{b6}55\r\n');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textClient } from '../testing/text-client.ts';
import { field } from './ascii2-commands.ts';
import { WeissAscii2Simulator } from './weiss-ascii2.ts';
import type { WeissAscii2SimulatorOptions } from './weiss-ascii2.ts';

function chamber(options: WeissAscii2SimulatorOptions = {}) {
  const { clock, simulator } = simulated(WeissAscii2Simulator, options);
  const { ask } = textClient(simulator.services.serial);
  return { clock, simulator, ask: (text: string): string => ask(`${text}\r`) };
}

const run = '0101000000000000';
const spare = '0000.0 0000.0 0000.0';

describe('the sheet, section 5', () => {
  it('answers byte for byte', () => {
    const { ask, simulator } = chamber({ parameters: { roomTemperature: 23.4, sensorNoise: 0 } });
    simulator.model.controller.setpoint = 25;
    expect(ask('$00I')).toBe(
      '0025.0 0023.4 0000.0 0000.0 0000.0 0000.0 0000.0 0000.0 0000.0 0000.0 0000000000000000\r',
    );
    expect(ask(`$00E -040.0 0000.0 ${spare} ${run}`)).toBe('0\r');
    expect(ask(`$00U 0002.0 0002.0 ${spare} ${spare} 0000.0 0000.0`)).toBe('0\r');
    expect(ask('$00I')).toMatch(/^-040\.0 0023\.4 .* 0101000000000000\r$/);
    simulator.faults['over-temperature']?.(true);
    expect(ask('$00F')).toBe('01 TEMPERATURE LIMITER\r');
    expect(ask('$00I')).toMatch(/ 0010000000000000\r$/);
    expect(ask('$00Q')).toBe('00\r');
    expect(ask('$00F')).toBe('00\r');
    expect(ask('$00P0001')).toBe('0\r');
  });

  it('answers nothing to what is malformed, outside or for another address', () => {
    const { ask } = chamber();
    for (const telegram of [
      '$01I',
      'I',
      '$00X',
      '$00E 0025.0',
      `$00E 25.0 0000.0 ${spare} ${run}`,
      `$00E 0025.0 0000.0 ${spare} 0101`,
      `$00E 0190.0 0000.0 ${spare} ${run}`,
      '$00P7',
      '$00P0099',
    ])
      expect(ask(telegram)).toBe('');
    expect(textClient(chamber().simulator.services.tcp).ask('$00F\r')).toBe('00\r\n');
  });
});

describe('the chamber', () => {
  it('runs with its start bits, ramps, and stops without them', async () => {
    const { ask, clock, simulator } = chamber();
    ask(`$00U 0002.0 0000.0 ${spare} ${spare} 0000.0 0000.0`);
    ask(`$00E 0080.0 0000.0 ${spare} 0101100000000000`);
    await clock.advance({ minutes: 10 });
    expect(Number(ask('$00I').slice(7, 13))).toBeCloseTo(43, 0);
    expect(simulator.model.controller.outputs[0]).toBe(true);
    ask(`$00E 0080.0 0000.0 ${spare} 0100000000000000`);
    expect(ask('$00I')).toMatch(/ 0000000000000000\r$/);
    ask('$00P0002');
    expect(ask('$00I')).toMatch(/^0025\.0 .* 0101000000000000\r$/);
    expect(ask(`$00E 0090.0 0000.0 ${spare} ${run}`)).toBe('0\r');
    expect(ask('$00I')).toMatch(/^0025\.0 /);
    ask('$00P0000');
    expect(ask('$00I')).toMatch(/ 0000000000000000\r$/);
  });

  it('controls humidity, and forgets it when it is not said again', async () => {
    const { ask, clock, simulator } = chamber({ humidity: true });
    ask(`$00E 0040.0 0080.0 ${spare} ${run}`);
    await clock.advance({ hours: 1 });
    expect(Math.abs(Number(ask('$00I').slice(21, 27)) - 80)).toBeLessThan(2);
    ask(`$00E 0040.0 0000.0 ${spare} ${run}`);
    await clock.advance({ seconds: 2 });
    expect(simulator.model.controller.chamber.humidity.state).toBe('off');
  });

  it('has other layouts', () => {
    const single = chamber({ layout: 'single', address: 1 });
    expect(single.ask('$01E -075.0 0101000000000000')).toBe('');
    expect(single.ask('$01E -065.0 0101000000000000')).toBe('0\r');
    expect(single.ask('$01I')).toMatch(/^-065\.0 0023\.\d 0101000000000000\r$/);
    expect(chamber({ layout: 'simpac' }).ask('$00I').split(' ')).toHaveLength(15);
    expect(single.ask('$01?')).toContain('temperature');
  });
});

describe('numbers', () => {
  it('have six characters and read back as what they were', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9999, max: 99_999 }), (tenths) => {
        const text = field(tenths / 10);
        expect(text).toHaveLength(6);
        expect(Number(text)).toBeCloseTo(tenths / 10, 9);
      }),
    );
    expect([field(-0.04), field(-40), field(100)]).toEqual(['0000.0', '-040.0', '0100.0']);
  });
});

import { expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';
import { HuberPbSimulator } from './huber-pb.ts';
import type { HuberPbSimulatorOptions } from './huber-pb.ts';

function thermostat(options: HuberPbSimulatorOptions = {}) {
  const { clock, simulator } = simulated(HuberPbSimulator, { parameters: { sensorNoise: 0 }, ...options });
  const wire = textWire(simulator.services.tcp);
  return {
    clock,
    simulator,
    wire,
    /** Waits, and gives the data of the answer. */
    ask: async (address: string, data = '****'): Promise<string> => {
      await clock.advance(50);
      return wire(`{M${address}${data}\r\n`).slice(4, 8);
    },
  };
}

it('answers the transcript of the sheet byte for byte', async () => {
  const { wire, clock } = thermostat();
  expect(wire('{M01****\r\n')).toBe('{S0109C4\r\n');
  await clock.advance(50);
  expect(wire('{M00F060\r\n')).toBe('{S00F060\r\n');
});

it('says nothing to what is no message, and 7FFF for what it does not have', async () => {
  const { wire, ask } = thermostat();
  for (const line of ['', 'M01****', '{M1****', '{M01***', '{M01**** ', '{X01****'])
    expect(wire(`${line}\r\n`)).toBe('');
  expect([await ask('99'), await ask('07')]).toEqual(['7FFF', '7FFF']);
});

it('keeps its set point within the range', async () => {
  const { ask } = thermostat();
  expect(await ask('00', '7530')).toBe('09C4');
  expect(await ask('00', 'FFFF')).toBe('FFFF');
  expect([await ask('48', '0BB9'), await ask('48', '0001')]).toEqual(['0BB9', '0BB9']);
});

it('tempers its bath once it is on', async () => {
  const { ask, clock } = thermostat({ external: true });
  await ask('00', '1770');
  expect([await ask('0A'), await ask('14', '0001'), await ask('0A'), await ask('26')]).toEqual([
    '0000',
    '0001',
    '0013',
    '0BB8',
  ]);
  await clock.advance({ hours: 1 });
  expect(Number.parseInt(await ask('01'), 16) / 100).toBeCloseTo(60, 0);
  expect(Number.parseInt(await ask('07'), 16) / 100).toBeCloseTo(60, 0);
});

it('complains of haste, and of faults', async () => {
  const { ask, wire, simulator } = thermostat();
  wire('{M01****\r\n{M01****\r\n');
  expect([await ask('05'), await ask('0A')]).toEqual(['FFDC', '0100']);
  expect(await ask('05', '0001')).toBe('0000');
  simulator.faults['sensor-open']?.(true);
  expect([await ask('05'), await ask('01'), await ask('14', '0001')]).toEqual(['FFF7', '7FFF', '0000']);
  simulator.faults['error-reply']?.(true);
  expect(await ask('00')).toBe('7FFF');
});

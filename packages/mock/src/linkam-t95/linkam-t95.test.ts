import { expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';
import { LinkamT95Simulator } from './linkam-t95.ts';

function stage(roomTemperature = 25) {
  const { clock, simulator } = simulated(LinkamT95Simulator, {
    parameters: { sensorNoise: 0, roomTemperature },
  });
  const wire = textWire(simulator.services.serial);
  return {
    clock,
    simulator,
    wire,
    /** SB1, and the temperature in °C. */
    status: (): readonly [number, number] => {
      const block = Buffer.from(wire('T\r'), 'latin1');
      const word = Number.parseInt(block.subarray(6, 10).toString('latin1'), 16);
      return [block[0] ?? -1, (word >= 0x8000 ? word - 0x10000 : word) / 10];
    },
  };
}

it('answers the status of the sheet byte for byte', () => {
  const { wire } = stage();
  wire('T\r');
  wire('L11000\r');
  wire('S\r');
  expect(Buffer.from(wire('T\r'), 'latin1').toString('hex')).toBe('108080808080303066610d');
});

it('does nothing before the first T, and nothing that it does not understand', () => {
  const { wire, simulator } = stage();
  expect([wire('S\r'), simulator.model.started]).toEqual(['', false]);
  wire('T\r');
  for (const line of ['R10', 'R115001', 'L16001', 'L1-2001', 'X', 'PZ', ''])
    expect(wire(`${line}\r`)).toBe('');
  expect(wire('S\r')).toBe('\r');
});

it('goes to its limit at its rate, holds, and goes on', async () => {
  const { wire, clock, status } = stage();
  status();
  for (const line of ['R13000', 'L1-500', 'S']) wire(`${line}\r`);
  await clock.advance({ minutes: 1 });
  const [state, temperature] = status();
  expect(state).toBe(0x20);
  expect(temperature).toBeCloseTo(-5, 0);
  wire('O\r');
  await clock.advance({ minutes: 1 });
  expect(status()[0]).toBe(0x50);
  expect(Math.abs(status()[1] - temperature)).toBeLessThan(1.5);
  wire('C\r');
  await clock.advance({ minutes: 4 });
  expect(status()).toEqual([0x30, -50]);
  wire('E\r');
  expect(status()[0]).toBe(0x01);
});

it('cools as fast as its pump is told', async () => {
  const { wire, clock, status } = stage();
  status();
  for (const line of ['Pm0', 'R115000', 'L1-500', 'S']) wire(`${line}\r`);
  await clock.advance({ minutes: 1 });
  expect(status()[1]).toBeCloseTo(25, 0);
  wire('PN\r');
  expect(Buffer.from(wire('T\r'), 'latin1')[2]).toBe(0x80 + 30);
  wire('Pa0\r');
  await clock.advance({ minutes: 5 });
  expect(status()[1]).toBeCloseTo(-50, 0);
});

it('shows a broken sensor, falls asleep when its power fails, and may be mute', () => {
  const { wire, simulator, status } = stage();
  simulator.faults['sensor-open']?.(true);
  expect(status()[1]).toBe(3276.7);
  simulator.faults['brown-out']?.(true);
  expect(wire('S\r')).toBe('');
  simulator.faults.busy?.(true);
  expect(wire('T\r')).toBe('');
});

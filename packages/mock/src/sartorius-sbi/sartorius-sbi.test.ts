import { expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';
import { SartoriusSbiSimulator } from './sartorius-sbi.ts';
import type { SartoriusSbiSimulatorOptions } from './sartorius-sbi.ts';

function balance(options: SartoriusSbiSimulatorOptions = {}) {
  const { clock, simulator } = simulated(SartoriusSbiSimulator, {
    parameters: { readability: 0.01, noise: 0 },
    ...options,
  });
  const wire = textWire(simulator.services.serial);
  return {
    clock,
    simulator,
    machine: simulator.machine,
    wire,
    ask: (code: string): string => wire(`\u001B${code}`),
  };
}

it('answers the transcript of the sheet', async () => {
  const { ask, wire, machine, simulator, clock } = balance();
  expect(wire('\u001Bx1_\r\n')).toBe('PMA7501-X00V1  \r\n');
  machine.model.load = 12.34;
  await clock.advance(5000);
  expect(ask('P')).toBe('N     +    12.34 g  \r\n');
  expect(ask('T')).toBe('');
  expect(ask('P')).toBe('N     +     0.00 g  \r\n');
  simulator.faults.unstable?.(true);
  await clock.advance(1000);
  expect(ask('P')).toMatch(/^N {5}[+-] {5}0\.\d\d {4}\r\n$/);
  simulator.faults.unstable?.(false);
  simulator.faults.overload?.(true);
  await clock.advance(5000);
  expect(ask('P')).toBe('Stat        High    \r\n');
  simulator.faults['error-reply']?.(true);
  expect(ask('P')).toBe('Stat     Err 101    \r\n');
});

it('writes 14 characters without identification', async () => {
  const { ask, machine, clock } = balance({ idCodes: false });
  machine.model.load = 123.45;
  await clock.advance(5000);
  expect(ask('P')).toBe('+   123.45 g  \r\n');
  Object.assign(machine.model, { load: 0, panRemoved: true });
  await clock.advance(5000);
  expect(ask('P')).toBe('      Low     \r\n');
});

it('prints by itself, by the key, and only stable weights where its menu says so', async () => {
  const { ask, wire, machine, simulator, clock } = balance({ autoPrint: 500, printStable: true });
  await clock.advance(2000);
  expect(wire('').split('\r\n')).toHaveLength(5);
  simulator.faults.unstable?.(true);
  await clock.advance(100);
  expect(ask('P')).toBe('');
  machine.printKey.fire();
  expect(wire('')).toMatch(/^N {5}[+-] {5}0\.\d\d {4}\r\n$/);
});

it('adjusts, sets zero and takes codes in pieces of any size', async () => {
  const { ask, wire, machine, clock } = balance();
  machine.model.driftPerHour = 1;
  await clock.advance(3_600_000);
  machine.model.driftPerHour = 0;
  await clock.advance(5000);
  expect(ask('P')).toBe('N     +     1.00 g  \r\n');
  ask('Z');
  expect(ask('P')).toBe('Stat        Cal     \r\n');
  await clock.advance(20_000);
  expect(wire('\u001B') + wire('P')).toBe('N     +     0.00 g  \r\n');
  machine.model.load = 2;
  await clock.advance(5000);
  ask('V');
  expect(wire('junk\u001BK\u001Bx') + wire('2_')).toBe('12345678       \r\n');
  expect(ask('P')).toBe('N     +     0.00 g  \r\n');
});

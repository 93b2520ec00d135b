import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';
import { MettlerMtSicsSimulator } from './mettler-mt-sics.ts';

function balance() {
  const { clock, simulator } = simulated(MettlerMtSicsSimulator, {
    serialNumber: '1126493049',
    parameters: { readability: 0.0001, noise: 0 },
  });
  const wire = textWire(simulator.services.serial);
  return {
    clock,
    simulator,
    machine: simulator.machine,
    ask: (line: string): string => wire(`${line}\r\n`),
    wire,
  };
}

it('answers the transcript of the sheet', async () => {
  const { ask, machine, clock } = balance();
  expect(ask('@')).toBe('I4 A "1126493049"\r\n');
  machine.model.load = 12.335;
  await clock.advance(200);
  expect(ask('SI')).toMatch(/^S D {5}\d\.\d{4} g\r\n$/);
  expect(ask('S')).toBe('');
  await clock.advance(5000);
  expect(ask('T')).toBe('S S    12.3350 g\r\nT S    12.3350 g\r\n');
  expect(ask('SI')).toBe('S S     0.0000 g\r\n');
  expect(ask('Z')).toBe('Z +\r\n');
  expect(ask('foo')).toBe('ES\r\n');
});

it('says what it is, in lines that begin alike', () => {
  const { ask } = balance();
  expect([ask('I2'), ask('I3'), ask('I4')].map((reply) => reply.slice(0, 6))).toEqual([
    'I2 A "',
    'I3 A "',
    'I4 A "',
  ]);
  const lines = ask('I0').trimEnd().split('\r\n');
  expect(lines.map((line) => line.slice(0, 4)).filter((start) => start === 'I0 A')).toHaveLength(1);
  expect(lines).toContain('I0 B 0 "SI"');
});

it('waits for a stable weight, refuses others meanwhile, and gives up', async () => {
  const { ask, wire, simulator, clock } = balance();
  simulator.faults.unstable?.(true);
  await clock.advance(1000);
  expect(ask('S')).toBe('');
  expect([ask('T'), ask('I4').slice(0, 4)]).toEqual(['T I\r\n', 'I4 A']);
  await clock.advance(41_000);
  expect(wire('')).toBe('S I\r\n');
  expect(ask('S')).toBe('');
  expect(ask('@')).toBe('I4 A "1126493049"\r\n');
  expect(clock.pendingTimers).toBe(0);
});

it('repeats until it is asked for something else, and answers between', async () => {
  const { ask, wire, clock } = balance();
  ask('SIR');
  await clock.advance(1000);
  expect(wire('').trimEnd().split('\r\n')).toHaveLength(10);
  expect(ask('I4')).toBe('I4 A "1126493049"\r\n');
  ask('SI');
  await clock.advance(1000);
  expect(wire('')).toBe('');
});

it('reports a change once, and then the stable weight', async () => {
  const { ask, wire, machine, clock } = balance();
  expect(ask('SR 0.5 g')).toBe('S S     0.0000 g\r\n');
  await clock.advance(3000);
  expect(wire('')).toBe('');
  machine.model.load = 10;
  await clock.advance(5000);
  expect(wire('')).toMatch(/^S D +\d+\.\d+ g\r\nS S {4}10\.0000 g\r\n$/);
  expect(ask('SR 5 stone')).toBe('S L\r\n');
});

it('keeps a tare, in its own unit only', async () => {
  const { ask, machine, clock } = balance();
  expect(ask('TA 5 kg')).toBe('TA L\r\n');
  expect(ask('TA 5 g')).toBe('TA A     5.0000 g\r\n');
  expect(ask('SI')).toBe('S S    -5.0000 g\r\n');
  expect([ask('TAC'), ask('TA')]).toEqual(['TAC A\r\n', 'TA A     0.0000 g\r\n']);
  machine.model.load = 2;
  await clock.advance(5000);
  expect([ask('TI'), ask('ZI'), ask('SI')]).toEqual([
    'TI S     2.0000 g\r\n',
    'ZI S\r\n',
    'S S     0.0000 g\r\n',
  ]);
});

it('weighs in other units', async () => {
  const { ask, machine, clock } = balance();
  machine.model.load = 100;
  await clock.advance(5000);
  expect([ask('M21 0 1'), ask('SI')]).toEqual(['M21 A\r\n', 'S S  0.1000000 kg\r\n']);
  expect([ask('M21 0 5'), ask('SI')]).toEqual(['M21 A\r\n', 'S S    500.000 ct\r\n']);
  expect(ask('M21 0 99')).toBe('M21 L\r\n');
});

describe('faults', () => {
  it('show as the sheet says', async () => {
    const { ask, wire, simulator, machine, clock } = balance();
    simulator.faults.overload?.(true);
    await clock.advance(5000);
    expect([ask('S'), ask('SI'), ask('T')]).toEqual(['S +\r\n', 'S +\r\n', 'T +\r\n']);
    simulator.faults.overload?.(false);
    machine.model.panRemoved = true;
    await clock.advance(5000);
    expect([ask('S'), ask('Z')]).toEqual(['S -\r\n', 'Z -\r\n']);
    machine.model.panRemoved = false;
    await clock.advance(5000);
    simulator.faults.busy?.(true);
    expect([ask('SI'), ask('Z'), ask('@')]).toEqual(['S I\r\n', 'Z I\r\n', 'I4 A "1126493049"\r\n']);
    simulator.faults.busy?.(false);
    simulator.faults['wrong-terminator']?.(true);
    expect(ask('SI')).toBe('S S     0.0000 g\r');
    simulator.faults['wrong-terminator']?.(false);
    simulator.faults['error-reply']?.(true);
    expect(ask('SI')).toBe('EL\r\n');
    simulator.faults['brown-out']?.(true);
    expect(wire('')).toBe('I4 A "1126493049"\r\n');
  });

  it('adjusts, unless something lies on the pan', async () => {
    const { ask, wire, machine, clock } = balance();
    expect(ask('C3')).toBe('C3 B\r\n');
    expect(ask('SI')).toBe('S I\r\n');
    await clock.advance(20_000);
    expect(wire('')).toBe('C3 A\r\n');
    machine.model.load = 50;
    ask('C3');
    await clock.advance(20_000);
    expect(wire('')).toBe('C3 I\r\n');
  });
});

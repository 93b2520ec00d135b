import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';
import { SunEc1xSimulator } from './sun-ec1x.ts';
import type { SunEc1xSimulatorOptions } from './sun-ec1x.ts';

function chamber(options: SunEc1xSimulatorOptions = {}) {
  const { clock, simulator } = simulated(SunEc1xSimulator, {
    parameters: { sensorNoise: 0, roomTemperature: 25 },
    ...options,
  });
  const wire = textWire(simulator.services.serial);
  return {
    clock,
    simulator,
    model: simulator.model,
    wire,
    ask: (line: string): string => wire(`${line}\r`).trimEnd(),
  };
}

it('answers the example of the sheet', () => {
  const { wire } = chamber();
  expect(wire('ON\r')).toBe('');
  expect(wire('RATE=5.0\r')).toBe('');
  expect(wire('SET=-40.0\r')).toBe('');
  expect(wire('STATUS?\r')).toBe('YNNNYYYNYNNNNNNNNN0\r\n');
});

describe('the language', () => {
  it('answers nothing to what it does not know, and raises a flag', () => {
    const { ask } = chamber();
    for (const line of ['*IDN?', 'SET=500', 'SET=abc', 'set=20', 'RATE=0', 'FOO']) {
      expect(ask(line)).toBe('');
      expect(ask('STATUS?').charAt(1)).toBe('Y');
    }
    expect([ask('SET?'), ask('STATUS?').charAt(1)]).toEqual(['25.00', 'N']);
  });

  it('keeps its settings', () => {
    const { ask, model } = chamber();
    for (const line of ['RATE=2.5', 'WAIT=10', 'LTL=-30', 'UTL=100', 'DEVL=5', 'PWMP=80', 'OUT0:3,1'])
      ask(line);
    expect(['RATE?', 'WAIT?', 'LTL?', 'UTL?', 'DEVL?', 'PWMP?'].map((line) => ask(line))).toEqual([
      '2.50',
      '10.00',
      '-30.00',
      '100.00',
      '5.00',
      '80',
    ]);
    expect(model.controller.outputs[3]).toBe(true);
    expect(ask('IN0:1')).toBe('0');
    expect([ask('SET=101'), ask('STATUS?').charAt(1)]).toEqual(['', 'Y']);
  });
});

describe('the chamber', () => {
  it('goes to its set point, waits, and says that the time is over', async () => {
    const { ask, clock } = chamber();
    ask('ON');
    await clock.advance({ minutes: 5 });
    expect(ask('TEMP?')).toBe('25.00');
    for (const line of ['RATE=5', 'WAIT=30', 'SET=75']) ask(line);
    await clock.advance({ minutes: 5 });
    expect(ask('STATUS?')).toBe('YNNNYYYNYNNNNNNNNN0');
    await clock.advance({ minutes: 20 });
    expect(ask('STATUS?').slice(2, 4)).toBe('NY');
    await clock.advance({ minutes: 30 });
    expect(ask('STATUS?').slice(2, 4)).toBe('YN');
    expect(Number(ask('TEMP?'))).toBeCloseTo(75, 0);
    ask('OFF');
    expect(ask('STATUS?').charAt(0)).toBe('N');
  });

  it('heats and cools as far as it is enabled', async () => {
    const { ask, clock } = chamber();
    for (const line of ['ON', 'HOFF', 'SET=60']) ask(line);
    await clock.advance({ minutes: 20 });
    expect(ask('TEMP?')).toBe('25.00');
    for (const line of ['HON', 'COFF', 'DEVL=3', 'SET=0']) ask(line);
    await clock.advance({ minutes: 20 });
    expect(Number(ask('TEMP?'))).toBeGreaterThan(24);
    expect(ask('STATUS?').slice(4, 8)).toBe('YNYY');
  });
});

describe('faults', () => {
  it('show as far as the status has a flag for them', async () => {
    const { ask, simulator, clock } = chamber();
    for (const line of ['ON', 'SET=60']) ask(line);
    simulator.faults['sensor-open']?.(true);
    expect(ask('TEMP?')).toBe('-999.00');
    simulator.faults['sensor-open']?.(false);
    simulator.faults['heater-failed']?.(true);
    await clock.advance({ minutes: 10 });
    expect(Number(ask('TEMP?'))).toBeLessThan(30);
    simulator.faults['brown-out']?.(true);
    expect(ask('STATUS?')).toBe('NNNNYYNNNNNNNNNNNN0');
    simulator.faults['error-reply']?.(true);
    expect([ask('TEMP?'), ask('STATUS?').charAt(1)]).toEqual(['', 'Y']);
  });
});

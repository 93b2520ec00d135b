import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';
import { ThermotronSimulator } from './thermotron.ts';
import type { ThermotronSimulatorOptions } from './thermotron.ts';

function chamber(options: ThermotronSimulatorOptions = {}) {
  const { clock, simulator } = simulated(ThermotronSimulator, {
    parameters: { sensorNoise: 0, roomTemperature: 25 },
    ...options,
  });
  const wire = textWire(simulator.services.tcp);
  return {
    clock,
    simulator,
    model: simulator.model,
    wire,
    ask: (line: string): string => wire(`${line}\r`).trimEnd(),
  };
}

const interval = (temperature: number, time: string, more = '1,0,0,0,0,0,0'): string =>
  `${temperature},50,0,0,2,0,0,0,${time},${more}`;

describe('the sheet, section 7', () => {
  it('answers as an 8800 byte for byte', () => {
    const { wire } = chamber();
    expect(wire('PVAR1?\r')).toBe('25.00\r');
    expect(wire('SETP1,-40\r')).toBe('0\r');
    expect(wire('RUNM\r')).toBe('0\r');
    expect(wire('SCOD?\r')).toBe('1\r');
  });

  it('answers as a 3800, which acknowledges nothing', async () => {
    const { wire, clock } = chamber({ generation: '3800' });
    expect(wire('SETP1,-40\n')).toBe('');
    await clock.advance({ seconds: 1 });
    expect(wire('RUNM\n')).toBe('');
    await clock.advance({ seconds: 1 });
    expect(wire('MODE?\n')).toBe('16\n');
  });
});

describe('the language', () => {
  it('ends answers as the client ends lines', () => {
    const { wire } = chamber();
    expect([wire('SCOD?\n'), wire('SCOD?\r\n'), wire('SC'), wire('OD?\r')]).toEqual([
      '0\n',
      '0\r',
      '',
      '0\r',
    ]);
  });

  it('refuses with another number than 0', () => {
    const { ask } = chamber();
    const refused = [
      'SETP1,131',
      'SETP1,abc',
      'SETP2,50',
      'SETP1',
      'FOOO',
      'HOLD',
      'RUNP1',
      'OPTN2',
      'LGHT7',
    ];
    expect(refused.map((line) => ask(line))).toEqual(refused.map(() => '1'));
    expect([ask('PVAR9?'), ask('SETP1?')]).toEqual(['', '25.00']);
  });

  it('knows itself', () => {
    const { ask } = chamber();
    expect([ask('IDEN?'), ask('CNAM1?'), ask('OPTN?'), ask('PRMG?')]).toEqual([
      'THERMOTRON 8800',
      'TEMPERATURE',
      '0',
      '1',
    ]);
    expect([ask('AUXE1,59'), ask('AUXE1?'), ask('AUXE2?'), ask('LGHT1'), ask('LGHT?')]).toEqual([
      '0',
      '59',
      '0',
      '0',
      '1',
    ]);
  });

  it('is hung by haste, as a 3800, until its power is cycled', async () => {
    const { wire, clock, simulator } = chamber({ generation: '3800' });
    wire('INIT\r');
    await clock.advance({ seconds: 3 });
    expect(wire('MODE?\r')).toBe('0\r');
    wire('SETP1,30\r');
    await clock.advance({ seconds: 0.5 });
    expect([wire('MODE?\r'), simulator.hangs]).toEqual(['', true]);
    await clock.advance({ minutes: 5 });
    expect(wire('MODE?\r')).toBe('');
    simulator.faults['brown-out']?.(true);
    expect(wire('SCOD?\r')).toBe('9\r');
  });

  it('speaks the older language of a 2800', async () => {
    const { ask, clock } = chamber({ generation: '2800' });
    expect([ask('LKS 1'), ask('LTS 60.5'), ask('DTS'), ask('DTV'), ask('RM')]).toEqual([
      '',
      '',
      '60.5',
      '25.0',
      '',
    ]);
    await clock.advance({ hours: 1 });
    expect(Number(ask('DTV'))).toBeCloseTo(60.5, 0);
    ask('S');
    await clock.advance({ hours: 3 });
    expect(Number(ask('DTV'))).toBeCloseTo(25, 0);
  });

  it('serves GPIB', () => {
    const got: string[] = [];
    const session = chamber().simulator.messages.connect({
      respond: (message) => got.push(Buffer.from(message).toString()),
      requestService: () => {},
    });
    session.receive(Buffer.from('SCOD?'));
    expect(got).toEqual(['0\n']);
  });
});

describe('the chamber', () => {
  it('goes to its setpoint after RUNM alone', async () => {
    const { ask, clock } = chamber();
    ask('SETP1,80');
    await clock.advance({ minutes: 30 });
    expect(ask('PVAR1?')).toBe('25.00');
    ask('RUNM');
    expect(ask('MODE?')).toBe('16');
    await clock.advance({ hours: 1 });
    expect(Number(ask('PVAR1?'))).toBeCloseTo(80, 0);
    expect(Number(ask('THTL1?'))).toBeGreaterThan(0);
    expect([ask('STOP'), ask('SCOD?'), ask('MODE?')]).toEqual(['0', '5', '0']);
  });

  it('keeps the old setpoint of a 3800 until RUNM', async () => {
    const { ask, clock } = chamber({ generation: '3800' });
    ask('SETP1,80');
    await clock.advance({ seconds: 1 });
    expect(ask('SETP1?')).toBe('25.00');
    ask('RUNM');
    await clock.advance({ seconds: 1 });
    expect(ask('SETP1?')).toBe('80.00');
  });

  it('ramps by hand', async () => {
    const { ask, clock } = chamber();
    for (const line of ['MRMP1,1', 'SETP1,80', 'RUNM']) ask(line);
    await clock.advance({ minutes: 20 });
    expect(Number(ask('PVAR1?'))).toBeCloseTo(45, 0);
    expect(ask('MRMP1?')).toBe('1.00');
  });

  it('controls humidity and the product where they are fitted', async () => {
    const { ask, clock } = chamber({ humidity: true, product: true });
    for (const line of ['SETP1,40', 'SETP2,60', 'OPTN003', 'RUNM']) expect(ask(line)).toBe('0');
    await clock.advance({ hours: 2 });
    expect(Math.abs(Number(ask('PVAR2?')) - 60)).toBeLessThan(2);
    expect(Number(ask('PVAR3?'))).toBeCloseTo(40, 0);
    expect([ask('SETP2?'), ask('OPTN?')]).toEqual(['60.00', '3']);
  });
});

describe('programs', () => {
  it('are stored, run, held, looped and ended', async () => {
    const { ask, clock } = chamber();
    const lines = [
      'PROGCYCLE,3',
      'INTV0,25,50,0,0,1',
      `INTV1,${interval(60, '00:30:00')}`,
      `INTV2,${interval(20, '00:30:00', '1,1,1,5,0,0,0')}`,
    ];
    for (const line of lines) expect(ask(line)).toBe('0');
    expect([ask('PROG3?'), ask('INTV1?')]).toEqual(['CYCLE,2', interval(60, '00:30:00')]);
    expect([ask('RUNP3'), ask('MODE?'), ask('PROGOTHER,4')]).toEqual(['0', '1', '1']);
    await clock.advance({ minutes: 15 });
    expect([ask('TLFT?'), ask('LLFT?')]).toEqual(['00:15:00', '1']);
    expect(Number(ask('SETP1?'))).toBeCloseTo(42.5, 0);
    ask('HOLD');
    await clock.advance({ minutes: 30 });
    expect([ask('MODE?'), ask('TLFT?')]).toEqual(['8', '00:15:00']);
    ask('RESM');
    await clock.advance({ minutes: 30 });
    expect(ask('AUXE1?')).toBe('5');
    await clock.advance({ hours: 2 });
    expect([ask('SCOD?'), ask('MODE?')]).toEqual(['3', '0']);
  });

  it('wait in guaranteed soak', async () => {
    const { ask, clock } = chamber();
    for (const line of [
      'PROGSOAK,1',
      'INTV0,25,50,0,0,1',
      `INTV1,${interval(120, '00:01:00', '1,0,0,0,0,0,8')}`,
    ])
      ask(line);
    ask('RUNP1');
    await clock.advance({ minutes: 5 });
    expect(ask('SCOD?')).toBe('1');
    expect(Number(ask('PVAR1?'))).toBeLessThan(120);
  });

  it('are refused when an interval is not as it should be', () => {
    const { ask } = chamber();
    expect(ask(`INTV1,${interval(60, '00:30:00')}`)).toBe('1');
    ask('PROGBAD,1');
    for (const line of [
      'INTV1,60',
      `INTV1,${interval(600, '00:30:00')}`,
      `INTV1,${interval(60, '30')}`,
      `INTV3,${interval(60, '00:30:00')}`,
    ])
      expect(ask(line)).toBe('1');
  });
});

describe('faults', () => {
  it('stop the chamber and say why', async () => {
    const { ask, clock, simulator } = chamber();
    ask('SETP1,80');
    ask('RUNM');
    simulator.faults['sensor-open']?.(true);
    await clock.advance({ seconds: 2 });
    expect([ask('SCOD?'), ask('PVAR1?'), ask('RUNM')]).toEqual(['6', '-----', '1']);
    simulator.faults['sensor-open']?.(false);
    expect([ask('SCOD?'), ask('RUNM'), ask('SCOD?')]).toEqual(['6', '0', '1']);
    simulator.faults['over-temperature']?.(true);
    await clock.advance({ seconds: 2 });
    expect([ask('SCOD?'), ask('ALRM1?')]).toEqual(['10', '32']);
    simulator.faults['error-reply']?.(true);
    expect(ask('STOP')).toBe('1');
  });
});

import { VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textClient } from '../testing/text-client.ts';
import { EspecP300Simulator } from './espec-p300.ts';
import type { EspecSimulatorOptions } from './espec-p300.ts';

function chamber(options: EspecSimulatorOptions = {}) {
  const { clock, simulator } = simulated(EspecP300Simulator, options);
  const client = textClient(simulator.services.tcp);
  return {
    clock,
    simulator,
    model: simulator.model,
    ask: (line: string): string => client.ask(`${line}\r\n`).replace(/\r\n$/, ''),
  };
}

const still = { sensorNoise: 0 };

describe('the sheet, section 7', () => {
  it('answers byte for byte', () => {
    const { simulator, model } = chamber({ humidity: true, parameters: { ...still, roomTemperature: 26.4 } });
    const { ask } = textClient(simulator.services.serial);
    expect(ask('TYPE?\r\n')).toBe('T,T,S2,160.0\r\n');
    model.controller.setpoint = 0;
    expect(ask('TEMP?\r\n')).toBe('26.4,0.0,140.0,-50.0\r\n');
    expect(ask('HUMI,S85.0\r\n')).toBe('OK:HUMI,S85.0\r\n');
    expect(ask('HUMI?\r\n')).toBe('45,85,100,0\r\n');
    expect(ask('TEMP,S85.0\r\n')).toBe('OK:TEMP,S85.0\r\n');
    expect(ask('POWER,ON\r\n')).toBe('OK:POWER,ON\r\n');
    expect(ask('PRGM MON?\r\n')).toBe('NA:CONT NOT READY-2\r\n');
  });

  it('puts the address in front on RS-485, and hears nothing else', async () => {
    const { simulator, clock, ask } = chamber({ address: 1, parameters: still });
    const bus = textClient(simulator.services.serial);
    bus.ask('1,TEMP,S85.0\r\n1,POWER,ON\r\n');
    await clock.advance({ hours: 2 });
    expect(bus.ask('1,MON?\r\n')).toMatch(/^8[45]\.\d,,CONSTANT,0\r\n$/);
    expect(bus.ask('1,TEMP,S25.0\r\n')).toBe('OK:1,TEMP,S25.0\r\n');
    expect(bus.ask('2,MON?\r\nMON?\r\n')).toBe('');
    expect(ask('1,MON?')).toBe('NA:ADDR ERR');
  });
});

describe('constant operation', () => {
  it('takes blanks, lower case, limits before the set point, and refuses what is outside', () => {
    const { ask, model } = chamber();
    expect(ask('TEMP, S25.0 H100.0 L-45.0')).toBe('OK:TEMP, S25.0 H100.0 L-45.0');
    expect(ask('TEMP,S100.1')).toBe('NA:DATA OUT OF RANGE');
    expect(ask('TEMP,S120 H130')).toBe('OK:TEMP,S120 H130');
    expect(ask('TEMP,S')).toBe('NA:PARA ERR');
    expect(ask('temp,s-40')).toBe('OK:temp,s-40');
    expect(model.controller.setpoint).toBe(-40);
    expect([ask('HUMI?'), ask('TEMP PTC?'), ask('NONSENSE?')]).toEqual([
      'NA:CONT NOT READY-1',
      'NA:CONT NOT READY-1',
      'NA:CMD ERR',
    ]);
  });

  it('starts and rests as it is told', async () => {
    const { ask, clock } = chamber();
    expect(ask('MODE?')).toBe('STANDBY');
    ask('TEMP,S-40');
    await clock.advance({ minutes: 30 });
    expect(Number(ask('TEMP?').split(',')[0])).toBeGreaterThan(20);
    expect(ask('MODE,CONSTANT')).toBe('OK:MODE,CONSTANT');
    await clock.advance({ hours: 2 });
    expect(Number(ask('TEMP?').split(',')[0])).toBeCloseTo(-40, 0);
    expect(ask('REF?')).toBe('1,ON1');
    ask('SET,REF0');
    await clock.advance({ minutes: 10 });
    expect([ask('SET?'), ask('REF?'), ask('CONSTANT SET?,REF')]).toEqual(['REF0', '1,OFF1', 'OFF']);
    expect(Number(ask('TEMP?').split(',')[0])).toBeGreaterThan(-35);
    ask('MODE,OFF');
    expect([ask('MODE?'), ask('KEYPROTECT,on')]).toEqual(['OFF', 'NA:CONT NOT READY-4']);
  });

  it('switches time signals in constant operation only', () => {
    const { ask } = chamber();
    expect(ask('RELAY,ON,1,5')).toBe('OK:RELAY,ON,1,5');
    expect([ask('RELAY?'), ask('CONSTANT SET?,RELAY')]).toEqual(['0', '2,1,5']);
    ask('POWER,ON');
    expect(ask('RELAY?')).toBe('2,1,5');
    ask('RELAY,OFF,1');
    expect(ask('RELAY?')).toBe('1,5');
    expect(ask('RELAY,ON,13')).toBe('NA:DATA OUT OF RANGE');
  });

  it('controls the product, with a negative deviation below', async () => {
    const { ask, clock } = chamber({ product: true });
    ask('TEMP,S60');
    expect(ask('TEMP PTC, PTCON, DEVP12.0, DEVN-10.0')).toBe('OK:TEMP PTC, PTCON, DEVP12.0, DEVN-10.0');
    expect(ask('TEMP PTC, PTCON, DEVP12.0, DEVN10.0')).toBe('NA:DATA OUT OF RANGE');
    expect(ask('SET PTC?')).toBe('ON,12.0,-10.0');
    ask('POWER,ON');
    await clock.advance({ minutes: 5 });
    const [on, product = '', air = '', airSetpoint = '', setpoint] = ask('TEMP PTC?').split(',');
    expect([on, setpoint]).toEqual(['ON', '60.0']);
    expect(Number(air)).toBeGreaterThan(Number(product));
    expect(Number(airSetpoint)).toBeGreaterThan(60);
    expect(ask('MON PTC?')).toMatch(/^\d+\.\d,\d+\.\d,CONSTANT,0$/);
  });

  it('keeps its clock and refuses settings while an operator protects the data', async () => {
    const { ask, clock, model } = chamber();
    expect([ask('DATE?'), ask('TIME?')]).toEqual(['26.01/01', '00:00:00']);
    expect(ask('DATE,27.2/28. SUN')).toBe('OK:DATE,27.2/28. SUN');
    ask('TIME,23:59:59');
    await clock.advance({ seconds: 2 });
    expect([ask('DATE?'), ask('TIME?')]).toEqual(['27.03/01', '00:00:01']);
    model.dataProtected = true;
    expect([ask('TEMP,S30'), ask('MODE?')]).toEqual(['NA:PROTECT ON', 'STANDBY']);
  });
});

/** Two steps, repeated once: a ramp to 60 °C with signals 1 and 2, and a soak there. */
function storeCycle(ask: (line: string) => string): readonly string[] {
  return [
    'PRGM DATA WRITE,PGM2,EDIT START',
    'PRGM DATA WRITE,PGM2,STEP1,TEMP60.0,TRAMPON,TIME0:20,GRANTY OFF,PAUSE OFF,REF9,RELAY ON1.2,RELAY OFF3',
    'PRGM DATA WRITE,PGM2,STEP2,TRAMPOFF,TIME0:10,RELAY OFF2',
    'PRGM DATA WRITE,PGM2,COUNT,A(1.2.1)',
    'PRGM DATA WRITE,PGM2,NAME,CYCLE',
    'PRGM DATA WRITE,PGM2,END,STANDBY',
    'PRGM DATA WRITE,PGM2,PRE MODE,TEMP,SV',
    'PRGM DATA WRITE,PGM2,PRE TSV,20.0',
    'PRGM DATA WRITE,PGM2,EDIT END',
  ].map((line) => ask(line));
}

describe('programs', () => {
  it('are written, read back and erased', () => {
    const { ask } = chamber({ product: true });
    expect(storeCycle(ask).every((reply) => reply.startsWith('OK:'))).toBe(true);
    expect(ask('PRGM USE?,RAM')).toBe('1,2');
    expect(ask('PRGM USE?,RAM:2')).toBe('CYCLE,26.01/01');
    expect(ask('PRGM DATA?,RAM:2')).toBe('2,<CYCLE>,COUNT,A(1.2.1),B(0.0.0),END(STANDBY)');
    expect(ask('PRGM DATA?,RAM:2,DETAIL')).toBe('140.0,-50.0,TEMPSV,20.0');
    expect(ask('PRGM DATA?,RAM:2,STEP1')).toBe(
      '1,TEMP60.0,TEMP RAMP ON,TIME0:20,GRANTY OFF,REF9,RELAY ON1.2,PAUSE OFF',
    );
    expect(ask('PRGM DATA PTC?,RAM:2,STEP2')).toBe(
      '2,TEMP60.0,TEMP RAMP OFF,PTC OFF,TIME0:10,GRANTY OFF,REF9,RELAY ON1,PAUSE OFF,DEVP10.0,DEVN-10.0',
    );
    expect([ask('PRGM ERASE,RAM:2'), ask('PRGM DATA?,RAM:2'), ask('PRGM USE?,RAM')]).toEqual([
      'OK:PRGM ERASE,RAM:2',
      'NA:DATA NOT READY',
      '0',
    ]);
  });

  it('refuse what cannot be written, with the reason', () => {
    const { ask } = chamber();
    const write = (text: string): string => ask(`PRGM DATA WRITE,PGM2,${text}`);
    expect([write('STEP1,TEMP20'), write('EDIT END')]).toEqual([
      'NA:PRGM WRITE ERR-2',
      'NA:PRGM WRITE ERR-3',
    ]);
    write('EDIT START');
    expect(write('EDIT START')).toBe('NA:PRGM WRITE ERR-4');
    expect(ask('PRGM DATA WRITE,PGM3,STEP1,TEMP20')).toBe('NA:PRGM WRITE ERR-7');
    expect(write('STEP2,TEMP20')).toBe('NA:PRGM WRITE ERR-8');
    expect(write('STEP1,TEMP20,WHAT')).toBe('NA:PRGM WRITE ERR-13');
    expect(write('STEP1,TEMP200')).toBe('NA:DATA OUT OF RANGE');
    expect(write('STEP1,HUMI50')).toBe('NA:CONT NOT READY-1');
    expect(write('COUNT,A(2.1.3)')).toBe('NA:PRGM WRITE ERR-9');
    expect(write('COUNT')).toBe('NA:PRGM WRITE ERR-11');
    write('STEP1,TEMP20,TIME0:01');
    expect(write('STEP1,TEMP30')).toBe('NA:PRGM WRITE ERR-6');
    expect(write('EDIT CANCEL')).toMatch(/^OK:/);
    expect(ask('PRGM,RUN,RAM:2,STEP1')).toBe('NA:DATA NOT READY');
    expect(ask('MODE,RUN2')).toBe('NA:DATA NOT READY');
  });

  it('run, repeat, pause, advance and end as they say', async () => {
    const { ask, clock } = chamber();
    storeCycle(ask);
    expect(ask('PRGM,RUN,RAM:2,STEP1')).toBe('OK:PRGM,RUN,RAM:2,STEP1');
    await clock.advance({ minutes: 10 });
    expect(ask('PRGM MON?')).toBe('1,40.0,0:10,1,0');
    expect([ask('MODE?'), ask('RELAY?'), ask('PRGM SET?')]).toEqual([
      'RUN',
      '2,1,2',
      'RAM:2,CYCLE,END(STANDBY)',
    ]);
    expect(ask('PRGM DATA WRITE,PGM2,EDIT START')).toBe('NA:PRGM WRITE ERR-10');
    ask('PRGM,PAUSE');
    await clock.advance({ hours: 1 });
    expect([ask('PRGM MON?'), ask('MODE?,DETAIL')]).toEqual(['1,40.0,0:10,1,0', 'RUN PAUSE']);
    ask('PRGM,CONTINUE');
    await clock.advance({ minutes: 12 });
    expect([ask('PRGM MON?'), ask('RELAY?')]).toEqual(['2,60.0,0:08,1,0', '1,1']);
    ask('PRGM,ADVANCE');
    expect(ask('PRGM MON?')).toBe('1,60.0,0:20,0,0');
    await clock.advance({ minutes: 31 });
    expect([ask('MODE?'), ask('PRGM MON?')]).toEqual(['STANDBY', 'NA:CONT NOT READY-2']);
  });

  it('end by holding when told to, and go on to another program', async () => {
    const { ask, clock } = chamber();
    storeCycle(ask);
    for (const text of ['EDIT START', 'STEP1,TEMP40,TIME0:05', 'END,RUN,PTN2', 'EDIT END'])
      ask(`PRGM DATA WRITE,PGM1,${text}`);
    expect(ask('PRGM DATA?,RAM:1')).toBe('1,<>,COUNT,A(0.0.0),B(0.0.0),END(RUN:2)');
    ask('MODE,RUN1');
    await clock.advance({ minutes: 6 });
    expect(ask('PRGM SET?')).toMatch(/^RAM:2,/);
    ask('PRGM,END,HOLD');
    expect(ask('MODE?,DETAIL')).toBe('RUN END HOLD');
    await clock.advance({ hours: 1 });
    expect(Number(ask('TEMP?').split(',')[0])).toBeCloseTo(Number(ask('TEMP?').split(',')[1]), 0);
    ask('PRGM,END,CONST');
    expect(ask('MODE?')).toBe('CONSTANT');
  });

  it('count an inner loop anew in every round of an outer one', async () => {
    const { ask, clock } = chamber();
    for (const text of [
      'EDIT START',
      'STEP1,TEMP25,TIME0:01',
      'STEP2,TEMP30,TIME0:01',
      'STEP3,TEMP25,TIME0:01',
      'COUNT,A(2.2.2),B(1.3.1)',
      'END,OFF',
      'EDIT END',
    ])
      expect(ask(`PRGM DATA WRITE,PGM1,${text}`)).toMatch(/^OK/);
    ask('MODE,RUN1');
    const steps: string[] = [];
    for (let minute = 0; minute < 11; minute++) {
      steps.push(ask('PRGM MON?').replace(/,.*,/, ','));
      await clock.advance({ minutes: 1 });
    }
    expect(steps.map((step) => step[0]).join('')).toBe('1222312223N');
    expect(ask('MODE?')).toBe('OFF');
  });

  it('run a single step remotely as a straight line', async () => {
    const { ask, clock } = chamber();
    expect(ask('RUN PRGM, TEMP20.0 TIME0:30 GOTEMP50.0 RELAYON,1,2')).toMatch(/^OK:/);
    await clock.advance({ minutes: 10 });
    expect(ask('RUN PRGM MON?')).toBe('1,30.0,0:20,0');
    expect(ask('RUN PRGM?')).toBe('TEMP20.0 GOTEMP50.0 TIME0:30 REF9 RELAYON,1,2');
    expect([ask('PRGM MON?'), ask('MODE?,DETAIL'), ask('MODE?')]).toEqual([
      'NA:CONT NOT READY-2',
      'RMT RUN',
      'RUN',
    ]);
    await clock.advance({ minutes: 21 });
    expect(ask('MODE?,DETAIL')).toBe('RMT RUN END HOLD');
    expect(Number(ask('TEMP?').split(',')[0])).toBeCloseTo(50, 0);
  });
});

describe('faults', () => {
  it('show alarms, and stop conditioning where they must', async () => {
    const { ask, simulator, clock } = chamber();
    ask('TEMP,S80');
    ask('POWER,ON');
    await clock.advance({ minutes: 30 });
    simulator.faults['sensor-open']?.(true);
    expect([ask('ALARM?'), ask('MON?')]).toEqual(['1,0', '999.9,,CONSTANT,1']);
    await clock.advance({ minutes: 10 });
    simulator.faults['sensor-open']?.(false);
    expect(ask('ALARM?')).toBe('0');
    expect(Number(ask('TEMP?').split(',')[0])).toBeLessThan(75);
    simulator.faults['over-temperature']?.(true);
    simulator.faults['compressor-trip']?.(true);
    expect([ask('ALARM?'), ask('%?'), ask('SRQ?')]).toEqual(['2,2,50', '1,0.0', '01010000']);
  });

  it('refuse, are busy, or end lines in another way', () => {
    const { simulator } = chamber();
    const { ask } = textClient(simulator.services.tcp);
    simulator.faults.nak?.(true);
    expect(ask('MON?\r\n')).toBe('NA:CMD ERR\r\n');
    simulator.faults.nak?.(false);
    simulator.faults.busy?.(true);
    simulator.faults['wrong-terminator']?.(true);
    expect(ask('MON?\r\n')).toBe('NA:CHB NOT READY\r');
  });

  it('trip at the high limit while nobody asks', async () => {
    const { ask, clock } = chamber();
    ask('TEMP,S60');
    ask('POWER,ON');
    await clock.advance({ minutes: 20 });
    ask('TEMP,S30 H40');
    await clock.advance({ hours: 1 });
    expect(ask('ALARM?')).toBe('1,2');
  });

  it('let one client at a time through a serial server', async () => {
    const simulator = new EspecP300Simulator({ clock: new VirtualClock(), clients: 1 });
    const first = textClient(simulator.services.tcp);
    const second = textClient(simulator.services.tcp);
    await Promise.resolve();
    expect([first.open, second.open, second.ask('MODE?\r\n')]).toEqual([true, false, '']);
    first.ask('TEMP,S55\r\n');
    first.close();
    expect(textClient(simulator.services.tcp).ask('TEMP?\r\n')).toMatch(/,55\.0,/);
  });
});

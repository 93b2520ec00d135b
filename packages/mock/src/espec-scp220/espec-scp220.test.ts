import { VirtualClock, seededRandom } from '@fourwire/core';
import type { ByteService } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { simulated } from '../testing/simulated.ts';
import { textClient } from '../testing/text-client.ts';
import { EspecHastSimulator } from './espec-hast.ts';
import { EspecEs102Simulator, EspecScp220Simulator } from './espec-scp220.ts';

function client(service: ByteService): (line: string) => string {
  const { ask } = textClient(service);
  return (line) => ask(`${line}\r\n`).replace(/\r\n$/, '');
}

describe('the SCP-220', () => {
  const make = () => {
    const { clock, simulator } = simulated(EspecScp220Simulator, {
      humidity: true,
      product: true,
      parameters: { roomTemperature: 23.4, sensorNoise: 0 },
    });
    return { clock, simulator, ask: client(simulator.services.serial) };
  };

  it('answers the transcripts of the sheet', () => {
    const { ask } = make();
    ask('POWER,ON');
    expect(ask('MON?')).toBe('23.4,45,CONSTANT,0');
    expect(ask('PRGM,RUN,ROM:21,STEP1')).toBe('OK:PRGM,RUN,ROM:21,STEP1');
    expect(ask('TEMP PTC, PTCON, DEVP10.0, DEVN10.0')).toBe('OK:TEMP PTC, PTCON, DEVP10.0, DEVN10.0');
  });

  it('differs from the P-300 as the sheet says', () => {
    const { ask } = make();
    expect(ask('ROM?')).not.toMatch(/^P3/);
    expect([ask('MODE?,DETAIL'), ask('MON?,DETAIL'), ask('IPSET?'), ask('PRGM DATA?,ROM:21,DETAIL')]).toEqual(
      Array.from({ length: 4 }, () => 'NA:CONT NOT READY-3'),
    );
    ask('TEMP,S60');
    ask('TEMP PTC,PTCON,DEVP10.0,DEVN5.0');
    ask('POWER,ON');
    expect(ask('SET PTC?')).toBe('ON,10.0,5.0');
    expect(ask('TEMP PTC?')).toMatch(/^ON,23\.4,23\.4,60\.0,/);
    expect(ask('PRGM USE?,ROM')).toBe('10,21,22,23,24,25,26,27,28,29,30');
    expect(ask('PRGM DATA WRITE,PGM21,EDIT START')).toBe('NA:PRGM WRITE ERR-1');
    expect(ask('PRGM DATA WRITE,PGM31,EDIT START')).toBe('NA:DATA OUT OF RANGE');
    expect(ask('PRGM ERASE,ROM:21')).toBe('NA:PRGM WRITE ERR-1');
  });
});

describe('the ES-102', () => {
  it('has one program of its own form and little else', async () => {
    const clock = new VirtualClock();
    const ask = client(new EspecEs102Simulator({ clock, random: seededRandom(1) }).services.serial);
    expect([ask('RELAY?'), ask('DATE?'), ask('TEMP PTC?')]).toEqual([
      'NA:CONT NOT READY-3',
      'NA:CONT NOT READY-3',
      'NA:CONT NOT READY-1',
    ]);
    expect(ask('PRGM DATA?,PGM:1')).toBe('NA:DATA NOT READY');
    for (const text of [
      'EDIT START',
      'STEP1,TEMP40,TRAMPON,TIME0:10',
      'STEP2,TIME0:05',
      'COUNT,(1.2.3)',
      'END,HOLD',
      'EDIT END',
    ])
      expect(ask(`PRGM DATA WRITE,PGM:1,${text}`)).toMatch(/^OK:/);
    expect(ask('PRGM DATA?,PGM:1')).toBe('2,COUNT(1.2.3),END(HOLD)');
    expect(ask('PRGM DATA?,PGM:1,STEP1')).toBe('1,TEMP40.0,TEMP RAMP ON,TIME0:10,GRANTY OFF,REF9');
    ask('MODE,RUN1');
    await clock.advance({ minutes: 12 });
    expect(ask('PRGM MON?')).toBe('1,2,40.0,0:03,3');
    expect(ask('PRGM,PAUSE')).toBe('NA:CONT NOT READY-3');
    await clock.advance({ hours: 1 });
    expect(ask('PRGM,ADVANCE')).toBe('NA:CHB NOT READY');
  });
});

describe('the EHS', () => {
  it('goes slowly through its sequence, and releases the pressure before it ends', async () => {
    const clock = new VirtualClock();
    const simulator = new EspecHastSimulator({ clock, test: { temperature: 105, humidity: 100, hours: 2 } });
    const ask = client(simulator.services.serial);
    expect([ask('1,SEQN?'), ask('1,MON?'), ask('SEQN?')]).toEqual(['1', '23.0,100,OFF,0', '']);
    simulator.model.start();
    await clock.advance({ minutes: 5 });
    expect([ask('1,SEQN?'), ask('1,SET?')]).toEqual(['3', '105.0,100,2.0']);
    await clock.advance({ minutes: 45 });
    expect([ask('1,SEQN?'), ask('1,TW?')]).toEqual(['4', '105.0,105.0']);
    simulator.model.stop();
    expect(ask('1,SEQN?')).toBe('5');
    await clock.advance({ minutes: 5 });
    expect(ask('1,SEQN?')).toBe('6');
    await clock.advance({ minutes: 30 });
    expect(ask('1,SEQN?')).toBe('7');
  });
});

import { describe, expect, it } from 'vitest';
import { talk } from '../scpi/talk.ts';
import { Keithley7001Simulator } from './keithley-7001-simulator.ts';

const system = () => talk((clock) => new Keithley7001Simulator({ clock }));

describe('a Keithley 7001', () => {
  it('closes and opens channels and crosspoints, and tells which are closed', async () => {
    const { say } = system();
    await say(':ROUTe:CLOSe (@1!1,1!2)', ':ROUT:CLOS (@2!2!10)');
    expect(await say(':ROUT:CLOS:STAT?')).toBe('(@1!1,1!2,2!2!10)');
    expect(await say(':ROUT:CLOS? (@1!1)')).toBe('1');
    expect(await say(':ROUT:CLOS? (@1!1:1!4)')).toBe('1,1,0,0');
    await say(':ROUT:OPEN (@1!1)');
    expect(await say(':ROUT:CLOS:STAT?')).toBe('(@1!2,2!2!10)');
    await say(':ROUT:OPEN ALL');
    expect(await say(':ROUT:CLOS:STAT?')).toBe('(@)');
    expect(await say('SYST:ERR?')).toBe('0,"No error"');
  });

  it.each([
    ['(@1!41)', '-222,"Data out of range"'],
    ['(@2!5!1)', '-222,"Data out of range"'],
    ['(@3!1)', '-222,"Data out of range"'],
    ['(@2!1)', '-222,"Data out of range"'],
    ['(@1)', '-171,"Invalid expression"'],
    ['(@1!1:2!2!2)', '-171,"Invalid expression"'],
    ['(@)', '-171,"Invalid expression"'],
  ])('refuses %s and moves no relay', async (relays, error) => {
    const { say } = system();
    await say(`ROUT:CLOS ${relays}`);
    expect(await say('SYST:ERR?')).toBe(error);
    expect(await say('ROUT:CLOS:STAT?')).toBe('(@)');
  });

  it('waits for its relays at *OPC?, and opens everything at *RST and at power-on', async () => {
    const { say, clock, simulator } = system();
    const from = clock.monotonic();
    expect(await say('ROUT:CLOS (@1!1:1!10);*OPC?')).toBe('1');
    expect(clock.monotonic() - from).toBe(10);
    await say('*RST');
    expect(simulator.model.closed).toEqual([]);
    await say('ROUT:CLOS (@1!1)');
    simulator.instrument.powerCycle();
    expect(simulator.model.closed).toEqual([]);
  });

  it('tells its cards', async () => {
    const { say } = system();
    expect(await say('ROUT:CONF:SLOT1:CTYP?')).toBe('C7011');
    expect(await say('ROUT:CONF:SLOT2:CTYP?')).toBe('C7012');
    expect(await say('*IDN?')).toContain('MODEL 7001');
  });
});

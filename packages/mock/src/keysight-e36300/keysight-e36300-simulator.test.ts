import { describe, expect, it } from 'vitest';
import { resistorInSocket } from '../electrical/source-port.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { KeysightE36300Simulator } from './keysight-e36300-simulator.ts';
import type { KeysightE36300SimulatorOptions } from './keysight-e36300-simulator.ts';

const bench = (options: KeysightE36300SimulatorOptions = {}): Talk<KeysightE36300Simulator> =>
  talk((clock) => new KeysightE36300Simulator({ clock, ...options }));

/** A load of so many Ω without leads. */
const load = (ohms: number): DeviceUnderTest => resistorInSocket(ohms, 0);

const noError = '+0,"No error"';

describe('KeysightE36300Simulator', () => {
  it('goes through the transcript of the sheet', async () => {
    const { say } = bench({ loads: [load(10), load(20)] });
    await say('VOLT 3.3,(@2)', 'CURR 0.5,(@2)', 'OUTP ON,(@2)');
    expect(Number(await say('MEAS:VOLT? (@2)'))).toBeCloseTo(3.3, 3);
    expect(Number(await say('MEAS:CURR? (@2)'))).toBeCloseTo(0.165, 3);
    expect(await say('STAT:QUES:INST:ISUM2:COND?')).toBe('+2');
    expect(await say('VOLT 40,(@2)')).toBeUndefined();
    expect(await say('SYST:ERR?')).toBe('-222,"Data out of range"');
    expect(await say('VOLT? (@2)')).toBe('+3.30000000E+00');
  });

  it.each([
    ['*RST', 'VOLT?;:CURR?;:OUTP? (@1:3)', '+0.00000000E+00;+5.15000000E+00;0,0,0'],
    ['VOLT 1.5,(@1:3)', 'VOLT? (@3,1)', '+1.50000000E+00,+1.50000000E+00'],
    [
      'INST:NSEL 3;:VOLT 2',
      'INST?;:INST:NSEL?;:VOLT? (@1:3)',
      'CH3;+3;+0.00000000E+00,+0.00000000E+00,+2.00000000E+00',
    ],
    [
      'INST CH2;:SOUR:VOLT:LEV:IMM:AMPL MAX',
      'VOLT?;VOLT? MIN;:CURR? MIN,(@1)',
      '+2.57500000E+01;+0.00000000E+00;+2.00000000E-03',
    ],
    ['APPL CH1,5,1', 'APPL? CH1;:VOLT?', '"5.000000,1.000000";+5.00000000E+00'],
    ['APPL 3', 'APPL?', '"3.000000,5.150000"'],
    ['VOLT:STEP 0.5;:VOLT 1;VOLT UP;VOLT UP;VOLT DOWN', 'VOLT?', '+1.50000000E+00'],
    ['VOLT:PROT 4,(@1)', 'VOLT:PROT? (@1,2)', '+4.00000000E+00,+2.75000000E+01'],
    ['VOLT:SENS EXT,(@2)', 'VOLT:SENS? (@1:2)', 'INT,EXT'],
    ['OUTP:DEL:RISE 1.5,(@1)', 'OUTP:DEL:RISE? (@1)', '+1.50000000E+00'],
    [
      'OUTP:PAIR SER;:VOLT 3,(@2);:OUTP 1,(@3)',
      'VOLT? (@2,3);:OUTP? (@1:3)',
      '+3.00000000E+00,+3.00000000E+00;0,1,1',
    ],
    ['VOLT 1;*SAV 3;VOLT 2;*RCL 3', 'VOLT?', '+1.00000000E+00'],
    ['DISP:TEXT "on"', 'DISP:TEXT?', '"on"'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe(noError);
  });

  it.each([
    ['VOLT 6.2,(@1)', -222],
    ['VOLT 6.2', -222],
    ['VOLT -1', -222],
    ['CURR 0.001,(@1)', -222],
    ['VOLT 1,(@4)', -222],
    ['VOLT 1,(@1', -171],
    ['VOLT (@1)', -109],
    ['OUTP', -109],
    ['INST CH4', -224],
    ['INST:NSEL 4', -222],
    ['OUTP:TRAC ON', -113],
    ['VOLT:PROT 0.4', -222],
    ['*TRG', -211],
    ['*SAV 10', -222],
  ])('refuses %s with %i', async (message, code) => {
    const { say } = bench();
    expect(await say(message)).toBeUndefined();
    expect(await say('SYST:ERR?')).toMatch(new RegExp(`^${code},"`));
  });

  it('limits the current, and trips instead where overcurrent protection is on', async () => {
    const { say } = bench({ loads: [load(2)] });
    await say('VOLT 5;:CURR 1;:OUTP ON');
    expect(Number(await say('MEAS:CURR?'))).toBeCloseTo(1, 3);
    expect(Number(await say('MEAS:VOLT?'))).toBeCloseTo(2, 3);
    expect(await say('STAT:QUES:INST:ISUM1:COND?')).toBe('+1');
    expect(await say('CURR:PROT:STAT ON;DEL 0.2', 'CURR:PROT:TRIP?')).toBe('0');
    await say('MEAS:CURR?', 'MEAS:CURR?', 'MEAS:CURR?');
    // The switch stays on; only the trip tells (sheet, "Timing and completion").
    expect(await say('CURR:PROT:TRIP?;:OUTP?')).toBe('1;1');
    expect(Number(await say('MEAS:VOLT?'))).toBeCloseTo(0, 2);
    expect(await say('STAT:QUES:INST:ISUM1:COND?')).toBe('+0');
    await say('CURR:PROT:STAT OFF;CLE');
    expect(Number(await say('MEAS:VOLT?'))).toBeCloseTo(2, 3);
  });

  it('trips above the overvoltage level', async () => {
    const { say } = bench();
    await say('VOLT:PROT 4;:VOLT 5;:OUTP ON', 'MEAS:VOLT?');
    expect(await say('VOLT:PROT:TRIP? (@1:2)')).toBe('1,0');
    await say('VOLT 3;:VOLT:PROT:CLE');
    expect(Number(await say('MEAS:VOLT?'))).toBeCloseTo(3, 3);
  });

  it('has a negative third output on the E36311A, which tracks the second', async () => {
    const { say } = bench({ model: 'E36311A' });
    expect(await say('VOLT -5,(@3)', 'VOLT? (@3);VOLT? MAX,(@3)')).toBe('-5.00000000E+00;-2.57500000E+01');
    expect(await say('VOLT 5,(@3)', 'SYST:ERR?')).toMatch(/^-222/);
    await say('OUTP:TRAC ON;:VOLT 7,(@2);:OUTP ON,(@2)');
    expect(Number(await say('MEAS:VOLT? (@3)'))).toBeCloseTo(-7, 2);
  });

  it('sets levels by trigger after its delay', async () => {
    const { say, wait } = bench();
    await say('TRIG:SOUR BUS;DEL 0.5;:VOLT:TRIG 2.5,(@1);:INIT (@1)');
    expect(await say('*TRG', 'VOLT?')).toBe('+0.00000000E+00');
    expect(await say('*OPC?', 'VOLT?')).toBe('+2.50000000E+00');
    await say('VOLT:TRIG 1,(@1);:INIT (@1)', '*TRG', 'ABOR');
    await wait(1);
    expect(await say('VOLT?')).toBe('+2.50000000E+00');
  });

  it('is an E3631A that switches all outputs and takes no lists', async () => {
    const { say } = bench({ model: 'E3631A' });
    expect(await say('INST P25V;:VOLT 10;:OUTP ON', 'INST?;:OUTP?')).toBe('P25V;1');
    expect(await say('INST P6V;:OUTP?', 'OUTP OFF', 'INST P25V;:OUTP?')).toBe('0');
    expect(await say('VOLT 1,(@2)', 'SYST:ERR?')).toMatch(/^-108/);
    expect(await say('VOLT:PROT 4', 'SYST:ERR?')).toMatch(/^-113/);
  });

  it('forgets its settings at a brown-out and stays off while it is too hot', async () => {
    const { say, simulator } = bench();
    await say('VOLT 5;:OUTP ON');
    simulator.faults['brown-out']?.(true);
    expect(await say('VOLT?;:OUTP?;*ESR?')).toBe('+0.00000000E+00;0;128');
    await say('VOLT 5;:OUTP ON');
    simulator.faults['over-temperature']?.(true);
    expect(await say('STAT:QUES:INST:ISUM1:COND?;:OUTP:PROT:CLE (@1)')).toBe('+16');
    expect(Number(await say('MEAS:VOLT?'))).toBeCloseTo(0, 2);
    simulator.faults['over-temperature']?.(false);
    await say('OUTP:PROT:CLE (@1)');
    expect(Number(await say('MEAS:VOLT?'))).toBeCloseTo(5, 2);
  });

  it('shows no current where the load is gone, and the same for ever where a meter is stuck', async () => {
    const { say, simulator } = bench();
    await say('VOLT 5;:OUTP ON', 'MEAS:VOLT?');
    simulator.faults['no-contact']?.(true);
    expect(Number(await say('MEAS:CURR?'))).toBeCloseTo(0, 3);
    simulator.faults['sensor-stuck']?.(true);
    await say('OUTP OFF');
    expect(Number(await say('MEAS:VOLT?'))).toBeCloseTo(5, 2);
  });
});

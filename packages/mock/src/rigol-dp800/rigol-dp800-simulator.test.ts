import { describe, expect, it } from 'vitest';
import { resistorInSocket } from '../electrical/source-port.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { RigolDp800Simulator } from './rigol-dp800-simulator.ts';
import type { RigolDp800SimulatorOptions } from './rigol-dp800-simulator.ts';

const bench = (options: RigolDp800SimulatorOptions = {}): Talk<RigolDp800Simulator> =>
  talk((clock) => new RigolDp800Simulator({ clock, ...options }));

/** A load of so many Ω without leads. */
const load = (ohms: number): DeviceUnderTest => resistorInSocket(ohms, 0);

const noError = '0,"No error"';

describe('RigolDp800Simulator', () => {
  it('goes through the transcript of the sheet', async () => {
    const { say, wait } = bench({ loads: [load(9.976)] });
    expect(await say('*IDN?')).toBe('RIGOL TECHNOLOGIES,DP832A,DP8A123456789,00.01.16');
    await say(':APPL CH1,5,1', ':OUTP CH1,ON');
    await wait(0.1);
    const all = await say(':MEAS:ALL? CH1');
    expect(all).toMatch(/^\d\.\d{4},\d\.\d{4},\d\.\d{3}$/);
    const [voltage, current, power] = String(all).split(',').map(Number);
    expect(voltage).toBeCloseTo(5, 3);
    expect(current).toBeCloseTo(0.5012, 3);
    expect(power).toBeCloseTo(2.506, 2);
    expect(await say(':OUTP:MODE? CH1')).toBe('CV');
    expect(await say(':OUTP? CH1')).toBe('ON');
  });

  it.each([
    ['*RST', ':APPL? CH1', 'CH1:30V/3A,0.000,3.0000'],
    [
      ':APPL CH3,5.3,0.1',
      ':APPL? CH3;:APPL? CH3,VOLT;:APPL? CH3,CURR',
      'CH3:5V/3A,5.300,0.1000;5.300;0.1000',
    ],
    [':APPL CH2', ':INST?;:INST:NSEL?', 'CH2;2'],
    [':SOUR2:VOLT 5', ':SOUR2:VOLT?;:VOLT?;:SOUR2:VOLT? MAX', '5.000;0.000;32.000'],
    [':INST:NSEL 3;:VOLT 1.5;:SOUR:CURR 2', ':VOLT?;:SOUR3:CURR?', '1.500;2.0000'],
    [':INST CH2;:CURR MIN', ':CURR?', '0.0000'],
    [':OUTP:OVP:VAL CH1,8.8;:OUTP:OVP CH1,ON', ':OUTP:OVP:VAL? CH1;:OUTP:OVP? CH1', '8.800;ON'],
    [':SOUR1:VOLT:PROT 9;:SOUR1:VOLT:PROT:STAT ON', ':OUTP:OVP:VAL? CH1;:OUTP:OVP? CH1', '9.000;ON'],
    [':OUTP:OCP:VAL CH2,1.5', ':OUTP:OCP:VAL? CH2;:OUTP:OCP? CH2;:OUTP:OCP:QUES? CH2', '1.5000;OFF;NO'],
    [':SYST:TRACKM SYNC;:OUTP:TRAC CH1,ON;:VOLT 7', ':SOUR2:VOLT?;:OUTP:TRAC? CH2', '7.000;ON'],
    [':SYST:ONOFFS ON;:OUTP CH1,ON', ':OUTP? CH2;:OUTP? CH3', 'ON;OFF'],
    [':SOUR1:VOLT 3;*SAV 4;:SOUR1:VOLT 1;*RCL 4', ':SOUR1:VOLT?', '3.000'],
    [':SYST:BEEP OFF', ':SYST:BEEP?;:SYST:KLOC?;:SYST:OTP?', 'OFF;OFF;ON'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say(':SYST:ERR?')).toBe(noError);
  });

  it.each([
    [':APPL CH1,33,1', -222],
    [':APPL CH1,5,4', -222],
    [':SOUR3:VOLT 5.4', -222],
    [':SOUR4:VOLT 1', -222],
    [':OUTP CH4,ON', -222],
    [':OUTP CH1', -109],
    [':OUTP:OVP:VAL CH1,34', -222],
    [':MEAS:POW? CH1', -113],
    [':OUTP:ALL ON', -113],
    [':OUTP:SENS CH1,ON', -221],
    [':OUTP:TRAC CH3,ON', -221],
    ['*SAV 0', -222],
  ])('refuses %s with %i', async (message, code) => {
    const { say } = bench();
    expect(await say(message)).toBeUndefined();
    expect(await say(':SYST:ERR?')).toMatch(new RegExp(`^${code},"`));
  });

  it('leaves everything as it was when a part of APPLy is out of range', async () => {
    const { say } = bench();
    await say(':APPL CH1,5,1', ':APPL CH1,6,4');
    expect(await say(':APPL? CH1')).toBe('CH1:30V/3A,5.000,1.0000');
  });

  it('switches the output off when a protection trips, and keeps it off after the trip is cleared', async () => {
    const { say, wait } = bench({ loads: [load(10)] });
    await say(':OUTP:OVP:VAL CH1,4;:OUTP:OVP CH1,ON;:APPL CH1,5,1;:OUTP CH1,ON');
    await wait(0.1);
    expect(await say(':OUTP? CH1;:OUTP:OVP:QUES? CH1;:OUTP:OVP:ALAR? CH1')).toBe('OFF;YES;YES');
    await say(':OUTP CH1,ON');
    expect(await say(':OUTP? CH1')).toBe('OFF');
    await say(':APPL CH1,3,1;:OUTP:OVP:CLE CH1');
    expect(await say(':OUTP? CH1;:OUTP:OVP:QUES? CH1')).toBe('OFF;NO');
    await say(':OUTP CH1,ON;:OUTP:OCP:VAL CH1,0.2;:OUTP:OCP CH1,ON');
    await wait(0.1);
    expect(await say(':OUTP? CH1;:OUTP:OCP:QUES? CH1')).toBe('OFF;YES');
  });

  it('limits the current and says so', async () => {
    const { say, wait } = bench({ loads: [load(1)] });
    await say(':APPL CH1,5,0.5;:OUTP CH1,ON');
    await wait(0.1);
    expect(await say(':OUTP:CVCC? CH1')).toBe('CC');
    expect(Number(await say(':MEAS? CH1'))).toBeCloseTo(0.5, 3);
    expect(Number(await say(':MEAS:POWE? CH1'))).toBeCloseTo(0.25, 2);
  });

  it('has a negative channel on the DP831A that tracks the positive one', async () => {
    const { say, wait } = bench({ model: 'DP831A' });
    await say(':SYST:TRACKM SYNC;:OUTP:TRAC CH2,ON;:SOUR2:VOLT 12;:OUTP CH3,ON');
    await wait(0.1);
    expect(await say(':APPL? CH3')).toBe('CH3:-30V/2A,-12.000,2.0000');
    expect(Number(await say(':MEAS? CH3'))).toBeCloseTo(-12, 2);
    expect(await say(':SOUR3:VOLT 1', ':SYST:ERR?')).toMatch(/^-222/);
  });

  it('chooses ranges and remote sense on the DP811A', async () => {
    const { say } = bench({ model: 'DP811A' });
    await say(':OUTP:RANG P40V;:APPL CH1,40,5;:OUTP:SENS CH1,ON');
    expect(await say(':APPL? CH1;:OUTP:SENS? CH1;:OUTP:RANG?')).toBe('CH1:40V/5A,40.000,5.0000;ON;P40V');
    await say(':OUTP:RANG P20V');
    expect(await say(':APPL? CH1')).toBe('CH1:20V/10A,21.000,5.0000');
  });

  it('forgets its settings at a brown-out', async () => {
    const { say, simulator } = bench();
    await say(':APPL CH1,5,1;:OUTP CH1,ON');
    simulator.faults['brown-out']?.(true);
    expect(await say(':APPL? CH1;:OUTP? CH1')).toBe('CH1:30V/3A,0.000,3.0000;OFF');
  });

  it('switches everything off while it is too hot', async () => {
    const { say, simulator } = bench();
    await say(':APPL CH1,5,1;:OUTP CH1,ON');
    simulator.faults['over-temperature']?.(true);
    expect(await say(':OUTP? CH1', ':OUTP CH1,ON', ':OUTP? CH1')).toBe('OFF');
    simulator.faults['over-temperature']?.(false);
    expect(await say('*RST;:OUTP CH1,ON', ':OUTP? CH1')).toBe('ON');
  });
});

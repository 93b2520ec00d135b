import { describe, expect, it } from 'vitest';
import { resistorInSocket } from '../electrical/source-port.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { RsHmpSimulator } from './rs-hmp-simulator.ts';
import type { RsHmpSimulatorOptions } from './rs-hmp-simulator.ts';

const bench = (options: RsHmpSimulatorOptions = {}): Talk<RsHmpSimulator> =>
  talk((clock) => new RsHmpSimulator({ clock, ...options }));

const load = (ohms: number): DeviceUnderTest => resistorInSocket(ohms, 0);

describe('RsHmpSimulator', () => {
  it('goes through the transcript of the sheet', async () => {
    const { say, wait } = bench();
    await say('INST:NSEL 1', 'VOLT 5', 'CURR 0.5', 'OUTP:SEL 1', 'OUTP:GEN 1');
    await wait(0.1);
    expect(await say('MEAS:VOLT?')).toMatch(/^(?:5\.00|4\.99)\d$/);
    expect(await say('STAT:QUES:INST:ISUM1:COND?')).toBe('2');
    await say('CURR 0.4');
    expect(await say('STAT:QUES:INST:ISUM1:COND?')).toBe('1');
  });

  it.each([
    ['INST OUTP3;:VOLT 1.2345', 'INST?;:INST:NSEL?;:VOLT?', 'OUTP3;3;1.235'],
    ['APPL 5,1', 'APPL?;:CURR?', '5.000, 1.0000;1.0000'],
    ['VOLT MAX', 'VOLT?;VOLT? MIN', '32.050;0.000'],
    ['VOLT:STEP 0.5;:VOLT 2;VOLT UP;VOLT UP;VOLT DOWN', 'VOLT?;VOLT:STEP?', '2.500;0.500'],
    ['OUTP:SEL 1', 'OUTP?;:OUTP:SEL?;:OUTP:GEN?', '0;1;0'],
    ['OUTP 1', 'OUTP?;:OUTP:SEL?;:OUTP:GEN?', '1;1;1'],
    ['OUTP 1;:OUTP:GEN 0', 'OUTP?;:OUTP:SEL?', '0;1'],
    ['VOLT:PROT 10;PROT:MODE PROT', 'VOLT:PROT?;PROT:MODE?;TRIP?', '10.000;PROT;0'],
    ['FUSE ON;FUSE:DEL 50', 'FUSE?;FUSE:DEL?;TRIP?', '1;50;0'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe('0,"No error"');
  });

  it.each([
    ['VOLT 32.06', -222],
    ['CURR 10.02', -222],
    ['INST:NSEL 5', -222],
    ['VOLT 1,(@1)', -108],
    ['INST OUTP5', -224],
    ['ARB:DATA 1,2', -109],
  ])('refuses %s with %i', async (message, code) => {
    const { say } = bench();
    expect(await say(message)).toBeUndefined();
    expect(await say('SYST:ERR?')).toMatch(new RegExp(`^${code},"`));
  });

  it('raises the marked outputs together with the master switch, which leaves the marks', async () => {
    const { say, wait, simulator } = bench();
    await say('INST:NSEL 1;:VOLT 1;:CURR 1;:OUTP:SEL 1;:INST:NSEL 2;:VOLT 2;:CURR 1;:OUTP:SEL 1');
    const live = (): boolean[] => simulator.model.bank.outputs.map((output) => output.live);
    expect(live()).toEqual([false, false, false, false]);
    await say('OUTP:GEN 1');
    expect(live()).toEqual([true, true, false, false]);
    await wait(0.1);
    expect(Number(await say('MEAS:VOLT?'))).toBeCloseTo(2, 2);
    await say('OUTP:GEN 0');
    expect(live()).toEqual([false, false, false, false]);
    await say('OUTP:GEN 1');
    expect(live()).toEqual([true, true, false, false]);
  });

  it('blows the fuse after its delay, and the linked one with it', async () => {
    const { say, wait } = bench({ loads: [load(1), load(100)] });
    await say('INST:NSEL 2;:VOLT 5;:CURR 1;:OUTP 1;:INST:NSEL 1;:VOLT 5;:CURR 1;:OUTP 1');
    await say('FUSE:DEL 200;:FUSE:LINK 2;:FUSE 1');
    await wait(0.1);
    expect(await say('OUTP?;:FUSE:TRIP?')).toBe('1;0');
    await wait(0.2);
    expect(await say('OUTP?;:FUSE:TRIP?;:INST:NSEL 2;:OUTP?;:FUSE:TRIP?')).toBe('0;1;0;1');
    await say('OUTP 1');
    expect(await say('OUTP?;:FUSE:TRIP?')).toBe('1;0');
  });

  it('trips above the overvoltage level', async () => {
    const { say, wait } = bench();
    await say('VOLT 5;:CURR 1;:OUTP 1;:VOLT:PROT 4');
    await wait(0.1);
    expect(await say('VOLT:PROT:TRIP?;:OUTP?')).toBe('1;0');
    await say('VOLT 3;:VOLT:PROT:CLE;:OUTP 1');
    await wait(0.1);
    expect(await say('VOLT:PROT:TRIP?;:OUTP?')).toBe('0;1');
  });

  it('goes through steps by itself', async () => {
    const { say, wait } = bench();
    await say('ARB:DATA 1,0.5,2,3,0.5,1;:ARB:REP 2;:ARB:TRAN 1;:OUTP 1;:ARB:STAR 1');
    const seen: (string | undefined)[] = [];
    for (let second = 0; second < 7; second++) {
      await wait(second === 0 ? 0.5 : 1);
      seen.push(await say('VOLT?'));
    }
    expect(seen).toEqual(['1.000', '1.000', '3.000', '1.000', '1.000', '3.000', '3.000']);
    await say('ARB:STAR 1');
    await wait(0.5);
    await say('ARB:STOP 1');
    await wait(5);
    expect(await say('VOLT?')).toBe('1.000');
  });

  it('forgets its settings at a brown-out', async () => {
    const { say, simulator } = bench();
    await say('VOLT 5;:OUTP 1');
    simulator.faults['brown-out']?.(true);
    expect(await say('VOLT?;:OUTP?;:OUTP:GEN?')).toBe('0.000;0;0');
  });
});

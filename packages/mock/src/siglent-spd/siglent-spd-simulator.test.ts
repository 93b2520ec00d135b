import { describe, expect, it } from 'vitest';
import { resistorInSocket } from '../electrical/source-port.ts';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { SiglentSpdSimulator } from './siglent-spd-simulator.ts';
import type { SiglentSpdSimulatorOptions } from './siglent-spd-simulator.ts';

const bench = (options: SiglentSpdSimulatorOptions = {}): Talk<SiglentSpdSimulator> =>
  talk((clock) => new SiglentSpdSimulator({ clock, ...options }));

const load = (ohms: number): DeviceUnderTest => resistorInSocket(ohms, 0);

describe('SiglentSpdSimulator', () => {
  it.each([
    ['INST CH2', 'INST?', 'CH2'],
    ['CH1:VOLT 5', 'CH1:VOLT?', '5.000'],
    ['INST CH2;:VOLT 3.3;:CURR 0.5', 'CH2:VOLT?;:CH2:CURR?', '3.300;0.500'],
    // What is too much is set to the limit, and nobody is told.
    ['CH1:VOLT 40', 'CH1:VOLT?', '32.000'],
    ['TIME:SET CH1,1,5.001,8,30', 'TIME:SET? CH1,1', '5.001,8.000,30'],
    ['CH1:VOLT 2;*SAV 1;:CH1:VOLT 1;*RCL 1', 'CH1:VOLT?', '2.000'],
    ['INST CH1', 'SYST:VERS?;:SYST:STAT?;:DHCP?', '1.01.01.02.05;0x4;DHCP:ON'],
    ['OUTP CH1,ON', 'SYST:STAT?', '0x14'],
    ['OUTP:TRACK 1', 'SYST:STAT?', '0xc'],
    ['OUTP:TRACK 2;:CH1:VOLT 4;:OUTP CH1,ON', 'SYST:STAT?;:CH2:VOLT?', '0x38;4.000'],
    ['OUTP:WAVE CH2,ON', 'SYST:STAT?', '0x204'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('SYST:ERR?')).toBe('0  No Error');
  });

  it.each(['*RST', '*CLS', '*ESR?', 'OUTP? CH1', 'MODE:SET 4W', 'STAT:OPER?', 'CH3:VOLT 1'])(
    'knows no %s',
    async (message) => {
      const { say } = bench();
      expect(await say(message)).toBeUndefined();
      expect(await say('SYST:ERR?')).toMatch(/^-113 {2}\w/);
    },
  );

  it('supplies its loads, limits the current, and says so', async () => {
    const { say, wait } = bench({ loads: [load(10), load(1)] });
    await say('CH1:VOLT 5;:CH1:CURR 1;:OUTP CH1,ON;:CH2:VOLT 5;:CH2:CURR 1;:OUTP CH2,ON');
    await wait(0.1);
    expect(Number(await say('MEAS:VOLT? CH1'))).toBeCloseTo(5, 2);
    expect(Number(await say('MEAS:CURR? CH1'))).toBeCloseTo(0.5, 2);
    expect(Number(await say('MEAS:POWE? CH2'))).toBeCloseTo(1, 1);
    expect(await say('SYST:STAT?')).toBe('0x36');
  });

  it('goes through its timer once', async () => {
    const { say, wait } = bench();
    await say('TIME:SET CH1,1,1,1,2;:TIME:SET CH1,2,2,1,2;:OUTP CH1,ON;:TIME CH1,ON');
    expect(await say('CH1:VOLT?;:SYST:STAT?')).toBe('1.000;0x54');
    await wait(3);
    expect(await say('CH1:VOLT?')).toBe('2.000');
    await wait(2);
    expect(await say('CH1:VOLT?;:SYST:STAT?')).toBe('2.000;0x14');
  });

  it('is an SPD1305X with one output and four wires', async () => {
    const { say } = bench({ model: 'SPD1305X' });
    expect(await say('MODE:SET 4W;:OUTP CH1,ON', 'SYST:STAT?;:CH1:CURR?')).toBe('0x30;5.000');
    expect(await say('INST CH2', 'SYST:ERR?')).toMatch(/^-224/);
  });

  it('does not hear what comes too soon after an answer', async () => {
    const { simulator, clock } = bench();
    let heard = '';
    const session = simulator.services.scpi.connect({
      send(bytes) {
        heard += Buffer.from(bytes).toString('latin1');
      },
      close() {},
    });
    await clock.run(async () => {
      session.receive(Buffer.from('CH1:VOLT?\n'));
      await clock.sleep(10);
      session.receive(Buffer.from('CH1:VOLT?\n'));
      await clock.sleep(200);
      session.receive(Buffer.from('CH2:VOLT?\n'));
      await clock.sleep(10);
    });
    expect(heard).toBe('0.000\n0.000\n');
  });
});

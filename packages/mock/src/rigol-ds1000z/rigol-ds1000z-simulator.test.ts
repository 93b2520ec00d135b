import { describe, expect, it } from 'vitest';
import { periodShapes, periodic, singlePulse } from '../physics/voltage-signal.ts';
import type { VoltageSignal } from '../physics/voltage-signal.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { RigolDs1000zSimulator } from './rigol-ds1000z-simulator.ts';

/** A scope with a signal at its first input; a sine of 1 kHz and 4 V from peak to peak unless given. */
function bench(
  signal: VoltageSignal = periodic({ frequency: 1000, peakToPeak: 4, offset: 0.5 }),
): Talk<RigolDs1000zSimulator> {
  return talk((clock) => {
    const simulator = new RigolDs1000zSimulator({ clock });
    const [first] = simulator.model.channels;
    if (first !== undefined) first.signal = signal;
    return simulator;
  });
}

/** The data of a block with its header of eleven bytes. */
function data(block: string | undefined): Buffer {
  expect(block?.slice(0, 2)).toBe('#9');
  const bytes = Buffer.from(block?.slice(11) ?? '', 'latin1');
  expect(bytes).toHaveLength(Number(block?.slice(2, 11)));
  return bytes;
}

const noError = '0,"No error"';

describe('RigolDs1000zSimulator', () => {
  it.each([
    ['*RST', ':TIM:SCAL?;:CHAN1:SCAL?;:CHAN1:DISP?;:CHAN2:DISP?', '1.000000e-06;1.000000e+00;1;0'],
    [':TIM:MAIN:SCAL 3e-4', ':TIM:SCAL?', '5.000000e-04'],
    [':CHAN2:SCAL 0.2;OFFS -0.4;COUP AC', ':CHAN2:SCAL?;OFFS?;COUP?', '2.000000e-01;-4.000000e-01;AC'],
    [':CHAN1:PROB 1', ':CHAN1:PROB?;SCAL?', '1.000000e+00;1.000000e-01'],
    [':CHAN1:RANG 16', ':CHAN1:SCAL?', '2.000000e+00'],
    [':CHAN1:BWL 20M;INV ON', ':CHAN1:BWL?;INV?', '20M;1'],
    [':TRIG:EDG:SOUR CHAN1;SLOP NEG;LEV 1', ':TRIG:EDGE:SOUR?;SLOP?;LEV?', 'CHAN1;NEG;1.000000e+00'],
    [':TRIG:SWE NORM', ':TRIG:SWE?;:TRIG:MODE?', 'NORM;EDGE'],
    [':ACQ:TYPE AVER;AVER 16', ':ACQ:TYPE?;AVER?', 'AVER;16'],
    [':ACQ:MDEP 120000;:TIM:SCAL 1e-3', ':ACQ:MDEP?;SRAT?', '120000;1.000000e+07'],
    [':CHAN2:DISP ON;:ACQ:MDEP 6000', ':ACQ:MDEP?', '6000'],
    [':WAV:MODE RAW;FORM WORD;STAR 5', ':WAV:MODE?;FORM?;STAR?;STOP?', 'RAW;WORD;5;1200'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say(':SYST:ERR?')).toBe(noError);
  });

  it.each([
    [':CHAN1:SCAL 101', -222],
    [':CHAN5:SCAL 1', -113],
    [':TIM:SCAL 51', -222],
    [':TRIG:EDG:LEV 6', -222],
    [':ACQ:AVER 1', -222],
    [':ACQ:MDEP 5', -224],
    [':STOP;:ACQ:MDEP 12000', -221],
    [':WAV:STAR 0', -222],
    [':MEAS:ITEM? VOLTS', -224],
    [':WAV:SOUR MATH', -224],
  ])('refuses %s with %i', async (message, code) => {
    const { say } = bench();
    expect(await say(message)).toBeUndefined();
    expect(await say(':SYST:ERR?')).toMatch(new RegExp(`^${code},"`));
  });

  it('reads the screen: preamble and bytes give back the signal', async () => {
    const { say, wait, simulator } = bench();
    await say(':TIM:SCAL 2e-4;:CHAN1:SCAL 1;OFFS -0.5;:TRIG:EDG:LEV 0.5');
    await wait(0.1);
    const preamble = await say(':WAV:SOUR CHAN1;MODE NORM;FORM BYTE;PRE?');
    expect(preamble).toBe('0,0,1200,1,2.000000e-06,-1.200000e-03,0,4.000000e-02,-12,127');
    const bytes = data(await say(':WAV:DATA?'));
    expect(bytes).toHaveLength(1200);
    const at = simulator.model.record?.triggeredAt ?? 0;
    const signal = periodic({ frequency: 1000, peakToPeak: 4, offset: 0.5 });
    for (const [index, raw] of bytes.entries()) {
      const volts = (raw - -12 - 127) * 0.04;
      expect(Math.abs(volts - signal.at(at - 1.2e-3 + index * 2e-6))).toBeLessThan(0.08);
    }
    // It triggers where the signal rises through the level, in the middle of the screen.
    expect(Math.abs(((bytes[600] ?? 0) + 12 - 127) * 0.04 - 0.5)).toBeLessThan(0.1);
    expect(bytes[610]).toBeGreaterThan(bytes[590] ?? 255);
  });

  it('clips at the ends of its codes', async () => {
    const { say, wait } = bench();
    await say(':CHAN1:SCAL 0.2;:TIM:SCAL 1e-3');
    await wait(0.2);
    const bytes = data(await say(':WAV:DATA?'));
    expect([Math.min(...bytes), Math.max(...bytes)]).toEqual([0, 255]);
  });

  it('reads the memory of a scope that stands, in chunks, and nothing of one that runs', async () => {
    const { say, wait } = bench();
    await say(':TIM:SCAL 1e-3;:ACQ:MDEP 1200000');
    await wait(0.2);
    expect(await say(':WAV:MODE RAW;DATA?')).toBe('#9000000000');
    await say(':STOP');
    expect(await say(':WAV:PRE?')).toMatch(/^0,2,1200000,1,1\.000000e-08,-6\.000000e-03,0,/);
    const whole = data(await say(':WAV:STAR 1;STOP 250000;DATA?'));
    expect(whole).toHaveLength(250_000);
    const part = data(await say(':WAV:STAR 1001;STOP 2000;DATA?'));
    expect(part.equals(whole.subarray(1000, 2000))).toBe(true);
    expect(data(await say(':WAV:STAR 1;STOP 1200000;DATA?'))).toHaveLength(250_000);
    expect(data(await say(':WAV:FORM WORD;STAR 1;STOP 10;DATA?'))).toHaveLength(20);
    const text = data(await say(':WAV:FORM ASC;DATA?'))
      .toString('latin1')
      .split(',');
    expect(text).toHaveLength(10);
    expect(text[0]).toMatch(/^-?\d\.\d{6}e[-+]\d\d$/);
    expect(await say(':WAV:MODE MAX;PRE?')).toMatch(/^2,1,1200000,/);
  });

  it('goes from STOP over WAIT and TD to STOP when it acquires once', async () => {
    const { say, wait } = bench(singlePulse({ begins: 1, lasts: 0.1, from: 0, to: 2 }));
    await say(':STOP;:TIM:SCAL 1e-2;:TRIG:EDG:LEV 1');
    expect(await say(':SING;:TRIG:STAT?')).toBe('STOP');
    await wait(0.06);
    expect(await say(':TRIG:STAT?')).toBe('RUN');
    await wait(0.1);
    expect(await say(':TRIG:STAT?')).toBe('WAIT');
    await wait(0.86);
    expect(await say(':TRIG:STAT?')).toBe('TD');
    await wait(0.1);
    expect(await say(':TRIG:STAT?;:TRIG:SWE?')).toBe('STOP;SING');
    const bytes = data(await say(':WAV:DATA?'));
    expect(((bytes[100] ?? 0) - 127) * 0.04).toBeCloseTo(0, 0);
    expect(((bytes[800] ?? 0) - 127) * 0.04).toBeCloseTo(2, 0);
  });

  it('says what it does while it runs: TD, AUTO without a trigger, WAIT in normal sweep', async () => {
    const { say, wait } = bench();
    await wait(0.1);
    expect(await say(':TRIG:STAT?')).toBe('TD');
    await say(':TRIG:EDG:LEV 4');
    await wait(0.2);
    expect(await say(':TRIG:STAT?')).toBe('AUTO');
    await say(':TRIG:SWE NORM');
    await wait(0.2);
    expect(await say(':TRIG:STAT?')).toBe('WAIT');
    await say(':TFOR');
    await wait(0.0001);
    expect(await say(':TRIG:STAT?')).toBe('TD');
  });

  it('measures what is on the screen', async () => {
    const shape = periodShapes.square;
    const { say, wait } = bench(periodic({ frequency: 500, peakToPeak: 2, offset: 1, shape }));
    await say(':TIM:SCAL 5e-4;:TRIG:EDG:LEV 1');
    await wait(0.1);
    const measured = async (item: string): Promise<number> => Number(await say(`:MEAS:ITEM? ${item},CHAN1`));
    expect(await measured('VPP')).toBeCloseTo(2, 0);
    expect(await measured('VTOP')).toBeCloseTo(2, 1);
    expect(await measured('VBAS')).toBeCloseTo(0, 1);
    expect(await measured('VAVG')).toBeCloseTo(1, 1);
    expect(await measured('FREQ')).toBeCloseTo(500, -1);
    expect(await measured('PWID')).toBeCloseTo(1e-3, 4);
    expect(await measured('PDUT')).toBeCloseTo(0.5, 1);
    expect(await say(':MEAS:ITEM? FREQ,CHAN2')).toBe('9.9E37');
    await say(':TIM:SCAL 1e-5');
    await wait(0.1);
    expect(await say(':MEAS:ITEM? FREQ')).toBe('9.9E37');
  });

  it('takes a picture of the screen', async () => {
    const { say, wait } = bench();
    await wait(0.1);
    const picture = data(await say(':DISP:DATA? ON,OFF,PNG'));
    expect(picture.subarray(0, 8)).toEqual(Buffer.from('89504e470d0a1a0a', 'hex'));
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([800, 480]);
    expect(
      data(await say(':DISP:DATA?'))
        .subarray(0, 2)
        .toString(),
    ).toBe('BM');
  });

  it('fits the signal onto the screen', async () => {
    const { say, wait } = bench();
    await say(':AUT');
    await wait(0.1);
    expect(await say(':CHAN1:SCAL?;:TIM:SCAL?;:TRIG:EDG:LEV?')).toBe(
      '1.000000e+00;2.000000e-04;5.000000e-01',
    );
  });

  it('sees nothing when the probe has come off, and forgets its settings at a brown-out', async () => {
    const { say, wait, simulator } = bench();
    simulator.faults['no-contact']?.(true);
    await wait(0.1);
    expect(Number(await say(':MEAS:ITEM? VPP'))).toBeLessThan(0.2);
    await say(':TIM:SCAL 1');
    simulator.faults['brown-out']?.(true);
    expect(await say(':TIM:SCAL?')).toBe('1.000000e-06');
  });

  it('gives the same bytes twice', async () => {
    const run = async (): Promise<string | undefined> => {
      const { say, wait } = bench();
      await wait(0.3);
      return say(':STOP;:WAV:DATA?');
    };
    expect(await run()).toBe(await run());
  });
});

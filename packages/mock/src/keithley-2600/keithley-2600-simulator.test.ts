import { describe, expect, it } from 'vitest';
import { resistorInSocket } from '../electrical/source-port.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { Keithley2600Simulator } from './keithley-2600-simulator.ts';
import type { Keithley2600SimulatorOptions } from './keithley-2600-simulator.ts';

const bench = (options: Keithley2600SimulatorOptions = {}): Talk<Keithley2600Simulator> =>
  talk((clock) => new Keithley2600Simulator({ clock, loads: [resistorInSocket(999.8)], ...options }));

describe('Keithley2600Simulator', () => {
  it('answers the transcript of the sheet, with 1 kΩ behind it', async () => {
    const { say } = bench();
    expect(await say('*IDN?')).toBe('Keithley Instruments Inc., Model 2602B, 4498311, 3.3.5');
    await say(
      'reset()',
      'smua.source.func = smua.OUTPUT_DCVOLTS smua.source.levelv = 0.5 smua.source.limiti = 1e-3',
    );
    await say(
      'smua.measure.nplc = 1 smua.measure.autozero = smua.AUTOZERO_ONCE',
      'smua.source.output = smua.OUTPUT_ON',
    );
    expect(await say('print(smua.measure.iv())')).toMatch(
      /^(?:4\.9999|5\.0000)\de-04\t(?:4\.9999|5\.0000)\de-01$/,
    );
    expect(await say('print(smua.source.compliance)')).toBe('false');
    expect(await say('smua.source.output = 0', 'foo(', 'print(errorqueue.next())')).toBe(
      "-2.85000e+02\tTSP Syntax error at line 1: unexpected symbol near `<eof>'\t2.00000e+01\t1.00000e+00",
    );
    expect(await say('print(smua.source.output)')).toBe('0.00000e+00');
  });

  it('limits at the compliance and shows which limit it is', async () => {
    const { say } = bench();
    await say('smua.source.levelv = 5 smua.source.limiti = 1e-3 smua.source.output = 1');
    expect(await say('print(smua.source.compliance, status.measurement.instrument.smua.condition)')).toBe(
      'true\t2.00000e+00',
    );
    expect(Number(await say('print(smua.measure.i())'))).toBeCloseTo(1e-3, 6);
    expect(Number(await say('print(smua.measure.r())'))).toBeCloseTo(1000, 0);
  });

  it('sweeps with the trigger model into buffers, overlapped', async () => {
    const { say, clock } = bench();
    await say('smua.nvbuffer1.clear() smua.nvbuffer1.collectsourcevalues = 1 smua.source.limiti = 0.1');
    await say('smua.trigger.source.linearv(0, 1, 5) smua.trigger.source.action = smua.ENABLE');
    await say(
      'smua.trigger.measure.iv(smua.nvbuffer1, smua.nvbuffer2) smua.trigger.measure.action = smua.ENABLE',
    );
    await say('smua.trigger.count = 5 smua.source.output = 1 smua.trigger.initiate() waitcomplete()');
    expect(clock.monotonic()).toBeCloseTo(5 * 120, 4);
    const text = await say(
      'printbuffer(1, smua.nvbuffer1.n, smua.nvbuffer1.readings, smua.nvbuffer1.sourcevalues)',
    );
    const values = (text ?? '').split(', ').map(Number);
    expect(values.filter((_, index) => index % 2 === 1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(values[8]).toBeCloseTo(1e-3, 6);
    const bytes = Buffer.from(
      (await say(
        'format.data = format.REAL32 format.byteorder = format.LITTLEENDIAN printbuffer(1, 5, smua.nvbuffer2)',
      )) ?? '',
      'latin1',
    );
    expect(bytes.length).toBe(2 + 4 * 5);
    expect(bytes.readFloatLE(2 + 16)).toBeCloseTo(1, 4);
  });

  it('runs a loop of its own, and has no second channel on a 2601B', async () => {
    const { say } = bench({ model: '2601B' });
    await say('smua.source.limiti = 0.1 smua.source.output = 1');
    await say(
      'loadscript sweep',
      'for k = 1, 3 do',
      'smua.source.levelv = k',
      'print(smua.measure.v())',
      'end',
      'endscript',
    );
    const lines = (await say('sweep()'))?.split('\n').map(Number) ?? [];
    expect(lines.map((value) => Math.round(value))).toEqual([1, 2, 3]);
    await say('smub.reset()');
    expect(await say('print(errorqueue.next())')).toMatch(/^-2\.86000e\+02\t/);
  });

  it('refuses levels that it cannot force, and output while something blocks it', async () => {
    const { say, simulator: smu } = bench({ model: '2612B' });
    await say('smua.source.levelv = 300');
    expect(await say('print(errorqueue.next())')).toMatch(/^-2\.22000e\+02\tParameter data out of range\t/);
    await say('smua.source.limiti = 0.01 smua.source.levelv = 100 smua.source.output = 1');
    smu.faults['interlock-open']?.(true);
    await say('smua.source.output = 1');
    expect(await say('print(smua.source.output, errorqueue.next())')).toMatch(
      /^0\.00000e\+00\t8\.02000e\+02\tOUTPUT blocked/,
    );
    smu.faults['brown-out']?.(true);
    expect(await say('print(smua.source.levelv)')).toBe('0.00000e+00');
  });
});

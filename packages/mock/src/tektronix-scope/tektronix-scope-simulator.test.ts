import { describe, expect, it } from 'vitest';
import { periodic, singlePulse } from '../physics/voltage-signal.ts';
import type { VoltageSignal } from '../physics/voltage-signal.ts';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { TektronixScopeSimulator } from './tektronix-scope-simulator.ts';

const sine = periodic({ frequency: 100e3, peakToPeak: 4, offset: 0.5 });

/** A scope with headers off and a signal at its first input; a sine unless given. */
async function bench(signal: VoltageSignal = sine): Promise<Talk<TektronixScopeSimulator>> {
  const talking = talk((clock) => {
    const simulator = new TektronixScopeSimulator({ clock });
    const [first] = simulator.model.channels;
    if (first !== undefined) first.signal = signal;
    return simulator;
  });
  await talking.say('HEAD OFF');
  return talking;
}

function data(block: string | undefined): Buffer {
  const digits = Number(block?.charAt(1));
  const bytes = Buffer.from(block?.slice(2 + digits) ?? '', 'latin1');
  expect(bytes).toHaveLength(Number(block?.slice(2, 2 + digits)));
  return bytes;
}

describe('TektronixScopeSimulator', () => {
  it('begins its answers with headers until it is told not to', async () => {
    const { say } = await bench();
    await say('HEAD ON');
    expect(await say('CH1:SCA 0.1', 'CH1:SCA?')).toBe(':CH1:SCALE 1.0000E-1');
    expect(await say('CH1:COUP?')).toBe(':CH1:COUPLING DC');
    expect(await say('VERB OFF', 'CH1:SCA?')).toBe(':CH1:SCA 1.0000E-1');
    expect(await say('*IDN?')).toMatch(/^TEKTRONIX,DPO4104B,C010101,CF:91\.1CT FV:/);
    expect(await say('HDR OFF', 'CH1:SCA?')).toBe('1.0000E-1');
  });

  it.each([
    ['*RST', 'CH1:SCA?;:SEL:CH1?;:SEL:CH2?;:ACQ:STATE?', '1.0000E0;1;0;1'],
    ['HOR:SCA 1E-3;RECO 5000', 'HOR:SCA?;RECO?;SAMPLER?', '1.0000E-3;10000;1.0000E6'],
    ['ACQ:MOD AVE;NUMAV 32;STOPA SEQ', 'ACQ:MOD?;NUMAV?;STOPA?', 'AVERAGE;32;SEQUENCE'],
    [
      'TRIG:A:EDGE:SOU CH2;SLO FALL;:TRIG:A:LEV 0.5',
      'TRIG:A:EDGE:SOU?;SLO?;:TRIG:A:LEV?',
      'CH2;FALL;5.0000E-1',
    ],
    ['CH1:PRO:GAIN 0.1', 'CH1:SCA?', '1.0000E1'],
    ['CH1:BAN 20E6', 'CH1:BAN?', '2.0000E7'],
    ['CH1:BAN FUL', 'CH1:BAN?', '5.0000E8'],
    ['DAT:ENC RPB;WID 2;STAR 10;STOP 100', 'DAT:ENC?;WID?;STAR?;STOP?', 'RPBINARY;2;10;100'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = await bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('*ESR?', 'ALLE?')).toBe('0,"No events to report - queue empty"');
  });

  it('tells events by positive numbers, and after *ESR? only', async () => {
    const { say } = await bench();
    await say('*ESR?', 'FOO', 'CH1:SCA 1000');
    expect(await say('EVM?')).toBe('1,"No events to report - new events pending *ESR?"');
    expect(await say('*ESR?')).toBe('48');
    expect(await say('EVM?')).toMatch(/^113,"Undefined header/);
    expect(await say('EVENT?')).toBe('222');
    expect(await say('ALLE?')).toBe('0,"No events to report - queue empty"');
    expect(await say('SYST:ERR?')).toBeUndefined();
  });

  it.each([
    ['RIB', 1],
    ['RPB', 1],
    ['RIB', 2],
    ['SRP', 2],
    ['ASCI', 1],
  ])('gives back the signal in %s with %i bytes', async (encoding, width) => {
    const { say, simulator } = await bench();
    await say('CH1:POS 1;:DAT:SOU CH1;:DAT:STOP 10000', `DAT:ENC ${encoding};WID ${width}`);
    await say('TRIG:A:LEV 0.5;:ACQ:STATE 0;STOPA SEQ;STATE 1', '*OPC?');
    const number = async (name: string): Promise<number> => Number(await say(`WFMO:${name}?`));
    const [offset, multiplier, zero] = [await number('YOF'), await number('YMU'), await number('YZE')];
    const [start, interval, points] = [await number('XZE'), await number('XIN'), await number('NR_P')];
    expect(points).toBe(10_000);
    const answer = await say('CURV?');
    const bytes = encoding === 'ASCI' ? undefined : data(answer);
    const text = String(answer).split(',');
    const at = simulator.model.record?.triggeredAt ?? 0;
    const raw = (index: number): number => {
      if (bytes === undefined) return Number(text[index]);
      if (width === 1) return encoding === 'RPB' ? bytes.readUInt8(index) : bytes.readInt8(index);
      return encoding === 'SRP' ? bytes.readUInt16LE(2 * index) : bytes.readInt16BE(2 * index);
    };
    for (let index = 0; index < 10_000; index += 97) {
      const volts = (raw(index) - offset) * multiplier + zero;
      expect(Math.abs(volts - sine.at(at + start + index * interval))).toBeLessThan(0.08);
    }
  });

  it('cuts a curve at DATa:STOP, and at the end of the record', async () => {
    const { say, wait } = await bench();
    await wait(0.1);
    expect(data(await say('CURV?'))).toHaveLength(2500);
    expect(data(await say('DAT:STOP 1E6', 'CURV?'))).toHaveLength(10_000);
    await say('HEAD ON');
    expect((await say('CURV?'))?.slice(0, 14)).toBe(':CURVE #510000');
  });

  it('gives no curve of a source that is not shown', async () => {
    const { say, wait } = await bench();
    await wait(0.1);
    expect(await say('*ESR?', 'DAT:SOU CH2', 'CURV?')).toBeUndefined();
    expect(await say('*ESR?', 'EVM?')).toMatch(/^2244,/);
  });

  it('waits in *OPC? for a single sequence', async () => {
    const { say, clock, wait } = await bench(singlePulse({ begins: 2, lasts: 0.1, from: 0, to: 4 }));
    await say('TRIG:A:MOD NORM;:TRIG:A:LEV 2;:ACQ:STATE STOP;STOPA SEQ;STATE RUN');
    await wait(0.1);
    expect(await say('BUSY?;:TRIG:STATE?;:ACQ:STATE?')).toBe('1;READY;1');
    expect(await say('*OPC?')).toBe('1');
    expect(clock.monotonic()).toBeGreaterThan(2000);
    expect(await say('BUSY?;:TRIG:STATE?;:ACQ:STATE?')).toBe('0;SAVE;0');
    await say('ACQ:STATE RUN');
    await wait(0.1);
    await say('TRIG FORC');
    await wait(0.1);
    expect(await say('ACQ:STATE?')).toBe('0');
  });

  it('measures at once', async () => {
    const { say, wait } = await bench();
    await wait(0.1);
    const measure = async (type: string): Promise<number> =>
      Number(await say(`MEASU:IMM:TYP ${type};SOU CH1`, 'MEASU:IMM:VAL?'));
    expect(await measure('PK2P')).toBeCloseTo(4, 0);
    expect((await measure('FREQ')) / 100e3).toBeCloseTo(1, 2);
    await say('*ESR?', 'MEASU:IMM:SOU CH2');
    expect(await say('MEASU:IMM:VAL?')).toBe('9.9E37');
    expect(await say('*ESR?', 'EVENT?')).toBe('2225');
  });

  it('forgets its settings at a brown-out', async () => {
    const { say, simulator } = await bench();
    await say('HOR:SCA 1');
    simulator.faults['brown-out']?.(true);
    expect(await say('HOR:SCA?')).toBe('4.0000E-6');
  });
});

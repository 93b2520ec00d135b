import { seededRandom, VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { KeyenceDlRs1aSimulator } from '../keyence-dl-rs1a/keyence-dl-rs1a.ts';
import { KeyenceLkSimulator } from '../keyence-lk/keyence-lk.ts';
import type { KeyenceLkSimulatorOptions } from '../keyence-lk/keyence-lk.ts';
import { MicroEpsilonIldSimulator } from '../micro-epsilon-ild/micro-epsilon-ild.ts';
import type { MicroEpsilonIldSimulatorOptions } from '../micro-epsilon-ild/micro-epsilon-ild.ts';
import { simulated } from '../testing/simulated.ts';
import { textWire } from '../testing/text-wire.ts';

describe('Keyence LK-G', () => {
  const lk = (options: KeyenceLkSimulatorOptions = {}) => {
    const { clock, simulator } = simulated(KeyenceLkSimulator, { parameters: { noise: 0 }, ...options });
    const wire = textWire(simulator.services.serial);
    const ask = async (line: string): Promise<string> => {
      const first = wire(`${line}\r`);
      await clock.advance(5);
      return first + wire('');
    };
    return { simulator, model: simulator.model, ask };
  };

  it('answers as the manual says, after a while', async () => {
    const { ask, model, simulator } = lk();
    model.motion = { offset: 1.2345, amplitude: 0, frequency: 1 };
    expect([await ask('M1'), await ask('m0')]).toEqual(['M1,+01.2345\r', 'M0,+01.2345,+01.2345\r']);
    model.motion = { offset: -0.012, amplitude: 0, frequency: 1 };
    expect(await ask('M2')).toBe('M2,-00.0120\r');
    model.motion = { offset: 9, amplitude: 0, frequency: 1 };
    expect(await ask('M1')).toBe('M1,+FFFFFFF\r');
    simulator.faults['out-of-range']?.(true);
    expect(await ask('M1')).toBe('M1,XXXXXXXX\r');
  });

  it('measures in its mode for that only, and counts parameters', async () => {
    const { ask, simulator } = lk();
    expect([await ask('Q0'), await ask('M1'), await ask('R0'), await ask('M1')]).toEqual([
      'Q0\r',
      'ER,M1,01\r',
      'R0\r',
      'M1,+00.0000\r',
    ]);
    expect([await ask('PW,3'), await ask('PR'), await ask('PW,9'), await ask('PW'), await ask('ZZ')]).toEqual(
      ['PW,3\r', 'PR,3\r', 'ER,PW,22\r', 'ER,PW,21\r', 'ER,ZZ,00\r'],
    );
    simulator.faults.busy?.(true);
    expect(await ask('M1')).toBe('ER,M1,01\r');
  });

  it('is a LK-G5000 where it is told to', async () => {
    const { ask } = lk({ variant: 'LK-G5000' });
    expect([await ask('MS,01'), await ask('MS,09'), await ask('M1')]).toEqual([
      'MS,01,+00.0000\r',
      'ER,MS,22\r',
      'ER,M1,00\r',
    ]);
  });
});

it('DL-RS1A: gives all amplifiers, their outputs and their data', () => {
  const simulator = new KeyenceDlRs1aSimulator({
    clock: new VirtualClock(),
    random: seededRandom(1),
    parameters: { noise: 0 },
  });
  const wire = textWire(simulator.services.serial);
  const ask = (line: string): string => wire(`${line}\r\n`);
  const [first] = simulator.amplifiers;
  if (first === undefined) throw new Error('no amplifier');
  first.motion = { offset: -1.5, amplitude: 0, frequency: 1 };
  expect([ask('M0'), ask('MS')]).toEqual(['M0,-01.500,+00.000\r\n', 'MS,04,-01.500,04,+00.000\r\n']);
  first.targetLost = true;
  expect(ask('MS')).toBe('MS,08,+99.999,04,+00.000\r\n');
  expect([ask('SR,01,037'), ask('SR,09,037'), ask('SR,01'), ask('XX')]).toEqual([
    'SR,01,037,+00.000\r\n',
    'ER,SR,65\r\n',
    'ER,SR,21\r\n',
    'ER,XX,00\r\n',
  ]);
  expect([ask('SW,00,065,+001'), ask('SR,00,065'), ask('SW,00,037,1'), ask('AW,066,+2')]).toEqual([
    'SW,00,065\r\n',
    'SR,00,065,+001\r\n',
    'ER,SW,22\r\n',
    'AW,066\r\n',
  ]);
  simulator.faults['sensor-open']?.(true);
  expect(ask('M0')).toBe('M0,+EE.EEE,+EE.EEE\r\n');
});

describe('optoNCDT', () => {
  const ild = (options: MicroEpsilonIldSimulatorOptions = {}) => {
    const { clock, simulator } = simulated(MicroEpsilonIldSimulator, {
      parameters: { noise: 0 },
      ...options,
    });
    const bytes: number[] = [];
    const session = simulator.services.serial.connect({
      send: (part) => bytes.push(...part),
      close: () => {},
    });
    const take = (): number[] => bytes.splice(0);
    const ask = (line: string): string => {
      session.receive(Buffer.from(`${line}\n`));
      return Buffer.from(take()).toString('latin1');
    };
    return { clock, simulator, ask, take, close: () => session.closed() };
  };

  /** The words of whole sets, each with its flag. */
  function words(bytes: readonly number[]): [word: number, first: boolean][] {
    const found: [number, boolean][] = [];
    for (let at = 0; at + 2 < bytes.length; at += 3) {
      const [low = 0, middle = 0, high = 0] = bytes.slice(at, at + 3);
      expect([low >> 6, middle >> 6, high >> 7]).toEqual([0, 1, 1]);
      found.push([(low & 63) | ((middle & 63) << 6) | ((high & 63) << 12), (high & 0x40) === 0]);
    }
    return found;
  }

  it('streams its values, also between an answer and the next', async () => {
    const { clock, ask, take, close } = ild();
    await clock.advance(100);
    const values = words(take());
    expect(values).toHaveLength(400);
    // 5 mm of 10 mm.
    expect(new Set(values.map(([word]) => word))).toEqual(new Set([Math.round((51 / 102) * 65_520)]));
    expect(ask('OUTPUT NONE')).toBe('OUTPUT NONE\r\n->');
    await clock.advance(100);
    expect(take()).toEqual([]);
    close();
    expect(clock.pendingTimers).toBe(0);
  });

  it('numbers its values where it is asked to, with nothing missing over changes of the rate', async () => {
    const { clock, ask, take } = ild({ series: 'ILD1900' });
    ask('OUTPUT NONE');
    expect(ask('MEASRATE 10')).toBe('MEASRATE 10\r\n->');
    ask('OUTADD_RS422 COUNTER');
    expect(ask('GETOUTINFO_RS422')).toBe('GETOUTINFO_RS422\r\nGETOUTINFO_RS422 DIST1 COUNTER\r\n->');
    ask('OUTPUT RS422');
    await clock.advance(200);
    const counts = words(take()).filter(([, first]) => !first);
    expect(counts).toHaveLength(2000);
    const [start = 0] = counts[0] ?? [];
    expect(counts.every(([count], index) => count === (start + index) % 2 ** 18)).toBe(true);
  });

  it('masters, says why there is no value, and refuses what it does not know', async () => {
    const { clock, simulator, ask, take } = ild();
    const { target } = simulator.sensor;
    ask('OUTPUT NONE');
    expect(ask('MASTERMV MASTER 0')).toBe('MASTERMV MASTER 0\r\n->');
    target.motion = { offset: 1, amplitude: 0, frequency: 1 };
    ask('OUTPUT RS422');
    await clock.advance(10);
    expect(words(take())[0]).toEqual([Math.round((61 / 102) * 65_520), true]);
    target.targetLost = true;
    await clock.advance(10);
    expect(words(take())[0]).toEqual([262_076, true]);
    ask('OUTPUT NONE');
    expect(ask('MASTERMV MASTER 0')).toBe('MASTERMV MASTER 0\r\nE104 Timeout\r\n->');
    expect([ask('MASTERMV NONE'), ask('MASTERMV')]).toEqual([
      'MASTERMV NONE\r\n->',
      'MASTERMV\r\nMASTERMV NONE\r\n->',
    ]);
    expect(ask('MEASRATE 3')).toMatch(/\r\nE232 .*\r\n->$/);
    expect(ask('XYZ')).toBe('XYZ\r\nE210 Unknown command\r\n->');
    expect(ask('GETINFO')).toContain('Measuring range: 10.00mm\r\n');
  });
});

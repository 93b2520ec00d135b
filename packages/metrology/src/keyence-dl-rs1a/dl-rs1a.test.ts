import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { keyenceDlRs1a, parseIl } from './dl-rs1a.ts';

describe('parseIl', () => {
  it.each([
    ['4', '+12.345', { value: 12.345, judgement: 'good' }],
    ['1', '-012.34', { value: -12.34, judgement: 'high' }],
    ['2', '+0000.1', { value: 0.1, judgement: 'low' }],
    ['0', '+09.999', { value: 9.999 }],
  ])('reads outputs %s and value %s', (out, value, expected) => {
    expect(parseIl(out, value)).toMatchObject(expected);
  });

  it.each([
    ['0', '+99.999', 'overload'],
    ['0', '+999.99', 'overload'],
    ['0', '-99.999', 'underload'],
    ['0', '+99.998', 'overload'],
    ['0', '+EE.EEE', 'sensor-fault'],
    ['12', '+01.000', 'sensor-fault'],
  ])('makes no number of outputs %s and value %s', (out, value, code) => {
    expect(() => parseIl(out, value)).toThrow(expect.objectContaining({ kind: 'device', code }) as Error);
  });
});

describe('keyence-dl-rs1a', () => {
  it('reads its amplifier of several', async () => {
    const unit = new Script({ MS: 'MS,04,+01.000,02,+02.000\r\n' });
    await onScript(
      keyenceDlRs1a,
      unit,
      async (device) => {
        expect(await device.reading.read()).toMatchObject({ value: 2, judgement: 'low' });
        unit.replies.set('MS', 'ER,MS,65\r\n');
        await expect(device.reading.read()).rejects.toMatchObject({ device: { code: '65' } });
      },
      { amplifier: 1 },
    );
    await expect(onScript(keyenceDlRs1a, unit, () => Promise.resolve(), { amplifier: 15 })).rejects.toThrow(
      'options.amplifier 15 refused, allowed 0 to 14.',
    );
  });
});

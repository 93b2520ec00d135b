import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { parseAandd } from './aandd-line.ts';
import { aandd } from './aandd.ts';

describe('parseAandd', () => {
  it('reads stable and unstable weights', () => {
    expect(parseAandd('ST,+00123.45  g')).toEqual({
      stable: true,
      mass: { value: 123.45, resolution: 0.01, displayUnit: 'g' },
    });
    expect(parseAandd('US,-00123.45 mg')).toMatchObject({ stable: false, mass: { value: -0.12345 } });
    expect(parseAandd('TN,GX-400')).toBeUndefined();
  });

  it.each([
    ['OL,+9999999E+19', 'overload'],
    ['OL,-9999999E+19', 'underload'],
    ['EC,E01', 'instrument-refused'],
    ['EC,E11', 'instrument-busy'],
    ['QT,+00000012 PC', 'unit-unknown'],
  ])('never makes a number of %s', (line, code) => {
    expect(() => parseAandd(line)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('aandd', () => {
  it('weighs with and without acknowledgements', async () => {
    const balance = new Script({
      '?TN': 'TN,GX-400\r\n',
      '?SN': 'SN,Q1234567\r\n',
      Q: '\x06\r\nST,+00123.45  g\r\n',
    });
    await onScript(aandd, balance, async (device) => {
      expect(await device.weight.read()).toMatchObject({ value: 123.45 });
      balance.replies.set('Q', 'OL,+9999999E+19\r\n');
      await expect(device.weight.read()).rejects.toMatchObject({ code: 'overload' });
      expect(device.weight.last).toMatchObject({ quality: 'bad' });
    });
  });
});

import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { parseRadwag } from './radwag-line.ts';
import { radwag } from './radwag.ts';

describe('parseRadwag', () => {
  it('reads the columns of a weight line', () => {
    expect(parseRadwag('SI ?      18.5 kg ')).toMatchObject({ stable: false, mass: { value: 18_500 } });
    expect(parseRadwag('S     -      8.5 g  ')).toMatchObject({ stable: true, mass: { value: -8.5 } });
    expect(parseRadwag('SI         8.5 g  ')).toMatchObject({
      stable: true,
      mass: { value: 8.5, resolution: 0.1 },
    });
    expect(parseRadwag('T A')).toBeUndefined();
    expect(() => parseRadwag('SI ^    3000.0 g  ')).toThrow(
      expect.objectContaining({ code: 'overload' }) as Error,
    );
  });
});

describe('radwag', () => {
  it('waits for the second line of a command', async () => {
    const balance = new Script({
      BN: 'BN A "PS 1000.R2"\r\n',
      NB: 'NB A "123456"\r\n',
      RV: 'RV A "1.1.1"\r\n',
      C0: 'C0 A\r\nC0 D\r\n',
      SI: 'SI         8.5 g  \r\n',
      T: 'T A\r\nT D\r\n',
      Z: 'Z A\r\nZ ^\r\n',
    });
    await onScript(radwag, balance, async (device) => {
      await device.tare();
      await expect(device.zero()).rejects.toMatchObject({ code: 'overload' });
      balance.replies.set('T', 'T A\r\nT E\r\n');
      await expect(device.tare()).rejects.toMatchObject({ kind: 'busy' });
      balance.replies.set('SI', 'SI I\r\n');
      await expect(device.weight.read()).rejects.toMatchObject({ kind: 'busy' });
    });
  });
});

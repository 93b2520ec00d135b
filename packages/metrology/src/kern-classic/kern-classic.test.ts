import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { kernClassic } from './kern-classic.ts';
import { parseKern } from './kern-line.ts';

describe('parseKern', () => {
  it('reads frames of 14 and 15 bytes, and takes one without status for unstable', () => {
    expect(parseKern('+0012.34 G S')).toEqual({
      stable: true,
      mass: { value: 12.34, resolution: 0.01, displayUnit: 'g' },
    });
    expect(parseKern('-00012.34 G U')).toMatchObject({ stable: false, mass: { value: -12.34 } });
    expect(parseKern('+0012.34 G  ')).toMatchObject({ stable: false });
    expect(parseKern('+0012.34 GLS')).toMatchObject({ stable: true });
    expect(parseKern('nonsense')).toBeUndefined();
  });

  it('never makes a number of an error', () => {
    expect(() => parseKern('+  o-Err G E')).toThrow(expect.objectContaining({ code: 'overload' }) as Error);
    expect(() => parseKern('-  u-Err G E')).toThrow(expect.objectContaining({ code: 'underload' }) as Error);
    expect(() => parseKern('+0000012PC S')).toThrow(
      expect.objectContaining({ code: 'unit-unknown' }) as Error,
    );
  });
});

describe('kern-classic', () => {
  it('weighs, and is silent about a balance that does not answer', async () => {
    const balance = new Script({ s: '+0012.34 G S\r\n' });
    await onScript(kernClassic, balance, async (device) => {
      expect(await device.weight.read()).toMatchObject({ value: 12.34 });
      balance.replies.delete('s');
      await expect(device.weight.read({ timeout: 50 })).rejects.toMatchObject({ kind: 'timeout' });
      balance.replies.set('s', '+0012.35 G S\r\n');
      expect(await device.weight.read()).toMatchObject({ value: 12.35 });
    });
  });
});

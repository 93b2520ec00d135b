import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { parseOhaus } from './ohaus-line.ts';
import { ohaus } from './ohaus.ts';

describe('parseOhaus', () => {
  it.each([
    ['     192.21 g', true, 192.21],
    ['       0.01 g ?', false, 0.01],
    ['-      0.01 g', true, -0.01],
    ['     192.21 g     00:00:15', true, 192.21],
    ['     192.21 g   TOTAL', true, 192.21],
    ['     192.21     g  ', true, 192.21],
    ['     192.21     g ?', false, 192.21],
  ])('reads %j', (line, stable, value) => {
    expect(parseOhaus(line)).toMatchObject({ stable, mass: { value, resolution: 0.01 } });
  });

  it('never makes 0 of an error', () => {
    expect(() => parseOhaus('Err 8.3')).toThrow(expect.objectContaining({ code: 'overload' }) as Error);
    expect(() => parseOhaus('Err 8.4')).toThrow(expect.objectContaining({ code: 'underload' }) as Error);
    expect(() => parseOhaus('Err 6')).toThrow(
      expect.objectContaining({ code: 'instrument-refused' }) as Error,
    );
    expect(() => parseOhaus('ES')).toThrow(expect.objectContaining({ code: 'instrument-refused' }) as Error);
    expect(parseOhaus('Version 1.20')).toBeUndefined();
  });
});

describe('ohaus', () => {
  it('ends continuous output at opening, skips acknowledgements and reads tare back', async () => {
    let weight = 192.21;
    const balance = new Script({
      PSN: 'B123456789\r\n',
      PV: 'Version 1.20\r\n',
      '0P': 'OK!\r\n',
      IP: () => `OK!\r\n${weight.toFixed(2).padStart(11)} g\r\n`,
      T: () => {
        weight = 0;
        return 'OK!\r\n';
      },
    });
    await onScript(ohaus, balance, async (device) => {
      expect(await device.weight.read()).toMatchObject({ value: 192.21 });
      await device.tare();
      expect(await device.weight.read()).toMatchObject({ value: 0 });
    });
    expect(balance.sent.slice(0, 3)).toEqual(['PSN', 'PV', '0P']);
  });
});

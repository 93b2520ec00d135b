import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { tesaTt } from './tesa-tt.ts';

describe('tesa-tt', () => {
  it('reads in the unit that the display says, and reports errors as such', async () => {
    const display = new Script({
      'ID?': 'TT80\r\n',
      'VER?': '1.0\r\n',
      'UNI?': 'mm\r\n',
      '?': '+000.1234=\r\n',
    });
    await onScript(tesaTt, display, async (device) => {
      expect(await device.reading.read()).toEqual({
        value: 0.1234,
        resolution: 1e-4,
        displayUnit: 'mm',
        judgement: 'good',
      });
      display.replies.set('?', 'ERR23\r\n');
      await expect(device.reading.read()).rejects.toMatchObject({
        code: 'instrument-refused',
        device: { code: 'ERR23' },
      });
    });
  });

  it('follows a switch to inch, and refuses a unit that it does not know', async () => {
    const display = new Script({ 'ID?': 'TT90\r', 'VER?': '1.0\r', 'UNI?': 'mm\r', '?': '+01.2700\r' });
    await onScript(tesaTt, display, async (device) => {
      display.replies.set('UNI?', 'in\r');
      display.replies.set('?', '+.050000\r');
      expect(await device.reading.read()).toEqual({
        value: 1.27,
        resolution: 2.54e-5,
        displayUnit: '[in_i]',
      });
      display.replies.set('UNI?', 'mil\r');
      await expect(device.reading.read()).rejects.toMatchObject({ code: 'unit-unknown' });
      display.replies.set('UNI?', 'um\r');
      display.replies.set('?', '+123.456\r');
      expect(await device.reading.read()).toMatchObject({ value: 0.123456, displayUnit: 'um' });
    });
  });
});

import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { tesaTt } from './tesa-tt.ts';

describe('tesa-tt', () => {
  it('reads in the unit it was told and reports errors as such', async () => {
    const display = new Script({ 'ID?': 'TT80\r', 'VER?': '1.0\r', '?': '+000.1234=\r' });
    await onScript(
      tesaTt,
      display,
      async (device) => {
        expect(await device.reading.read()).toEqual({
          value: 0.1234,
          resolution: 1e-4,
          displayUnit: 'mm',
          judgement: 'good',
        });
        display.replies.set('?', 'ERR23\r');
        await expect(device.reading.read()).rejects.toMatchObject({
          code: 'instrument-refused',
          device: { code: 'ERR23' },
        });
        display.replies.set('?', '+0.00486\r');
        await expect(device.reading.read()).rejects.toMatchObject({ code: 'unit-suspect' });
      },
      { unit: 'mm' },
    );
  });
});

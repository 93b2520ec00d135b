import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { parseMillimar } from './millimar-line.ts';
import { mahrMillimar } from './millimar.ts';

describe('parseMillimar', () => {
  it('converts the unit that stands in the line', () => {
    expect(parseMillimar('1 +12.34 µm')).toEqual({
      feature: 1,
      reading: { value: 0.01234, resolution: 1e-5, displayUnit: 'um' },
    });
    expect(parseMillimar('2 -0.0012 mm>')).toMatchObject({
      feature: 2,
      reading: { value: -0.0012, judgement: 'high' },
    });
    expect(parseMillimar('3 +0.50000 inch')).toMatchObject({ reading: { value: 12.7 } });
    expect(parseMillimar('C1202')).toBeUndefined();
    expect(() => parseMillimar('3 ERR6')).toThrow(
      expect.objectContaining({ code: 'instrument-refused' }) as Error,
    );
  });
});

describe('mahr-millimar', () => {
  it('reads the feature it was told, with or without its number in the reply', async () => {
    const display = new Script({ 'ID?': 'C1202\r', 'M2?': '2 +12.34 um=\r' });
    await onScript(
      mahrMillimar,
      display,
      async (device) => {
        expect(await device.reading.read()).toMatchObject({ value: 0.01234, judgement: 'good' });
        display.replies.set('M2?', '+12.35 um\r');
        expect(await device.reading.read()).toMatchObject({ value: 0.01235 });
        display.replies.set('M2?', 'ERR6\r');
        await expect(device.reading.read()).rejects.toMatchObject({ device: { code: 'ERR6' } });
      },
      { feature: 2 },
    );
  });
});

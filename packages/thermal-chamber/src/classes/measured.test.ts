import { describe, expect, it } from 'vitest';
import { humidityRange, measured, platinumRange } from './measured.ts';

describe('a measured value', () => {
  it('is what its source gives, as far as the sensor can measure', async () => {
    for (const value of [-200, -0.1, 23.4, 850]) {
      const temperature = measured({ read: () => Promise.resolve(value) }, platinumRange, '°C');
      expect(await temperature.read({})).toBe(value);
    }
  });

  it.each([
    [999.9, platinumRange],
    [-999, platinumRange],
    [3276.7, platinumRange],
    [NaN, platinumRange],
    [999.9, humidityRange],
  ])('of %d ends in an error, for a sensor that is open shows such numbers', async (value, range) => {
    const source = measured({ read: () => Promise.resolve(value) }, range, '°C');
    await expect(source.read({})).rejects.toMatchObject({ kind: 'device', code: 'value-invalid' });
  });
});

import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { starrett } from './starrett.ts';

describe('starrett', () => {
  it('follows the unit in the line, zeroes and switches the display with readback', async () => {
    let [inch, position] = [false, 54.305];
    const gauge = new Script({
      R: () =>
        inch
          ? `+ ${(position / 25.4).toFixed(5)}, IN\r\n`
          : `${position < 0 ? '-' : '+'} ${Math.abs(position).toFixed(4)}, MM\r\n`,
      C: () => {
        position = 0;
        return undefined;
      },
      'p013=1': () => {
        inch = true;
        return 'SUCCESS\r\n';
      },
      'p013=2': 'NO ACCESS\r\n',
    });
    await onScript(starrett, gauge, async (device) => {
      expect(await device.reading.read()).toEqual({ value: 54.305, resolution: 1e-4, displayUnit: 'mm' });
      await device.display?.unit.write('[in_i]');
      expect((await device.reading.read()).value).toBeCloseTo(54.305, 3);
      await expect(device.display?.unit.write('mm')).rejects.toMatchObject({ code: 'instrument-refused' });
      await device.zeroing?.zero();
      expect((await device.reading.read()).value).toBe(0);
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Script, holdsUp, onScript } from '../../test/script.ts';
import { heidenhainNd } from './heidenhain-nd.ts';
import { parseNd } from './nd-line.ts';

describe('parseNd', () => {
  it.each([
    ['+    5.23100    ', 5.231, 1e-5, 'mm'],
    ['-  123.4565 "', -3135.7951, 0.002_54, '[in_i]'],
    ['\u0002+ 0.0010', 0.001, 1e-4, 'mm'],
  ])('reads %j', (line, value, resolution, displayUnit) => {
    expect(parseNd(line)?.reading).toEqual({ value, resolution, displayUnit });
  });

  it('tells axes, sorting marks and faults apart', () => {
    expect(parseNd('X +  12.345')).toMatchObject({ axis: 'X', reading: { value: 12.345 } });
    expect(parseNd('+  12.345  >')).toMatchObject({ reading: { judgement: 'high' } });
    expect(() => parseNd('+  12.345 ?')).toThrow(expect.objectContaining({ code: 'sensor-fault' }) as Error);
    expect(parseNd('ND-287    ')).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), (line) => {
        expect(holdsUp(() => parseNd(line))).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

describe('heidenhain-nd', () => {
  const identity = '\u0002ND-287    \r\n646118-01 \r\nV1-01     \r\n';

  it('identifies itself in three lines and gives the displayed value on Ctrl-B', async () => {
    const display = new Script({ '\u001BA0000': identity, '\u0002': '+    5.23100    \r\n\r\n' }, '\u0002');
    await onScript(heidenhainNd, display, async (device) => {
      expect((await device.reading.read()).value).toBe(5.231);
      display.replies.set('\u0002', '+    0.20594 "  \r\n');
      expect((await device.reading.read()).value).toBe(5.230_876);
    });
  });

  it('picks its axis of several and swallows the rest', async () => {
    const display = new Script(
      { '\u001BA0000': identity, '\u0002': 'X +   1.000\r\nY +   2.000\r\nZ +   3.000\r\n' },
      '\u0002',
    );
    await onScript(
      heidenhainNd,
      display,
      async (device) => {
        expect((await device.reading.read()).value).toBe(2);
        expect((await device.reading.read()).value).toBe(2);
      },
      { axis: 'Y' },
    );
  });
});

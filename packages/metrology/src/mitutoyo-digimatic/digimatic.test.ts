import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { mitutoyoDigimatic } from './digimatic.ts';

const inMm = { unit: 'mm' } as const;

describe('mitutoyo-digimatic', () => {
  it('reads a gauge in the unit it was told', async () => {
    await onScript(
      mitutoyoDigimatic,
      new Script({ '1': '01A+0012.345\r' }),
      async (device) => {
        expect(await device.reading.read()).toEqual({ value: 12.345, resolution: 0.001, displayUnit: 'mm' });
      },
      inMm,
    );
    await onScript(
      mitutoyoDigimatic,
      new Script({ '1': '01A+00.50000\r' }),
      async (device) => {
        expect(await device.reading.read()).toEqual({
          value: 12.7,
          resolution: 0.000_254,
          displayUnit: '[in_i]',
        });
      },
      { unit: '[in_i]' },
    );
  });

  it('opens only with a unit, because the interface does not send it', async () => {
    const gauge = new Script({ '1': '01A+0012.345\r' });
    await expect(onScript(mitutoyoDigimatic, gauge, () => Promise.resolve())).rejects.toThrow(
      'options.unit is missing; it must be one of mm, [in_i].',
    );
    expect(gauge.sent).toEqual([]);
  });

  it('gives no number after the gauge was switched to inch in the middle of a stream, until it is back', async () => {
    const gauge = new Script({ '1': '01A+0012.700\r' });
    await onScript(
      mitutoyoDigimatic,
      gauge,
      async (device, clock) => {
        const events: number[] = [];
        const subscription = device.measured$.subscribe({
          next: ({ value }) => events.push(value.value),
          error: () => {},
        });
        await device.reading.read();
        gauge.replies.set('1', '01A+00.50000\r');
        gauge.say('01A+00.50000\r');
        await expect(device.reading.read()).rejects.toMatchObject({ kind: 'device', code: 'unit-suspect' });
        expect(device.reading.last).toMatchObject({ quality: 'bad', value: undefined });
        gauge.replies.set('1', '01A+0012.700\r');
        expect((await device.reading.read()).value).toBe(12.7);
        gauge.say('01A-0000.100\r');
        await clock.sleep(10);
        subscription.unsubscribe();
        expect(events).toEqual([-0.1]);
      },
      inMm,
    );
  });

  it('tells a gauge that is off from one that measures, and a fault from both', async () => {
    const gauge = new Script({ '1': '911\r' });
    await onScript(
      mitutoyoDigimatic,
      gauge,
      async (device) => {
        await expect(device.reading.read()).rejects.toMatchObject({ kind: 'device', code: 'no-reading' });
        gauge.replies.set('1', '912\r');
        await expect(device.reading.read()).rejects.toMatchObject({ kind: 'device', code: 'sensor-fault' });
        gauge.replies.set('1', '01A+0000.001\r');
        expect((await device.reading.read()).value).toBe(0.001);
      },
      inMm,
    );
  });

  it('reads its own channel of a multiplexer and leaves the others alone', async () => {
    const gauge = new Script({ '3': '01A+0001.000\r03A+0003.000\r' });
    await onScript(
      mitutoyoDigimatic,
      gauge,
      async (device, clock) => {
        const events: number[] = [];
        const subscription = device.measured$.subscribe({
          next: ({ value }) => events.push(value.value),
          error: () => {},
        });
        expect((await device.reading.read()).value).toBe(3);
        gauge.say('02A+0002.000\r');
        gauge.say('03A+0004.000\r');
        await clock.sleep(10);
        subscription.unsubscribe();
        expect(events).toEqual([4]);
      },
      { unit: 'mm', channel: 3 },
    );
  });

  it('takes a line that comes in single bytes, and two that come at once', async () => {
    const gauge = new Script({
      '1': () => {
        for (const character of '01A+0001.5') gauge.say(character);
        return '00\r01A+0002.500\r';
      },
    });
    await onScript(
      mitutoyoDigimatic,
      gauge,
      async (device) => {
        expect((await device.reading.read()).value).toBe(1.5);
      },
      inMm,
    );
  });
});

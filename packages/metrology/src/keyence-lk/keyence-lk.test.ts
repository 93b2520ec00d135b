import { describe, expect, it } from 'vitest';
import { Script, onScript } from '../../test/script.ts';
import { keyenceLk } from './keyence-lk.ts';

describe('keyence-lk', () => {
  it('reads an output, and makes no number of the words that stand in its place', async () => {
    const controller = new Script({ M1: 'M1,+01.2345\r' });
    await onScript(keyenceLk, controller, async (device) => {
      expect(await device.reading.read()).toEqual({ value: 1.2345, resolution: 1e-4, displayUnit: 'mm' });
      for (const [line, code] of [
        ['M1,+FFFFFFF', 'overload'],
        ['M1,-FFFFFFF', 'underload'],
        ['M1,XXXXXXXX', 'no-reading'],
        ['M1,-------', 'no-reading'],
        ['ER,M1,01', 'setting-mode'],
        ['ER,M1,00', 'instrument-refused'],
      ] as const) {
        controller.replies.set('M1', `${line}\r`);
        await expect(device.reading.read()).rejects.toMatchObject({ kind: 'device', code });
      }
      controller.replies.set('M1', 'M1,-00001.2\r');
      expect(await device.reading.read()).toMatchObject({ value: -1.2, resolution: 0.1 });
    });
  });

  it('knows as many outputs as its generation has', async () => {
    const controller = new Script({ M1: 'M1,+01.2345\r' });
    await expect(onScript(keyenceLk, controller, () => Promise.resolve(), { output: 3 })).rejects.toThrow(
      'output 3 refused: generation 3000 has outputs 1 to 2.',
    );
    expect(controller.sent).toEqual([]);
  });

  it('asks for samples while somebody listens, with NaN where there is none, and leaves it when nobody does', async () => {
    let asked = 0;
    const controller = new Script({
      'MS,03': () => (++asked % 5 === 0 ? 'MS,03,XXXXXXXX\r' : 'MS,03,+00.5000\r'),
    });
    await onScript(
      keyenceLk,
      controller,
      async (device, clock) => {
        let [samples, invalid] = [0, 0];
        const subscription = device.samples$.subscribe({
          next: ({ value }) => {
            samples += value.samples.value.length;
            invalid += value.invalid;
          },
          error: () => {},
        });
        await clock.sleep(500);
        subscription.unsubscribe();
        expect(samples).toBeGreaterThan(100);
        expect(invalid / samples).toBeCloseTo(0.2, 1);
        await clock.sleep(100);
        const before = asked;
        await clock.sleep(1000);
        expect(asked).toBe(before);
        const { mean, invalid: missing } = await device.acquire({ count: 50 });
        expect(mean).toBe(0.5);
        expect(missing).toBe(10);
      },
      { output: 3, generation: '5000' },
    );
  });
});

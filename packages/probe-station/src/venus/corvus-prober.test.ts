import { describe, expect, it } from 'vitest';
import { CorvusScript } from '../../test/corvus-script.ts';
import { onMachine } from '../../test/scripted-machine.ts';
import { corvusProber } from './corvus-prober.ts';

const options = {
  wafer: {
    diameterUm: 100_000,
    pitchUm: { x: 5000, y: 4000 },
    subsites: [
      { name: 'A', xUm: 0, yUm: 0 },
      { name: 'B', xUm: 100, yUm: -200 },
    ],
  },
  home: { x: 50_000, y: 40_000 },
  contactHeight: 12_000,
  route: [
    { column: 0, row: 0 },
    { column: 1, row: 0 },
  ],
};

describe('a prober on a Corvus', () => {
  it('steps over the wafer with the chuck low, contacts and separates by the vertical axis', async () => {
    const corvus = new CorvusScript();
    await onMachine(corvusProber, corvus.machine, options, async (prober) => {
      expect(corvus.sent).toContain('0 joystick');
      expect(await prober.stepFirst()).toMatchObject({ ended: false, column: 0, row: 0 });
      expect(corvus.position).toEqual([50_000, 40_000, 0]);
      await prober.overtravel?.write(40);
      expect(await prober.contact()).toEqual({ z: 12_040 });
      expect(await prober.height.read()).toBe('contact');
      for (const step of [
        prober.stepNext(),
        prober.moveTo?.({ x: 1, y: 1 }),
        prober.moveBy?.({ x: 1, y: 1 }),
        prober.home?.(),
      ])
        await expect(step).rejects.toMatchObject({ code: 'in-contact' });
      expect(corvus.position).toEqual([50_000, 40_000, 12_040]);
      expect(await prober.separate()).toEqual({ z: 11_700 });
      expect(await prober.stepNext()).toMatchObject({ column: 1, last: true });
      // The chuck goes left to bring the next die to the right under the needles.
      expect(corvus.position).toEqual([45_000, 40_000, 11_700]);
      expect(await prober.stepNext()).toMatchObject({ ended: true, column: 1 });
      expect(await prober.position?.read()).toEqual({ x: 5000, y: 0, z: 11_700 });
      expect(await prober.stepTo({ column: 0, row: 1, subsite: 1 })).toMatchObject({ subsite: 1 });
      expect(corvus.position).toEqual([49_900, 36_200, 11_700]);
      await expect(prober.stepTo({ column: 0, row: 0, subsite: 2 })).rejects.toMatchObject({
        code: 'input-refused',
      });
    });
  });

  it('refuses what the needles do not bear, and any move of a stage that does not know where it is', async () => {
    const corvus = new CorvusScript();
    await onMachine(corvusProber, corvus.machine, { ...options, maxOvertravel: 60 }, async (prober) => {
      await expect(prober.overtravel?.write(61)).rejects.toMatchObject({ kind: 'range' });
      corvus.done = [3, 1, 3];
      await expect(prober.stepFirst()).rejects.toMatchObject({ code: 'not-referenced' });
      corvus.done = [3, 3, 1];
      await expect(prober.contact()).rejects.toMatchObject({ code: 'not-referenced' });
    });
    expect(corvus.sent.filter((line) => line.endsWith(' move'))).toEqual([]);
  });

  it('is made safe by separation, and stops by decelerating', async () => {
    const corvus = new CorvusScript();
    await onMachine(corvusProber, corvus.machine, options, async (prober, clock) => {
      await prober.contact();
      expect(await prober.safe('a test')).toMatchObject({ ok: true });
      expect(corvus.position[2]).toBe(11_700);
      const move = prober.moveTo?.({ x: -40_000, y: 0 });
      await clock.sleep(400);
      expect(await move?.stop()).toMatchObject({ outcome: 'stopped' });
      await move?.then(undefined, () => {});
      expect(corvus.sent).toContain('abort');
      const second = prober.moveTo?.({ x: 40_000, y: 0 });
      await clock.sleep(400);
      expect(await prober.safe('a test')).toMatchObject({ ok: true });
      await expect(second).rejects.toMatchObject({ kind: 'aborted' });
    });
  });

  it('counts the other way where it is mounted so', async () => {
    const corvus = new CorvusScript();
    corvus.position = [0, 0, 15_000];
    corvus.target = [0, 0, 15_000];
    const mounted = { ...options, up: -1 as const, signs: { x: 1, y: 1 } as const, separation: 200 };
    await onMachine(corvusProber, corvus.machine, mounted, async (prober) => {
      await prober.stepTo({ column: 1, row: 0 });
      expect(corvus.position).toEqual([55_000, 40_000, 15_000]);
      await prober.overtravel?.write(30);
      expect(await prober.contact()).toEqual({ z: 11_970 });
      expect(await prober.separate()).toEqual({ z: 12_200 });
    });
  });

  it.each([{ contactHeight: Number.NaN }, { separation: 0 }, { maxOvertravel: -1 }])(
    'refuses the options %j',
    async (wrong) => {
      await expect(
        onMachine(corvusProber, new CorvusScript().machine, { ...options, ...wrong }, async () => {}),
      ).rejects.toMatchObject({ code: 'option-refused' });
    },
  );
});

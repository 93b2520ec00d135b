import { describe, expect, it } from 'vitest';
import { openRig, RigService } from '../../test/rig.ts';
import type { Rig } from '../../test/rig.ts';
import { VirtualClock } from '../index.ts';

const holding = { setpoint: 25, heating: true };

async function withState(
  safeState: Readonly<Record<string, unknown>>,
  work: (rig: Rig, service: RigService) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const service = new RigService();
    Object.assign(service.values, { S: '90', H: '1', U: '40' });
    const { rig } = await openRig(clock, {}, { safeState }, service);
    await work(rig, service);
    await rig.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('a stated safe state', () => {
  it('is reached in its order, read back and reported, beside the hazards that it does not name', async () => {
    await withState(holding, async (rig, service) => {
      expect(await rig.safe('test')).toMatchObject({
        ok: true,
        members: [
          { path: 'bench/rig/voltage', wanted: [0], value: 0, outcome: 'confirmed' },
          { path: 'bench/rig/setpoint', wanted: [25], value: 25, outcome: 'confirmed' },
          { path: 'bench/rig/heating', wanted: [true], value: true, outcome: 'confirmed' },
        ],
      });
      expect(service.lines.filter((line) => /^[SHU]=/.test(line)).toSorted()).toEqual(['H=1', 'S=25', 'U=0']);
      expect(service.lines.indexOf('S?')).toBeLessThan(service.lines.indexOf('H=1'));
    });
  });

  it('is what a device is brought to again after its commands have ended', async () => {
    await withState(holding, async (rig, service) => {
      const settling = rig.settle({ target: 90 });
      expect(await rig.safe('test')).toMatchObject({ ok: true });
      await expect(settling).rejects.toMatchObject({ code: 'made-safe' });
      expect(service.values).toMatchObject({ S: '25', H: '1' });
    });
  });

  it('gives way to what the class calls safe when it cannot be confirmed', async () => {
    await withState(holding, async (rig, service) => {
      service.keep = (name, value) => (name === 'S' ? '90' : value);
      expect(await rig.safe('test')).toMatchObject({
        ok: false,
        members: [
          { path: 'bench/rig/voltage', outcome: 'confirmed' },
          { path: 'bench/rig/setpoint', value: 90, outcome: 'not-confirmed' },
          { path: 'bench/rig/heating', wanted: [false], value: false, outcome: 'confirmed' },
        ],
      });
      expect(service.count('H=1')).toBe(0);
      expect(service.values['H']).toBe('0');
    });
  });

  it('is tried again once its hazard is at what the class calls safe', async () => {
    await withState(holding, async (rig, service) => {
      let isBusy = true;
      service.keep = (name, value) => {
        if (name !== 'H') return value;
        // Until it was switched off it does something else.
        if (value === '0') isBusy = false;
        return isBusy ? '0' : value;
      };
      expect(await rig.safe('test')).toMatchObject({
        ok: true,
        members: [{ value: 0 }, { value: 25 }, { value: true }],
      });
      expect(service.lines.filter((line) => line.startsWith('H='))).toEqual(['H=1', 'H=0', 'H=1']);
    });
  });

  it('ends in its time when nothing answers', async () => {
    await withState(holding, async (rig, service) => {
      service.mute = true;
      const report = await rig.safe('test', { timeout: { seconds: 5 } });
      expect(report.ok).toBe(false);
      service.mute = false;
    });
  });

  it.each([
    [
      { setpiont: 25 },
      'safe-state-unknown',
      'there is no writable member named setpiont; known are setpoint,',
    ],
    [{ temperature: 25 }, 'safe-state-unknown', 'there is no writable member named temperature'],
    [{ setpoint: 301 }, 'safe-state-refused', 'setpoint 301 °C refused, allowed -70 to 300 °C'],
    [{ heating: 'no' }, 'safe-state-refused', 'heating'],
    [{ voltage: 5 }, 'safe-state-refused', 'voltage is safe as 0 only'],
  ])('is refused at opening where it makes no sense: %j', async (safeState, code, text) => {
    await expect(withState(safeState, async () => {})).rejects.toMatchObject({ kind: 'range', code });
    await expect(withState(safeState, async () => {})).rejects.toThrow(text);
  });
});

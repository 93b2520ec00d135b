import { describe, expect, it } from 'vitest';
import { openRig } from '../../test/rig.ts';
import type { Rig, RigBehaviour, RigService } from '../../test/rig.ts';
import { VirtualClock } from '../index.ts';
import type { Activity, InProcessTransport } from '../index.ts';

async function withRig(
  behaviour: RigBehaviour,
  work: (rig: Rig, service: RigService, clock: VirtualClock, link: InProcessTransport) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const { rig, service, link } = await openRig(clock, behaviour);
    await work(rig, service, clock, link);
    await rig.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

const heating = { path: 'bench/rig/heating', wanted: [false] };
const voltage = { path: 'bench/rig/voltage', wanted: [0] };

describe('safe()', () => {
  it('goes ahead of a hundred reads that wait', async () => {
    await withRig({}, async (rig, service) => {
      Object.assign(service.values, { H: '1', U: '40' });
      const reads = Array.from({ length: 100 }, async () => rig.temperature.read());
      const report = await rig.safe('the door is open');
      expect(report).toMatchObject({
        path: 'bench/rig',
        reason: 'the door is open',
        ok: true,
        members: [
          { ...heating, value: false, outcome: 'confirmed' },
          { ...voltage, value: 0, outcome: 'confirmed' },
        ],
        commands: [],
      });
      // One read was on the wire already.
      expect(service.lines.slice(0, 5)).toEqual(['T?', 'H=0', 'U=0', 'H?', 'U?']);
      expect(new Set(await Promise.all(reads))).toEqual(new Set([25]));
    });
  });

  it('ends what runs and what waits, and checks again after the last command has ended', async () => {
    const undoing: RigBehaviour = {
      stop: async () => {
        service.values['H'] = '1';
        return true;
      },
    };
    let service!: RigService;
    await withRig(undoing, async (rig, rigService, clock) => {
      service = rigService;
      const [running, waiting] = [rig.settle({ target: 90 }), rig.settle({ target: 91 })];
      await clock.sleep(1500);
      const report = await rig.safe('test');
      expect(report).toMatchObject({
        ok: true,
        members: [{ value: false }, { value: 0 }],
        commands: [
          { path: 'bench/rig/settle', mode: 'hold', outcome: 'stopped' },
          { path: 'bench/rig/settle', outcome: 'stopped', text: 'It had not begun.' },
        ],
      });
      await expect(running).rejects.toMatchObject({ kind: 'aborted', code: 'made-safe' });
      await expect(waiting).rejects.toMatchObject({ kind: 'aborted', code: 'made-safe' });
      expect(service.values['H']).toBe('0');
    });
  });

  it('ends writes that have not come to their end, and begins no others meanwhile', async () => {
    await withRig({}, async (rig, service, clock) => {
      const reads = Array.from({ length: 20 }, async () => rig.temperature.read());
      const late = [rig.heating.write(true), rig.voltage.write(40)];
      const settled = Promise.allSettled(late);
      const safe = rig.safe('the door is open');
      const meanwhile = Promise.allSettled([rig.heating.write(true), rig.settle({ target: 90 })]);
      expect(await safe).toMatchObject({ ok: true, members: [{ value: false }, { value: 0 }] });
      for (const result of [...(await settled), ...(await meanwhile)])
        expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'aborted', code: 'made-safe' } });
      await Promise.all(reads);
      await clock.sleep(5000);
      expect(service.values).toMatchObject({ H: '0', U: '0', S: '25' });
      // Afterwards it can be used again.
      await rig.heating.write(true);
      expect(service.values['H']).toBe('1');
    });
  });

  it('undoes a write that was on the wire', async () => {
    await withRig({}, async (rig, service) => {
      const write = rig.heating.write(true).catch((error: unknown) => error);
      expect(await rig.safe('the door is open')).toMatchObject({ ok: true });
      await write;
      expect(service.values['H']).toBe('0');
    });
  });

  it('does not wait for a command that cannot be stopped, and says so', async () => {
    await withRig({}, async (rig, _service, clock) => {
      const test = rig.selfTest();
      await clock.sleep(1);
      const report = await rig.safe('test');
      expect(clock.monotonic()).toBe(1);
      expect(report).toMatchObject({ ok: false, commands: [{ mode: 'cannot', outcome: 'not-confirmed' }] });
      expect(await test).toBe('passed');
    });
  });

  it('goes on with the other members when one does not obey, and does not call it safe', async () => {
    await withRig({}, async (rig, service) => {
      service.values['U'] = '40';
      service.keep = (name, value) => (name === 'H' ? '1' : value);
      expect(await rig.safe('test')).toMatchObject({
        ok: false,
        members: [
          { ...heating, value: true, outcome: 'not-confirmed' },
          { ...voltage, value: 0, outcome: 'confirmed' },
        ],
      });
    });
  });

  it('takes a value within the resolution, and minus zero, as safe', async () => {
    await withRig({}, async (rig, service) => {
      for (const value of ['-0', '0.04', '-0.05']) {
        service.keep = (name, kept) => (name === 'U' ? value : kept);
        expect((await rig.safe('test')).ok).toBe(true);
      }
      service.keep = (name, kept) => (name === 'U' ? '0.06' : kept);
      expect((await rig.safe('test')).ok).toBe(false);
    });
  });

  it('tells the truth when the link is down', async () => {
    await withRig({}, async (rig, _service, clock, link) => {
      link.unplug();
      const report = await rig.safe('test');
      expect(report).toMatchObject({
        ok: false,
        members: [
          { ...heating, value: undefined, outcome: 'not-confirmed', error: { kind: 'link' } },
          { ...voltage, value: undefined, outcome: 'not-confirmed', error: { kind: 'link' } },
        ],
      });
      expect(clock.monotonic()).toBeLessThanOrEqual(2000);
    });
  });

  it('keeps its timeout in all, with a silent device and a stop that never ends', async () => {
    await withRig({ stop: async () => new Promise(() => {}) }, async (rig, service, clock) => {
      const running = rig.settle({ target: 90 }).then(undefined, () => {});
      await clock.sleep(100);
      service.mute = true;
      const report = await rig.safe('test', { timeout: 500 });
      expect(clock.monotonic()).toBeLessThanOrEqual(700);
      expect(report).toMatchObject({
        ok: false,
        members: [{ error: { kind: 'timeout' } }, { error: { kind: 'timeout' } }],
        commands: [{ outcome: 'not-confirmed' }],
      });
      await expect(rig.close({ timeout: 500 })).rejects.toMatchObject({ kind: 'timeout' });
      void running;
    });
  });

  it('never rejects: not with a timeout that makes no sense, not when closed, not when cancelled', async () => {
    await withRig({}, async (rig, service) => {
      expect((await rig.safe('test', { timeout: -1 })).ok).toBe(true);
      expect(await rig.safe('test', { signal: AbortSignal.abort() })).toMatchObject({
        ok: false,
        members: [{ error: { kind: 'aborted' } }, { error: { kind: 'aborted' } }],
      });
      await rig.close();
      service.lines.length = 0;
      expect(await rig.safe('test')).toMatchObject({
        ok: false,
        members: [
          { error: { code: 'device-closed', path: 'bench/rig/heating' } },
          { outcome: 'not-confirmed' },
        ],
      });
      expect(service.lines).toEqual([]);
    });
  });

  it('is told in activity$ with its report', async () => {
    await withRig({}, async (rig) => {
      const activity: Activity[] = [];
      rig.activity$.subscribe((one) => activity.push(one));
      const report = await rig.safe('test');
      expect(activity).toEqual([{ type: 'safe', at: report.at, path: 'bench/rig', report }]);
    });
  });
});

import { firstValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { openRig } from '../../test/rig.ts';
import type { Rig, RigBehaviour, RigService } from '../../test/rig.ts';
import { FourwireError, VirtualClock } from '../index.ts';
import type { Activity } from '../index.ts';

async function withRig(
  behaviour: RigBehaviour,
  work: (rig: Rig, clock: VirtualClock, service: RigService) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const { rig, service } = await openRig(clock, behaviour);
    await work(rig, clock, service);
    await rig.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

const fast: RigBehaviour = { run: async ({ target }) => ({ reached: target }) };

describe('an operation', () => {
  it('is stopped in the middle; a second stop gives the same report, one after the end says finished', async () => {
    await withRig({}, async (rig, clock, service) => {
      const operation = rig.settle({ target: 90 });
      const progress = firstValueFrom(operation.progress$.pipe(toArray()));
      await clock.sleep(3500);
      const [first, second] = [operation.stop('enough'), operation.stop('again')];
      expect(await first).toEqual({ mode: 'hold', outcome: 'stopped' });
      expect(await second).toBe(await first);
      await expect(operation).rejects.toMatchObject({
        kind: 'aborted',
        code: 'stopped',
        message: 'bench/rig/settle: The command was stopped: enough.',
        details: { stop: { mode: 'hold', outcome: 'stopped' } },
      });
      expect(await progress).toEqual([1, 2, 3]);
      expect(service.count('S=20')).toBe(1);
    });
  });

  it('that has ended is not stopped any more', async () => {
    await withRig(fast, async (rig, _clock, service) => {
      const operation = rig.settle({ target: 30 });
      expect(await operation).toEqual({ reached: 30 });
      expect(await operation.stop()).toEqual({ mode: 'hold', outcome: 'finished' });
      expect(service.lines).toEqual([]);
    });
  });

  it('that waits behind another is stopped without a byte, and does not let the next one pass', async () => {
    await withRig({}, async (rig, clock, service) => {
      const first = rig.settle({ target: 90 });
      const second = rig.settle({ target: 91 });
      const third = rig.settle({ target: 92 });
      await clock.sleep(1500);
      expect(await second.stop()).toMatchObject({ outcome: 'stopped', text: 'It had not begun.' });
      await expect(second).rejects.toMatchObject({ code: 'stopped' });
      expect(await first).toEqual({ reached: 90 });
      expect(service.lines).not.toContain('S=91');
      expect(await third).toEqual({ reached: 92 });
      expect(clock.monotonic()).toBe(20_000);
    });
  });

  it('is cancelled by its signal, before it began and in the middle', async () => {
    await withRig({}, async (rig, clock, service) => {
      await expect(rig.settle({ target: 1 }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
        kind: 'aborted',
      });
      expect(service.lines).toEqual([]);
      const abort = new AbortController();
      const operation = rig.settle({ target: 90 }, { signal: abort.signal });
      await clock.sleep(1500);
      abort.abort();
      await expect(operation).rejects.toMatchObject({
        kind: 'aborted',
        details: { stop: { outcome: 'stopped' } },
      });
      expect(service.lines.at(-1)).toBe('S=20');
    });
  });

  it('is stopped when its time is up', async () => {
    await withRig({}, async (rig, clock, service) => {
      await expect(rig.settle({ target: 90 }, { timeout: 2500 })).rejects.toMatchObject({
        kind: 'timeout',
        details: { stop: { outcome: 'stopped' } },
      });
      expect(clock.monotonic()).toBe(2500);
      expect(service.lines.at(-1)).toBe('S=20');
      await expect(rig.settle({ target: 90 }, { timeout: -1 })).rejects.toMatchObject({
        code: 'duration-invalid',
      });
    });
  });

  it('ends when stopped although its run ignores the signal, or comes to an end meanwhile', async () => {
    const endless: RigBehaviour = { run: async () => new Promise(() => {}) };
    await withRig(endless, async (rig, clock) => {
      const operation = rig.settle({ target: 90 });
      await clock.sleep(10);
      expect(await operation.stop()).toMatchObject({ outcome: 'stopped' });
      await expect(operation).rejects.toMatchObject({ code: 'stopped' });
    });
    const polite: RigBehaviour = {
      run: async (_input, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ reached: 1 }));
        }),
    };
    await withRig(polite, async (rig, clock) => {
      const operation = rig.settle({ target: 90 });
      await clock.sleep(10);
      expect(await operation.stop()).toMatchObject({ outcome: 'stopped' });
      await expect(operation).rejects.toMatchObject({ code: 'stopped' });
    });
  });

  it('says not-confirmed when the machine does not confirm, or the stop fails', async () => {
    await withRig({ stop: async () => false }, async (rig, clock) => {
      const operation = rig.settle({ target: 90 });
      await clock.sleep(10);
      expect(await operation.stop()).toEqual({ mode: 'hold', outcome: 'not-confirmed' });
    });
    const failing: RigBehaviour = {
      stop: async () => {
        throw new FourwireError('device', 'no-stop', 'The brake is stuck.');
      },
    };
    await withRig(failing, async (rig, clock) => {
      const operation = rig.settle({ target: 90 });
      await clock.sleep(10);
      expect(await operation.stop()).toEqual({
        mode: 'hold',
        outcome: 'not-confirmed',
        text: 'The brake is stuck.',
      });
      await expect(operation).rejects.toMatchObject({ code: 'stopped' });
    });
  });

  it('that cannot be stopped is waited for, whoever asks', async () => {
    await withRig({}, async (rig, clock) => {
      const operation = rig.selfTest({ timeout: 1000 });
      await clock.sleep(2000);
      expect(await operation.stop()).toMatchObject({ mode: 'cannot', outcome: 'finished' });
      expect(clock.monotonic()).toBe(5000);
      expect(await operation).toBe('passed');
    });
  });

  it('completes progress$ however it ends, also for who listens late', async () => {
    const failing: RigBehaviour = {
      run: async (_input, operation) => {
        operation.progress(1);
        throw new FourwireError('device', 'broken', 'It broke.');
      },
    };
    await withRig(failing, async (rig) => {
      const operation = rig.settle({ target: 90 });
      const progress = firstValueFrom(operation.progress$.pipe(toArray()));
      await expect(operation).rejects.toMatchObject({ code: 'broken', path: 'bench/rig/settle' });
      expect(await progress).toEqual([1]);
      expect(await firstValueFrom(operation.progress$.pipe(toArray()))).toEqual([]);
      const refused = rig.settle({ target: Number.NaN });
      expect(await firstValueFrom(refused.progress$.pipe(toArray()))).toEqual([]);
    });
  });

  it('runs after the commands before it, unless it is immediate', async () => {
    await withRig({}, async (rig, clock) => {
      const order: string[] = [];
      const note = (name: string) => (): void => {
        order.push(`${name} at ${clock.monotonic()}`);
      };
      const commands = [
        rig.settle({ target: 90 }).then(note('settle')),
        rig.selfTest().then(note('selfTest')),
        rig.beep().then(note('beep')),
      ];
      await Promise.all(commands);
      expect(order).toEqual(['beep at 0', 'settle at 10000', 'selfTest at 15000']);
    });
  });

  it('refuses a wrong input at once and before anything is sent, also while another runs', async () => {
    await withRig({}, async (rig, clock, service) => {
      const first = rig.selfTest();
      await expect(rig.settle({ target: Number.NaN })).rejects.toMatchObject({
        kind: 'range',
        code: 'input-refused',
        message: 'bench/rig/settle: input.target must be a number in °C; got NaN.',
      });
      // @ts-expect-error -- what JavaScript callers may do
      await expect(rig.settle()).rejects.toMatchObject({ kind: 'range' });
      expect(clock.monotonic()).toBe(0);
      expect(service.lines).toEqual([]);
      await first;
    });
  });

  it('that fails may be left alone: the failure is in activity$, and there for who awaits it later', async () => {
    const failing: RigBehaviour = {
      run: async () => {
        throw new FourwireError('device', 'broken', 'It broke.');
      },
    };
    await withRig(failing, async (rig, clock) => {
      const activity: Activity[] = [];
      rig.activity$.subscribe((one) => activity.push(one));
      const operation = rig.settle({ target: 90 });
      // An unhandled rejection in this time would fail the test run.
      await clock.sleep(1000);
      expect(activity).toMatchObject([
        { type: 'command', phase: 'started', path: 'bench/rig/settle', input: { target: 90 } },
        { type: 'command', phase: 'failed', error: { code: 'broken' } },
      ]);
      await expect(operation).rejects.toMatchObject({ code: 'broken' });
    });
  });
});

describe('status$', () => {
  it('is busy with the first command while commands run, and idle afterwards', async () => {
    await withRig({}, async (rig, clock) => {
      const seen: string[] = [];
      rig.status$.subscribe(({ code, text }) => seen.push(`${code} ${text}`));
      const both = [rig.settle({ target: 30 }), rig.selfTest()];
      await Promise.all(both);
      await clock.sleep(1);
      expect(seen).toEqual([
        '100 idle',
        '300 bench/rig/settle is running',
        '300 bench/rig/selfTest is running',
        '100 idle',
      ]);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { openRig } from '../../test/rig.ts';
import type { Rig, RigService } from '../../test/rig.ts';
import { VirtualClock, until } from '../index.ts';
import type { InProcessTransport } from '../index.ts';

async function withRig(
  work: (rig: Rig, clock: VirtualClock, service: RigService, link: InProcessTransport) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const { rig, service, link } = await openRig(clock);
    await work(rig, clock, service, link);
    // The poll has ended with the wait.
    const asked = service.lines.length;
    await clock.sleep(5000);
    expect(service.lines).toHaveLength(asked);
    await rig.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('until', () => {
  it('gives the first good reading that meets the condition, also after a cable was pulled', async () => {
    await withRig(async (rig, clock, service, link) => {
      const waiting = until(rig.temperature, (celsius) => celsius > 80, {
        timeout: { minutes: 5 },
        clock,
      });
      await clock.sleep(2500);
      link.unplug();
      service.values['T'] = '85';
      await clock.sleep(5000);
      link.plug();
      expect(await waiting).toMatchObject({ quality: 'good', value: 85 });
    });
  });

  it('does not trust the remembered reading', async () => {
    await withRig(async (rig, clock, service) => {
      await rig.temperature.read();
      service.values['T'] = '90';
      expect(await until(rig.temperature, () => true, { clock })).toMatchObject({ value: 90 });
    });
  });

  it('rejects with kind timeout and the last value when the condition is not met in time', async () => {
    await withRig(async (rig, clock) => {
      const waiting = until(rig.temperature, (celsius) => celsius > 80, { timeout: 2500, clock });
      await expect(waiting).rejects.toMatchObject({
        kind: 'timeout',
        code: 'condition-not-met',
        path: 'bench/rig/temperature',
        message:
          'bench/rig/temperature: The condition was not met within 2.5 s; the last value is 25 (good).',
        details: { last: { quality: 'good', value: 25 } },
      });
    });
  });

  it('rejects when the signal is aborted, before or while it waits', async () => {
    await withRig(async (rig, clock, service) => {
      const early = until(rig.temperature, () => true, { signal: AbortSignal.abort(), clock });
      await expect(early).rejects.toMatchObject({ kind: 'aborted', path: 'bench/rig/temperature' });
      expect(service.lines).toEqual([]);
      const abort = new AbortController();
      const waiting = until(rig.temperature, () => false, { signal: abort.signal, clock });
      waiting.catch(() => {});
      await clock.sleep(500);
      abort.abort();
      await expect(waiting).rejects.toMatchObject({ kind: 'aborted' });
    });
  });

  it('rejects with what the condition throws', async () => {
    await withRig(async (rig, clock) => {
      const waiting = until(
        rig.temperature,
        () => {
          throw new RangeError('not like this');
        },
        { clock },
      );
      await expect(waiting).rejects.toThrow('not like this');
    });
  });
});

import { memorySink, openBench, openJournal, recordBench, recordReadings, runSafely } from '@fourwire/bench';
import type { BenchSlot, JournalSink } from '@fourwire/bench';
import { FourwireError, InProcessTransport, VirtualClock, openDevice } from '@fourwire/core';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { RigService, rigDriver } from '../packages/core/test/rig.ts';
import type { Rig, RigBehaviour } from '../packages/core/test/rig.ts';
import { withRigs } from './setup/rig-bench.ts';

describe('a bench from code', () => {
  it('refuses a device that its rules would not reach, and closes the others', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const opened: Rig[] = [];
      const open = async (options: object): Promise<Rig> => {
        const rig: Rig = await openDevice(rigDriver(), new InProcessTransport(new RigService(), 'rig'), {
          clock,
          ...options,
        });
        opened.push(rig);
        return rig;
      };
      const bench = openBench({ left: open, right: async () => open({}) }, { clock });
      await expect(bench).rejects.toMatchObject({
        code: 'slot-not-used',
        message: expect.stringContaining(
          'bench/right: "right" was opened without what its bench tells it',
        ) as string,
      });
      for (const rig of opened) expect(await firstValueFrom(rig.lifecycle$)).toBe('closed');
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('closes what is open already when opening is given up', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const caller = new AbortController();
      const slow = { connect: async () => clock.sleep({ minutes: 1 }) };
      const opened: Rig[] = [];
      const open = async (slot: BenchSlot, behaviour: RigBehaviour): Promise<Rig> => {
        const link = new InProcessTransport(new RigService(), 'rig');
        const rig: Rig = await openDevice(rigDriver(behaviour), link, { ...slot });
        opened.push(rig);
        return rig;
      };
      clock.setTimer(1000, () => caller.abort());
      const bench = openBench(
        { left: async (slot) => open(slot, {}), right: async (slot) => open(slot, slow) },
        { clock, signal: caller.signal },
      );
      await expect(bench).rejects.toMatchObject({ kind: 'aborted', path: 'bench/right' });
      expect(clock.monotonic()).toBeLessThan(2000);
      expect(opened).toHaveLength(1);
      for (const rig of opened) expect(await firstValueFrom(rig.lifecycle$)).toBe('closed');
      await clock.sleep({ minutes: 2 });
    });
    expect(clock.pendingTimers).toBe(0);
  });
});

const byHand = { watchProcess: false } as const;

describe('a run on a bench', () => {
  it('is not begun when it was ended before', async () => {
    await withRigs(async ({ bench, left }) => {
      let begun = false;
      const outcome = await runSafely(
        bench,
        async () => {
          begun = true;
          await bench.devices.left.heating.write(true);
        },
        { ...byHand, signal: AbortSignal.abort() },
      );
      expect(begun).toBe(false);
      expect(outcome).toMatchObject({ outcome: 'stopped', error: { code: 'run-stopped' } });
      expect(outcome.safe).toMatchObject([{ ok: true }, { ok: true }]);
      expect(left.values['H']).toBe('0');
    });
  });

  it('switches nothing on again, though its work does not look at its signal', async () => {
    await withRigs(async ({ bench, left, clock }) => {
      const caller = new AbortController();
      const { heating, settle } = bench.devices.left;
      let refusal: unknown;
      let goOn = true;
      clock.setTimer(5000, () => caller.abort());
      const outcome = await runSafely(
        bench,
        async () => {
          while (goOn) {
            await clock.sleep(700);
            await heating.write(true).catch((error: unknown) => (refusal = error));
            await settle({ target: 90 }).then(undefined, () => {});
          }
        },
        { ...byHand, signal: caller.signal },
      );
      expect(outcome).toMatchObject({ outcome: 'stopped', safe: [{ ok: true }, { ok: true }] });
      await clock.sleep(30_000);
      expect(left.values['H']).toBe('0');
      expect(refusal).toMatchObject({ kind: 'aborted', code: 'run-over', path: 'lab/left/heating' });
      // The way to safety stays open, and so does everything when the work has ended.
      await heating.write(false);
      goOn = false;
      await clock.sleep(1000);
      await heating.write(true);
      expect(left.values['H']).toBe('1');
    });
  });

  it('ends though a machine never says that it has stopped, and tells what is not confirmed', async () => {
    const behaviour: RigBehaviour = { stop: async () => new Promise(() => {}) };
    await withRigs(
      async ({ bench, left, right, clock }) => {
        const outcome = await runSafely(
          bench,
          async (signal) => {
            await bench.devices.right.voltage.write(40);
            left.values['H'] = '1';
            const settling = bench.devices.left.settle({ target: 90 }, { signal });
            settling.then(undefined, () => {});
            await clock.sleep(2000);
            throw new FourwireError('internal', 'planned', 'A mistake.');
          },
          { ...byHand, safeTimeout: { seconds: 20 } },
        );
        expect(clock.monotonic()).toBeLessThan(30_000);
        expect(outcome.safe).toMatchObject([
          { path: 'lab/left', ok: false, commands: [{ outcome: 'not-confirmed' }] },
          { path: 'lab/right', ok: true },
        ]);
        expect([left.values['H'], right.values['U']]).toEqual(['0', '0']);
      },
      {},
      behaviour,
    );
  }, 20_000);

  it('goes on with the others when the wire to a machine hangs', async () => {
    await withRigs(async ({ bench, left, right, clock }) => {
      const outcome = await runSafely(
        bench,
        async () => {
          await bench.devices.right.heating.write(true);
          left.mute = true;
        },
        byHand,
      );
      expect(outcome.safe).toMatchObject([
        {
          ok: false,
          members: [
            { outcome: 'not-confirmed', error: { kind: 'timeout' } },
            { outcome: 'not-confirmed', error: { kind: 'link' } },
          ],
        },
        { ok: true },
      ]);
      expect(right.values['H']).toBe('0');
      expect(clock.monotonic()).toBeLessThan(20_000);
    });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is ended by %s', async (name) => {
    await withRigs(async ({ bench, left, clock }) => {
      const before = process.listeners(name);
      const outcome = await runSafely(bench, async (signal) => {
        await bench.devices.left.heating.write(true);
        for (const listener of process.listeners(name)) if (!before.includes(listener)) listener(name);
        await clock.sleep({ hours: 1 }, signal);
      });
      expect(outcome).toMatchObject({ outcome: 'stopped', safe: [{ ok: true }, { ok: true }] });
      expect(left.values['H']).toBe('0');
      expect(process.listeners(name)).toEqual(before);
    });
  });

  it('is ended when the process would end because nothing is left to wait for', async () => {
    await withRigs(async ({ bench, left }) => {
      const before = process.listeners('beforeExit');
      const outcome = await runSafely(bench, async () => {
        await bench.devices.left.heating.write(true);
        for (const listener of process.listeners('beforeExit')) if (!before.includes(listener)) listener(0);
        await new Promise(() => {});
      });
      expect(outcome).toMatchObject({ outcome: 'failed', error: { code: 'run-stuck' } });
      expect(left.values['H']).toBe('0');
    });
  });
});

describe('the record of a run', () => {
  const full: JournalSink = {
    write: async () => {
      throw new FourwireError('link', 'planned', 'ENOSPC: no space left on device');
    },
    sync: async () => {},
    close: async () => {},
  };

  it('ends the run when it cannot be written, with its machines safe and no error that nobody handles', async () => {
    await withRigs(async ({ bench, left, clock }) => {
      const journal = await openJournal(full, { clock });
      const recording = recordBench(bench, journal);
      const outcome = await runSafely(
        bench,
        async (signal) => {
          await bench.devices.left.heating.write(true);
          await clock.sleep({ hours: 1 }, signal);
        },
        { ...byHand, journal },
      );
      expect(outcome).toMatchObject({ outcome: 'failed', error: { code: 'journal-write-failed' } });
      expect(outcome.safe).toMatchObject([{ ok: true }, { ok: true }]);
      expect(left.values['H']).toBe('0');
      expect(clock.monotonic()).toBeLessThan(5000);
      await clock.sleep(1000);
      recording.unsubscribe();
      await expect(journal.close()).rejects.toMatchObject({ code: 'journal-write-failed' });
    });
  });

  it('may be closed before the recording ends', async () => {
    await withRigs(async ({ bench, clock }) => {
      const sink = memorySink();
      const journal = await openJournal(sink, { clock });
      const recording = recordBench(bench, journal);
      recording.add(recordReadings(bench.devices.left.temperature, 'Cel', journal));
      await journal.close();
      const before = sink.text;
      // Nobody could handle an error thrown here; the test would fail of it.
      await bench.devices.left.setpoint.write(30);
      await clock.sleep(5000);
      recording.unsubscribe();
      expect(sink.text).toBe(before);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { RigService, openRig } from '../../test/rig.ts';
import { Bus, BusClient, InProcessTransport, VirtualClock, endsWith } from '../index.ts';
import type { BytePeer, ByteSession, ByteTransport, Call, Clock } from '../index.ts';

/** Takes its time over each answer, so that questions come while another is open. */
class SlowRig extends RigService {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    super();
    this.#clock = clock;
  }

  override connect(peer: BytePeer): ByteSession {
    const send = (bytes: Uint8Array): void => void this.#clock.setTimer(7, () => peer.send(bytes));
    return super.connect({ ...peer, send });
  }
}

describe('a line that several use', () => {
  it('gives a poll and those who read beside it their own answers', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const service = new SlowRig(clock);
      Object.assign(service.values, { T: '1', S: '2', U: '3', L1: '4', L2: '5' });
      const { rig } = await openRig(clock, {}, {}, service);
      const polled: unknown[] = [];
      const subscription = rig.temperature.value$.subscribe(({ value, quality }) =>
        polled.push([value, quality]),
      );
      const [first, second] = rig.channels;
      const members = [rig.setpoint, rig.voltage, first?.level, second?.level];
      const readers = members.map(async (member, index) => {
        for (let round = 0; round < 150; round++) {
          expect(await member?.read()).toBe(index + 2);
          await clock.sleep(index * 3);
        }
      });
      await Promise.all(readers);
      expect(polled.length).toBeGreaterThan(3);
      expect(new Set(polled.map(String))).toEqual(new Set(['1,good']));
      subscription.unsubscribe();
      await rig.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets nobody wait longer than its own time behind devices that are silent', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const service = new RigService();
      service.mute = true;
      const bus = new Bus<ByteTransport>(new InProcessTransport(service, 'line'), { clock });
      await bus.open();
      const ask = async (path: string, call: Call = {}): Promise<unknown> =>
        new BusClient(bus, path, { timeout: 1000 }).exchange(async (wire, turn) => {
          await wire.write(new TextEncoder().encode('T?\n'), turn);
          return wire.read(endsWith(), turn);
        }, call);
      const start = clock.monotonic();
      const outcome = async (asked: Promise<unknown>): Promise<unknown> =>
        asked.then(
          () => 'answered',
          (error: unknown) => [(error as Error).message, Math.round(clock.monotonic() - start)],
        );
      const outcomes = await Promise.all([
        outcome(ask('first')),
        outcome(ask('second')),
        outcome(ask('hasty', { timeout: 500 })),
      ]);
      expect(outcomes).toEqual([
        [expect.stringContaining('no answer within 1 s'), 1000],
        [expect.stringContaining('no answer within 1 s'), 2000],
        [expect.stringContaining('did not get its turn on the wire within 500 ms'), 500],
      ]);
      await bus.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });
});

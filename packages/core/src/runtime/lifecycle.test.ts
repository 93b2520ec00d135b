import { Observable, filter, firstValueFrom, switchMap } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { RigService, openRig, rigDriver } from '../../test/rig.ts';
import { Bus, BusClient, FourwireError, InProcessTransport, VirtualClock, openDevice } from '../index.ts';
import type { ByteTransport, Lifecycle, Reading, Transport } from '../index.ts';

async function inVirtualTime(work: (clock: VirtualClock) => Promise<void>): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => work(clock));
  expect(clock.pendingTimers).toBe(0);
}

describe('a device that is back', () => {
  it('can be used by whoever is told so', async () => {
    await inVirtualTime(async (clock) => {
      const { rig, link } = await openRig(clock);
      link.unplug();
      const reading = firstValueFrom(
        rig.lifecycle$.pipe(
          filter((lifecycle) => lifecycle === 'ready'),
          switchMap(async () => rig.temperature.read()),
        ),
      );
      link.plug();
      expect(await reading).toBe(25);
      await rig.close();
    });
  });
});

describe('opening', () => {
  it('that fails leaves the link closed and free for the next try', async () => {
    await inVirtualTime(async (clock) => {
      const service = new RigService();
      const bus = new Bus<ByteTransport>(new InProcessTransport(service, 'rig'), { clock });
      const options = { clock, identity: { serialNumber: '18' }, path: 'bench/rig' };
      await expect(openDevice(rigDriver(), bus, options)).rejects.toMatchObject({
        kind: 'device',
        code: 'identity-mismatch',
        message: 'bench/rig: Another device answers at sim://rig: expected serialNumber "18", got "17".',
      });
      expect(bus.state).toBe('closed');
      service.mute = true;
      await expect(openDevice(rigDriver(), bus, { clock })).rejects.toMatchObject({ kind: 'timeout' });
      expect(bus.state).toBe('closed');
      service.mute = false;
      const rig = await openDevice(rigDriver(), bus, { clock });
      await rig.close();
    });
  });

  it('that failed leaves a shared bus to the others', async () => {
    await inVirtualTime(async (clock) => {
      const bus = new Bus<ByteTransport>(new InProcessTransport(new RigService(), 'rig'), { clock });
      const first = await openDevice(rigDriver(), bus, { clock, path: 'first' });
      const failing = openDevice(rigDriver(), bus, { clock, identity: { model: 'other' } });
      await expect(failing).rejects.toMatchObject({ code: 'identity-mismatch' });
      const second = await openDevice(rigDriver(), bus, { clock, path: 'second' });
      await second.close();
      expect(await first.temperature.read()).toBe(25);
      await expect(second.temperature.read()).rejects.toMatchObject({ kind: 'state', code: 'device-closed' });
      await expect(second.setpoint.write(30)).rejects.toMatchObject({ code: 'device-closed' });
      await expect(second.beep()).rejects.toMatchObject({ code: 'device-closed' });
      await first.close();
      expect(bus.state).toBe('closed');
    });
  });

  it('keeps its timeout and its signal, whatever the driver waits for', async () => {
    await inVirtualTime(async (clock) => {
      const stuck = { connect: async (): Promise<void> => new Promise(() => {}) };
      await expect(openRig(clock, stuck, { timeout: 300 })).rejects.toMatchObject({ kind: 'timeout' });
      expect(clock.monotonic()).toBe(300);
      await expect(openRig(clock, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
        kind: 'aborted',
      });
    });
  });

  it('twice at once is one opening', async () => {
    await inVirtualTime(async (clock) => {
      const { rig, service } = await openRig(clock);
      await rig.close();
      await Promise.all([rig.open(), rig.open()]);
      expect(service.count('ID?')).toBe(1);
      expect(await firstValueFrom(rig.lifecycle$)).toBe('ready');
      await rig.open();
      expect(service.count('ID?')).toBe(1);
      await rig.close();
    });
  });

  it('is given up by close()', async () => {
    await inVirtualTime(async (clock) => {
      const { rig, service } = await openRig(clock);
      await rig.close();
      service.mute = true;
      const opening = rig.open().catch((error: unknown) => error);
      await clock.sleep(100);
      await rig.close();
      expect(await opening).toMatchObject({ kind: 'aborted', code: 'device-closed' });
      expect(await firstValueFrom(rig.lifecycle$)).toBe('closed');
      expect(clock.monotonic()).toBe(100);
    });
  });
});

describe('closing', () => {
  it('stops a running command first, and may be called twice', async () => {
    await inVirtualTime(async (clock) => {
      const { rig, service } = await openRig(clock);
      const running = rig.settle({ target: 90 });
      const waiting = rig.selfTest();
      await clock.sleep(1500);
      await Promise.all([rig.close(), rig.close()]);
      await rig.close();
      expect(service.lines.at(-1)).toBe('S=20');
      await expect(running).rejects.toMatchObject({ kind: 'aborted', code: 'device-closed' });
      await expect(waiting).rejects.toMatchObject({ code: 'device-closed' });
      expect(await firstValueFrom(rig.lifecycle$)).toBe('closed');
      expect(await firstValueFrom(rig.status$)).toEqual({ code: 0, text: 'closed' });
    });
  });

  it('is done also when the driver cannot take leave', async () => {
    await inVirtualTime(async (clock) => {
      const tearDown = async (): Promise<void> => {
        throw new FourwireError('device', 'no-leave', 'It stays in remote.');
      };
      const { rig } = await openRig(clock, { tearDown });
      await expect(rig.close()).rejects.toMatchObject({ code: 'no-leave', path: 'bench/rig' });
      expect(await firstValueFrom(rig.lifecycle$)).toBe('closed');
      await rig.open();
      expect(await rig.temperature.read()).toBe(25);
      await rig.close().catch(() => {});
    });
  });

  it('can be followed by opening with the same members', async () => {
    await inVirtualTime(async (clock) => {
      const { rig } = await openRig(clock);
      const { temperature } = rig;
      for (let round = 0; round < 3; round++) {
        await rig.close();
        await rig.open();
        expect(await temperature.read()).toBe(25);
      }
      expect(rig.temperature).toBe(temperature);
      expect((await rig.safe('test')).members).toHaveLength(2);
      await rig.close();
    });
  });

  it('comes at the end of a scope by itself', async () => {
    await inVirtualTime(async (clock) => {
      const seen: Lifecycle[] = [];
      {
        await using rig = (await openRig(clock)).rig;
        rig.lifecycle$.subscribe((lifecycle) => seen.push(lifecycle));
      }
      expect(seen).toEqual(['ready', 'closing', 'closed']);
    });
  });
});

describe('a device plugged in again', () => {
  it('is refused when it is another one; value$ says why, and goes on with the right one', async () => {
    await inVirtualTime(async (clock) => {
      const { rig, service, link } = await openRig(clock);
      const readings: Reading<number>[] = [];
      const subscription = rig.temperature.value$.subscribe((reading) => readings.push(reading));
      await clock.sleep(100);
      link.unplug();
      service.values['ID'] = 'Acme,Rig,18,1.0';
      link.plug();
      await clock.sleep(3000);
      expect(readings.at(-1)).toMatchObject({ quality: 'bad', error: { code: 'identity-mismatch' } });
      expect(await firstValueFrom(rig.status$)).toMatchObject({ code: 400 });
      const asked = service.lines.length;
      await expect(rig.temperature.read()).rejects.toMatchObject({
        code: 'identity-mismatch',
        path: 'bench/rig/temperature',
      });
      await expect(rig.setpoint.write(30)).rejects.toMatchObject({ code: 'identity-mismatch' });
      await expect(rig.beep()).rejects.toMatchObject({ code: 'identity-mismatch' });
      expect((await rig.safe('test')).members[0]).toMatchObject({ error: { code: 'identity-mismatch' } });
      expect(service.lines).toHaveLength(asked);

      link.unplug();
      service.values['ID'] = 'Acme,Rig,17,2.0';
      link.plug();
      await clock.sleep(3000);
      expect(readings.at(-1)).toMatchObject({ quality: 'good', value: 25 });
      expect(await firstValueFrom(rig.identity$)).toMatchObject({ serialNumber: '17', firmware: '2.0' });
      expect(await firstValueFrom(rig.status$)).toEqual({ code: 100, text: 'idle' });
      subscription.unsubscribe();
      await rig.close();
    });
  });

  it('that was refused, closed and replaced by the right one can be opened', async () => {
    await inVirtualTime(async (clock) => {
      const { rig, service, link } = await openRig(clock);
      link.unplug();
      service.values['ID'] = 'Acme,Rig,18,1.0';
      link.plug();
      await clock.sleep(3000);
      await rig.close();
      await expect(rig.open()).rejects.toMatchObject({ code: 'identity-mismatch' });
      service.values['ID'] = 'Acme,Rig,17,1.0';
      await rig.open();
      expect(await rig.temperature.read()).toBe(25);
      await rig.close();
    });
  });
});

describe('the parts of a device', () => {
  it('have paths, counted from 1 in a list, and are there only if the device has them', async () => {
    await inVirtualTime(async (clock) => {
      const { rig } = await openRig(clock, { humidity: true });
      expect([rig.humidity?.path, rig.humidity?.level.path]).toEqual([
        'bench/rig/humidity',
        'bench/rig/humidity/level',
      ]);
      expect(rig.channels.map((channel) => [channel.path, channel.level.path])).toEqual([
        ['bench/rig/channels/1', 'bench/rig/channels/1/level'],
        ['bench/rig/channels/2', 'bench/rig/channels/2/level'],
      ]);
      await rig.channels[1]?.level.write(2);
      expect(await rig.channels[1]?.level.read()).toBe(2);
      await rig.close();
      const without = await openRig(clock);
      expect(without.rig.humidity).toBeUndefined();
      await without.rig.close();
    });
  });
});

describe('an event', () => {
  it('shares one source among its listeners and listens again after a failure', async () => {
    await inVirtualTime(async (clock) => {
      let listening = 0;
      let listened = 0;
      const alarm$ = new Observable<string>((subscriber) => {
        listening++;
        listened++;
        const timer = clock.setTimer(100, () => {
          subscriber.next(`alarm ${listened}`);
          subscriber.error(new Error('the cable was pulled'));
        });
        return () => {
          listening--;
          timer.cancel();
        };
      });
      const { rig } = await openRig(clock, { alarm$ });
      const got: unknown[] = [];
      const listeners = [1, 2].map(() =>
        rig.alarm$.subscribe(({ value, at }) => got.push([value, at - clock.now()])),
      );
      await clock.sleep(50);
      expect(listening).toBe(1);
      await clock.sleep(1200);
      expect(got).toEqual([
        ['alarm 1', 0],
        ['alarm 1', 0],
        ['alarm 2', 0],
        ['alarm 2', 0],
      ]);
      for (const listener of listeners) listener.unsubscribe();
      expect(listening).toBe(0);
      await rig.close();
    });
  });
});

describe('trace$', () => {
  it('shows only the bytes of its own device on a shared bus', async () => {
    await inVirtualTime(async (clock) => {
      const bus = new Bus<ByteTransport>(new InProcessTransport(new RigService(), 'rig'), { clock });
      const first = await openDevice(rigDriver(), bus, { clock, path: 'first' });
      const second = await openDevice(rigDriver(), bus, { clock, path: 'second' });
      const seen: string[] = [];
      first.trace$.subscribe(({ direction, bytes }) =>
        seen.push(`${direction} ${new TextDecoder().decode(bytes).trim()}`),
      );
      await Promise.all([first.temperature.read(), second.setpoint.write(80), first.heating.read()]);
      expect(seen).toEqual(['sent T?', 'received 25', 'sent H?', 'received 0']);
      await first.close();
      await second.close();
    });
  });
});

describe('openDevice', () => {
  it('refuses a link of another kind before it is opened', async () => {
    const link = new InProcessTransport(new RigService(), 'rig');
    const registers = Object.create(link, { wire: { value: 'registers' } }) as InProcessTransport;
    await expect(openDevice(rigDriver(), registers)).rejects.toMatchObject({
      kind: 'range',
      code: 'wire-mismatch',
    });
    expect(new BusClient<Transport>(new Bus<Transport>(link), 'x').wire).toBe(link);
  });
});

import { firstValueFrom, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  FourwireError,
  InProcessTransport,
  VirtualClock,
  boolean,
  command,
  defineDriver,
  deviceClass,
  endsWith,
  openDevice,
  quantity,
  readable,
  record,
  writable,
} from '../index.ts';
import type {
  ByteService,
  ByteTransport,
  Call,
  Clock,
  DeviceOf,
  DriverContext,
  ImplementationOf,
} from '../index.ts';

const hotplate = deviceClass('hotplate', {
  /** Plate temperature, in °C. */
  temperature: readable(quantity('Cel')),
  /** Target temperature, in °C. */
  setpoint: writable(quantity('Cel', { min: 20 }), { limits: 'dynamic' }),
  heating: writable(boolean(), { hazard: { safe: false } }),
  /** Goes to a temperature and stays there. */
  settle: command({
    input: record({ target: quantity('Cel') }),
    output: record({ reached: quantity('Cel') }),
    progress: record({ temperature: quantity('Cel') }),
    stop: 'hold',
  }),
});
interface Hotplate extends DeviceOf<typeof hotplate> {}

class HotplateService implements ByteService {
  values: Record<string, string> = { T: '25', S: '25', H: '0', MAX: '300', ID: 'Acme,HP1,17,1.0' };
  commands: string[] = [];
  mute = false;

  connect(peer: { send(bytes: Uint8Array): void }): { receive(bytes: Uint8Array): void; closed(): void } {
    return {
      closed: () => {},
      receive: (bytes) => {
        const line = new TextDecoder().decode(bytes).trim();
        this.commands.push(line);
        if (this.mute) return;
        const [name, value] = line.split('=');
        if (value !== undefined && name !== undefined) this.values[name] = value;
        if (name === 'S') this.values['T'] = String(value);
        peer.send(new TextEncoder().encode(`${this.values[(name ?? '').replace('?', '')] ?? 'E'}\n`));
      },
    };
  }
}

const hotplateDriver = defineDriver({
  name: 'acme-hp',
  deviceClass: hotplate,
  wire: 'bytes',
  connect: ({ bus, clock }: DriverContext<ByteTransport>) => {
    const query = async (text: string, call: Call): Promise<string> =>
      bus.exchange(
        async (wire, turn) => {
          await wire.write(new TextEncoder().encode(`${text}\n`), turn);
          return new TextDecoder().decode(await wire.read(endsWith('\n'), turn)).trim();
        },
        { ...call, idempotent: text.endsWith('?') },
      );
    return {
      identify: async (call) => {
        const [manufacturer = '', model = '', serialNumber = '', firmware = ''] = (
          await query('ID?', call)
        ).split(',');
        return { manufacturer, model, serialNumber, firmware };
      },
      members: {
        temperature: { read: async (call) => Number(await query('T?', call)) },
        setpoint: {
          read: async (call) => Number(await query('S?', call)),
          write: async (value, call) => {
            await query(`S=${value}`, call);
          },
          limits: async (call) => ({ max: Number(await query('MAX?', call)) }),
        },
        heating: {
          read: async (call) => (await query('H?', call)) === '1',
          write: async (value, call) => {
            await query(`H=${value ? 1 : 0}`, call);
          },
        },
        settle: {
          run: async ({ target }, operation) => {
            await query(`S=${target}`, operation);
            for (let second = 0; second < 10; second++) {
              await clock.sleep(1000, operation.signal);
              operation.progress({ temperature: Number(await query('T?', operation)) });
            }
            return { reached: Number(await query('T?', operation)) };
          },
          stop: async (call) => (await query('S=20', call)) === '20',
        },
      } satisfies ImplementationOf<typeof hotplate>,
    };
  },
});

async function open(
  clock: Clock,
): Promise<{ plate: Hotplate; service: HotplateService; link: InProcessTransport }> {
  const service = new HotplateService();
  const link = new InProcessTransport(service, 'plate');
  const plate: Hotplate = await openDevice(hotplateDriver, link, { clock, path: 'bench/plate' });
  return { plate, service, link };
}

describe('a device', () => {
  it('reads, writes with confirmation and closes without leaving a timer', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { plate } = await open(clock);
      expect(await firstValueFrom(plate.identity$)).toEqual({
        manufacturer: 'Acme',
        model: 'HP1',
        serialNumber: '17',
        firmware: '1.0',
      });
      await plate.setpoint.write(80);
      expect(await plate.temperature.read()).toBe(80);
      await plate.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses a setpoint above the limit that the device gave before a byte is sent', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { plate, service } = await open(clock);
      service.commands.length = 0;
      await expect(plate.setpoint.write(400)).rejects.toThrow(
        'bench/plate/setpoint: setpoint 400 °C refused, allowed 20 to 300 °C',
      );
      expect(service.commands).toEqual([]);
      await plate.close();
    });
  });

  it('runs a command with progress, and stops it as the class says', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { plate, service } = await open(clock);
      const operation = plate.settle({ target: 90 });
      const progress = firstValueFrom(operation.progress$.pipe(toArray()));
      expect(await operation).toEqual({ reached: 90 });
      expect(await progress).toHaveLength(10);
      const second = plate.settle({ target: 95 });
      await clock.sleep(3500);
      expect(await second.stop('enough')).toEqual({ mode: 'hold', outcome: 'stopped' });
      await expect(second).rejects.toMatchObject({ kind: 'aborted', code: 'stopped' });
      expect(service.commands.at(-1)).toBe('S=20');
      await plate.close();
    });
  });

  it('keeps value$ alive through an unplugged cable, stale while it is out', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { plate, link } = await open(clock);
      const qualities = firstValueFrom(plate.temperature.value$.pipe(take(6), toArray()));
      await clock.sleep(1500);
      link.unplug();
      await clock.sleep(3000);
      link.plug();
      expect((await qualities).map((reading) => reading.quality)).toEqual([
        'good',
        'good',
        'stale',
        'good',
        'good',
        'good',
      ]);
      await plate.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('makes itself safe and reports what was read back', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { plate } = await open(clock);
      await plate.heating.write(true);
      const running = plate.settle({ target: 90 });
      const report = await plate.safe('test');
      expect(report).toMatchObject({
        ok: true,
        members: [{ path: 'bench/plate/heating', value: false, outcome: 'confirmed' }],
      });
      await expect(running).rejects.toMatchObject({ code: 'made-safe' });
      await plate.close();
    });
  });

  it('rejects with kind timeout and serves the next call when a reply never comes', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const { plate, service } = await open(clock);
      service.mute = true;
      await expect(plate.temperature.read()).rejects.toSatisfy(
        (error) => FourwireError.is(error) && error.kind === 'timeout',
      );
      service.mute = false;
      expect(await plate.temperature.read()).toBe(25);
      await plate.close();
    });
  });
});

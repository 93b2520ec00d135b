import { FourwireError, InProcessTransport, VirtualClock, defineDriver, openDevice } from '@fourwire/core';
import type { ByteTransport, DriverContext } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { HostRoute } from './host-route.ts';
import { probeStation } from './probe-station.ts';
import type { ProbeStation } from './probe-station.ts';
import type { StationDialect, StationHeight, StationOptions, StationReadiness } from './station-dialect.ts';
import { stationMembers } from './station-members.ts';

/** A prober in memory whose moves take no time. */
class Prober {
  height: StationHeight = 'separation';
  at = { x: 0, y: 0 };
  ready: StationReadiness = {};
  /** Where contact really ends. */
  contactEnds: StationHeight = 'contact';
  failure: FourwireError | undefined;
  readonly done: string[] = [];

  dialect(clock: VirtualClock): StationDialect {
    const act = async (what: string): Promise<void> => {
      this.done.push(what);
      if (this.failure !== undefined) throw this.failure;
    };
    return {
      clock,
      height: async () => this.height,
      readiness: async () => this.ready,
      contact: async () => {
        await act('contact');
        this.height = this.contactEnds;
        return 16_000;
      },
      separate: async () => {
        await act('separate');
        this.height = 'separation';
        return undefined;
      },
      steps: new HostRoute({ route: dies }, async ({ column, row }) => act(`die ${column},${row}`)),
      position: async () => this.at,
      moveTo: async (point) => {
        await act(`move ${point.x},${point.y}`);
        this.at = { x: Math.min(point.x, 900), y: point.y };
      },
      load: async () => act('load'),
      loader: {
        busy: { read: async () => false },
        slots: undefined,
        load: {
          run: async () => {
            await act('load wafer');
            return { ended: false };
          },
        },
        unload: {
          run: async () => {
            await act('unload');
            return undefined;
          },
        },
      },
    };
  }
}

const dies = [
  { column: 0, row: 0 },
  { column: 1, row: 0 },
];

async function onProber(
  work: (device: ProbeStation, prober: Prober) => Promise<void>,
  options: StationOptions = {},
): Promise<void> {
  const clock = new VirtualClock();
  const prober = new Prober();
  const driver = defineDriver({
    name: 'in-memory',
    deviceClass: probeStation,
    wire: 'bytes',
    connect: (_context: DriverContext<ByteTransport>) => ({
      identify: async () => ({ manufacturer: 'none', model: 'prober', serialNumber: '', firmware: '' }),
      members: stationMembers(prober.dialect(clock), options),
    }),
  });
  await clock.run(async () => {
    const silent = { connect: () => ({ receive: () => {}, closed: () => {} }) };
    const device = await openDevice(driver, new InProcessTransport(silent, 'prober'), {
      path: 'prober',
      clock,
    });
    await work(device, prober);
    await device.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

describe('the members of a prober', () => {
  it('step over the route of the host to its end, which is a value', async () => {
    await onProber(async (device, prober) => {
      await expect(device.die.read()).rejects.toMatchObject({ code: 'die-unknown' });
      await expect(device.stepNext()).rejects.toMatchObject({ code: 'route-not-begun' });
      expect(await device.stepFirst()).toEqual({ ended: false, column: 0, row: 0, subsite: 0, last: false });
      expect(await device.contact()).toEqual({ z: 16_000 });
      expect(await device.separate()).toEqual({});
      expect(await device.stepNext()).toMatchObject({ ended: false, column: 1, last: true });
      expect(await device.stepNext()).toMatchObject({ ended: true, column: 1, row: 0 });
      expect(await device.stepTo({ column: 7, row: -3 })).toMatchObject({ column: 7, row: -3, last: false });
      expect(await device.die.read()).toEqual({ column: 7, row: -3 });
      expect(prober.done).toEqual(['die 0,0', 'contact', 'separate', 'die 1,0', 'die 7,-3']);
      expect(device.vacuum).toBeUndefined();
      expect(device.rotateTo).toBeUndefined();
      expect(device.positioners).toEqual([]);
    });
  });

  it('refuse in contact what would drag the needles, with what to do instead, and nothing was done', async () => {
    await onProber(async (device, prober) => {
      prober.height = 'contact';
      const refusals = [
        device.moveTo?.({ x: 1, y: 1 }),
        device.moveBy?.({ x: 1, y: 1 }),
        device.stepFirst(),
        device.stepTo({ column: 1, row: 1 }),
        device.load?.(),
        device.loader?.load({}),
        device.loader?.unload(),
      ];
      for (const refusal of refusals) {
        await expect(refusal).rejects.toMatchObject({
          kind: 'state',
          code: 'in-contact',
          message: expect.stringContaining('call separate() first') as string,
        });
      }
      expect(prober.done).toEqual([]);
    });
  });

  it.each([
    [{ contactHeight: false }, 'contact-height-unset'],
    [{ vacuum: false }, 'vacuum-off'],
    [{ wafer: false }, 'no-wafer'],
    [{ remote: false }, 'local-mode'],
    [{ loaderBusy: true }, 'loader-busy'],
  ])('refuse contact while the machine says %j', async (ready, code) => {
    await onProber(async (device, prober) => {
      prober.ready = ready;
      await expect(device.contact()).rejects.toMatchObject({ kind: 'state', code });
      expect(prober.done).toEqual([]);
    });
  });

  it('refuse any move in local mode, while the loader is busy, and steps without a home', async () => {
    await onProber(async (device, prober) => {
      prober.ready = { remote: false };
      await expect(device.moveTo?.({ x: 1, y: 1 })).rejects.toMatchObject({ code: 'local-mode' });
      prober.ready = { loaderBusy: true };
      await expect(device.stepFirst()).rejects.toMatchObject({ code: 'loader-busy' });
      prober.ready = { home: false };
      await expect(device.stepFirst()).rejects.toMatchObject({ code: 'home-unset' });
      expect(prober.done).toEqual([]);
    });
  });

  it('keep to the soft limits, and tell where a move that did not arrive ended', async () => {
    await onProber(
      async (device, prober) => {
        await expect(device.moveTo?.({ x: 1001, y: 0 })).rejects.toMatchObject({
          kind: 'range',
          code: 'axis-limit',
        });
        await expect(device.moveBy?.({ x: 0, y: -6 })).rejects.toMatchObject({ code: 'axis-limit' });
        expect(prober.done).toEqual([]);
        expect(await device.moveBy?.({ x: 100, y: 5 })).toEqual({ x: 100, y: 5 });
        await expect(device.moveTo?.({ x: 1000, y: 0 })).rejects.toMatchObject({
          code: 'axis-not-arrived',
          details: { chuck: { height: 'separation', x: 900, y: 0 } },
        });
      },
      { softLimits: { x: { max: 1000 }, y: { min: -5 } } },
    );
  });

  it('believe contact only when it was read back, and say where the chuck stands after an error', async () => {
    await onProber(async (device, prober) => {
      prober.contactEnds = 'between';
      await expect(device.contact()).rejects.toMatchObject({
        code: 'not-confirmed',
        details: { chuck: { height: 'between', x: 0, y: 0 } },
      });
      prober.height = 'separation';
      prober.failure = new FourwireError('device', 'door-open', 'The door is open.');
      await expect(device.stepFirst()).rejects.toMatchObject({
        code: 'door-open',
        details: { chuck: { height: 'separation' } },
      });
    });
  });

  it.each([[{ maxOvertravel: -1 }], [{ softLimits: { x: { min: 5, max: 1 } } }]])(
    'refuse the options %j at opening',
    async (options) => {
      await expect(onProber(async () => {}, options)).rejects.toMatchObject({ code: 'option-refused' });
    },
  );
});

it('refuses to follow a route that is not there', async () => {
  const none = new HostRoute({}, async () => {});
  await expect(none.first({})).rejects.toMatchObject({ code: 'route-missing' });
});

import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { WireBonderSim, gemPair } from '../../test/gem-pair.ts';
import type { GemPair } from '../../test/gem-pair.ts';
import { HsmsTransport } from '../connection/hsms-transport.ts';
import { hsmsService } from '../connection/hsms-service.ts';
import type { GemHost } from '../gem/gem-host.ts';
import { openGemHost } from '../gem/open-gem-host.ts';
import { gemValue } from '../gem/gem-value.ts';
import { BOOLEAN, U4 } from '../secs-ii/constructors.ts';
import { GemEquipment } from './gem-equipment.ts';
import { gemIds } from './gem-ids.ts';

const { spoolingActivated, spoolingDeactivated, spoolTransmitFailure } = gemIds.events;
const spoolEvents = [spoolingActivated, spoolingDeactivated, spoolTransmitFailure];

/** Asks for bond counts with event 5001, and for spooling of events and alarms. */
async function watch(host: GemHost): Promise<void> {
  await host.events.replace(
    [{ id: 1, variables: [3002] }],
    [{ event: 5001, reports: [1] }, ...spoolEvents.map((event) => ({ event, reports: [] }))],
  );
  await host.spool.select({ 5: [], 6: [] });
}

/** What a host hears: bond counts, and other events by their numbers. */
function listen(host: GemHost): (number | string)[] {
  const heard: (number | string)[] = [];
  host.events.event$.subscribe({
    next: ({ event, reports }) => {
      const value = reports[0]?.values[0];
      heard.push(value === undefined ? Number(event) : `bond ${String(gemValue(value))}`);
    },
    error: () => {},
  });
  host.alarms.alarm$.subscribe({
    next: ({ id, active }) => heard.push(`alarm ${String(id)} ${active}`),
    error: () => {},
  });
  return heard;
}

function bond({ machine, equipment }: Pick<GemPair, 'machine' | 'equipment'>, count: number): void {
  machine.bonds = count;
  equipment.raise(5001);
}

/** Pulls the cable, lets `meanwhile` happen, and puts it back; communications are established when this returns. */
async function withoutLink(
  { link, clock, host }: GemPair,
  meanwhile: () => Promise<void> | void,
): Promise<void> {
  link.unplug();
  await clock.sleep(1);
  await meanwhile();
  link.plug();
  await clock.sleep({ seconds: 5 });
  await host.communications.areYouThere();
}

describe('spooling', () => {
  it('keeps what happens without link, in order, and tells it when the host asks', async () => {
    await gemPair(async (pair) => {
      const { host, equipment, clock } = pair;
      await watch(host);
      const heard = listen(host);
      await withoutLink(pair, () => {
        bond(pair, 1);
        equipment.alarms.change(302, true);
        bond(pair, 2);
      });
      expect(equipment.spool.count).toBe(4);
      const { spoolState, spoolCountActual, spoolCountTotal, spoolLoadSubstate } = gemIds.variables;
      const variables = [spoolState, spoolCountActual, spoolCountTotal, spoolLoadSubstate];
      expect((await host.statusVariables.read(variables)).map(({ value }) => value)).toEqual([1, 4, 4, 6]);
      // Until the host has emptied it, what is new goes behind.
      bond(pair, 3);
      await clock.sleep({ seconds: 1 });
      expect(heard).toEqual([]);
      expect(await host.spool.transmit()).toBe(true);
      await clock.sleep({ seconds: 1 });
      bond(pair, 4);
      await clock.sleep(1);
      expect(heard).toEqual([
        spoolingActivated,
        'bond 1',
        'alarm 302 true',
        'bond 2',
        'bond 3',
        spoolingDeactivated,
        'bond 4',
      ]);
      expect(await host.spool.transmit()).toBe(false);
    });
  });

  it('keeps what was under way when the link went', async () => {
    await gemPair(async (pair) => {
      const { host, clock, link, equipment } = pair;
      await watch(host);
      const heard = listen(host);
      bond(pair, 1);
      bond(pair, 2);
      // Nothing of it has left the machine when the cable goes.
      link.unplug();
      bond(pair, 3);
      await clock.sleep(1);
      link.plug();
      await clock.sleep({ seconds: 5 });
      expect(equipment.spool.count).toBe(4);
      await host.spool.transmit();
      await clock.sleep(1);
      expect(heard.filter((one) => typeof one === 'string')).toEqual(['bond 1', 'bond 2', 'bond 3']);
    });
  });

  it('is purged, and sends no more at a time than the constant says', async () => {
    await gemPair(async (pair) => {
      const { host, clock, equipment } = pair;
      await watch(host);
      const heard = listen(host);
      await withoutLink(pair, () => [1, 2, 3, 4].forEach((count) => bond(pair, count)));
      await host.constants.write([{ id: gemIds.constants.maxSpoolTransmit, item: U4(2) }]);
      await host.spool.transmit();
      await clock.sleep(1);
      expect(heard).toEqual([spoolingActivated, 'bond 1']);
      await host.spool.purge();
      await clock.sleep(1);
      expect(heard.at(-1)).toBe(spoolingDeactivated);
      expect(equipment.spool.active).toBe(false);
    });
  });

  it('drops the oldest or the newest when it is full, as the constant says', async () => {
    for (const [overwrite, kept] of [
      [true, ['bond 3', 'bond 4']],
      [false, [spoolingActivated, 'bond 1']],
    ] as const) {
      await gemPair(
        async (pair) => {
          const { host, clock, equipment } = pair;
          await watch(host);
          await host.constants.write([{ id: gemIds.constants.overwriteSpool, item: BOOLEAN(overwrite) }]);
          const heard = listen(host);
          await withoutLink(pair, () => [1, 2, 3, 4].forEach((count) => bond(pair, count)));
          const { spoolLoadSubstate, spoolCountTotal, spoolFullTime } = gemIds.variables;
          const values = await host.statusVariables.read([spoolLoadSubstate, spoolCountTotal, spoolFullTime]);
          expect(values.map(({ value }) => value)).toEqual([7, 5, expect.stringMatching(/^\d{16}$/)]);
          await host.spool.transmit();
          await clock.sleep(1);
          expect(heard.slice(0, 2)).toEqual(kept);
          expect(equipment.spool.active).toBe(false);
        },
        { definition: { spoolCapacity: 2 } },
      );
    }
  });

  it('goes on where it was when the link goes again in the middle of sending', async () => {
    await gemPair(async (pair) => {
      const { host, clock, equipment, link } = pair;
      await watch(host);
      const heard = listen(host);
      await withoutLink(pair, () => [1, 2, 3, 4, 5, 6].forEach((count) => bond(pair, count)));
      const cut = host.events.event$.subscribe({
        next: () => {
          if (!heard.includes('bond 2')) return;
          cut.unsubscribe();
          link.unplug();
        },
        error: () => {},
      });
      await host.spool.transmit();
      await clock.sleep(1);
      link.plug();
      await clock.sleep({ seconds: 5 });
      expect(equipment.spool.active).toBe(true);
      await host.spool.transmit();
      await clock.sleep(1);
      const bonds = heard.filter((one) => typeof one === 'string');
      // The one that was under way may come twice; none is missing, and the order holds.
      expect([...new Set(bonds)]).toEqual([1, 2, 3, 4, 5, 6].map((count) => `bond ${count}`));
      expect(heard).toContain(spoolTransmitFailure);
    });
  });

  it('is for what the host chose, never stream 1, and can be switched off', async () => {
    await gemPair(async (pair) => {
      const { host, equipment } = pair;
      await expect(host.spool.select({ 1: [] })).rejects.toThrow('stream 1: not allowed');
      await expect(host.spool.select({ 99: [] })).rejects.toThrow('stream 99: stream unknown');
      await expect(host.spool.select({ 6: [12] })).rejects.toThrow('stream 6: is a secondary');
      await expect(host.spool.select({ 6: [3] })).rejects.toThrow('stream 6: function unknown');
      await watch(host);
      await host.spool.select({ 5: [1] });
      await withoutLink(pair, () => {
        bond(pair, 1);
        equipment.alarms.change(302, true);
      });
      expect(equipment.spool.count).toBe(1);
      await host.spool.purge();
      await host.constants.write([{ id: gemIds.constants.configSpool, item: BOOLEAN(false) }]);
      await withoutLink(pair, () => equipment.alarms.change(302, false));
      expect(equipment.spool.active).toBe(false);
    });
  });
});

describe('a host that restarts in the middle of a lot', () => {
  it('finds the state again and misses no event', async () => {
    const clock = new VirtualClock();
    const machine = new WireBonderSim();
    const equipment = new GemEquipment({ ...machine.definition, clock });
    const service = hsmsService({ clock });
    equipment.attach(service);
    const heard: (number | string)[] = [];
    const setUp = async (host: GemHost): Promise<void> => {
      host.events.event$.subscribe({
        next: ({ reports }) => {
          const value = reports[0]?.values[0];
          if (value !== undefined) heard.push(Number(gemValue(value)));
        },
        error: () => {},
      });
    };
    const start = async () =>
      openGemHost(new HsmsTransport(() => new InProcessTransport(service)), {
        clock,
        random: seededRandom(1),
        setUp,
      });
    await clock.run(async () => {
      const first = await start();
      await watch(first.host);
      await first.host.commands.send('START', { LOTID: 'L1' });
      bond({ machine, equipment }, 1);
      await clock.sleep({ seconds: 1 });
      await first.close();
      // The machine goes on bonding.
      for (const count of [2, 3, 4]) {
        await clock.sleep({ seconds: 1 });
        bond({ machine, equipment }, count);
      }
      equipment.alarms.change(301, true);
      const second = await start();
      const { host } = second;
      expect((await host.statusVariables.read([3002]))[0]?.value).toBe(4);
      expect((await host.alarms.list()).filter(({ active }) => active).map(({ id }) => id)).toEqual([301]);
      await expect(host.commands.send('START')).rejects.toMatchObject({ code: 'command-redundant' });
      bond({ machine, equipment }, 5);
      expect(await host.spool.transmit()).toBe(true);
      await clock.sleep(1);
      bond({ machine, equipment }, 6);
      await clock.sleep(1);
      await second.close();
      equipment.stop();
      await clock.sleep(1);
    });
    expect(heard).toEqual([1, 2, 3, 4, 5, 6]);
    expect(clock.pendingTimers).toBe(0);
  });
});

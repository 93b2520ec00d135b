import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { WireBonderSim } from '../../test/gem-pair.ts';
import { HsmsTransport } from '../connection/hsms-transport.ts';
import { hsmsService } from '../connection/hsms-service.ts';
import type { GemHost } from '../gem/gem-host.ts';
import { openGemHost } from '../gem/open-gem-host.ts';
import { gemValue } from '../gem/gem-value.ts';
import { U4 } from '../secs-ii/constructors.ts';
import type { EquipmentMemory } from './equipment-memory.ts';
import { GemEquipment } from './gem-equipment.ts';

const setpoint = 2001;

/** Switches a machine on, lets `work` run with it and a way to call it, and cuts its power. */
async function powered(
  memory: EquipmentMemory | undefined,
  work: (equipment: GemEquipment, machine: WireBonderSim, visit: Visit) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const machine = new WireBonderSim();
  const equipment = new GemEquipment({
    ...machine.definition,
    clock,
    ...(memory === undefined ? {} : { memory }),
  });
  const service = hsmsService({ clock });
  equipment.attach(service);
  await clock.run(async () => {
    await work(equipment, machine, async (call) => {
      const link = new InProcessTransport(service);
      const opened = await openGemHost(new HsmsTransport(() => link), { clock, random: seededRandom(1) });
      await call(opened.host);
      await clock.sleep({ seconds: 1 });
      await opened.close();
      await clock.sleep(1);
    });
    equipment.stop();
    await clock.sleep(1);
  });
}

type Visit = (call: (host: GemHost) => Promise<void>) => Promise<void>;

async function setUp(host: GemHost): Promise<void> {
  await host.events.replace([{ id: 1, variables: [3002] }], [{ event: 5001, reports: [1] }]);
  await host.alarms.enable(false, 301);
  await host.constants.write([{ id: setpoint, item: U4(175) }]);
  await host.spool.select({ 6: [11] });
}

/** The bond counts that a host hears once it has asked for the spool. */
async function spooled(host: GemHost): Promise<unknown[]> {
  const heard: unknown[] = [];
  host.events.of(5001).subscribe({
    next: ({ reports }) => heard.push(gemValue(reports[0]!.values[0]!)),
    error: () => {},
  });
  await host.spool.transmit();
  return heard;
}

describe('equipment that was switched off', () => {
  it('has its reports, alarms, constants and spool again', async () => {
    const memory = new Map<string, string>();
    await powered(memory, async (equipment, machine, visit) => {
      await visit(setUp);
      for (const count of [1, 2, 3]) {
        machine.bonds = count;
        equipment.raise(5001);
      }
      expect(equipment.spool.count).toBe(3);
    });
    await powered(memory, async (equipment, machine, visit) => {
      expect(equipment.spool).toMatchObject({ active: true, count: 3, total: 3 });
      expect(equipment.alarms.enabled).toEqual([302]);
      expect(equipment.constants.number(setpoint)).toBe(175);
      machine.bonds = 4;
      equipment.raise(5001);
      let heard: unknown[] = [];
      await visit(async (host) => {
        heard = await spooled(host);
      });
      expect(heard).toEqual([1, 2, 3, 4]);
    });
    expect([...memory.keys()].filter((name) => name.startsWith('spool-'))).toEqual([]);
    // What was told is not told again.
    await powered(memory, async (equipment) => {
      expect(equipment.spool.count).toBe(0);
      expect(equipment.collection.enabled).toContain(5001);
    });
  });

  it('spools what happens before the host is back, also where it was connected to the end', async () => {
    const memory = new Map<string, string>();
    await powered(memory, async (equipment, _machine, visit) => {
      await visit(setUp);
      expect(equipment.spool.count).toBe(0);
    });
    await powered(memory, async (equipment, machine, visit) => {
      machine.bonds = 9;
      equipment.raise(5001);
      await visit(async (host) => {
        const heard = await spooled(host);
        await host.communications.areYouThere();
        expect(heard).toEqual([9]);
      });
    });
  });

  it('forgets without a memory', async () => {
    await powered(undefined, async (_equipment, _machine, visit) => visit(setUp));
    await powered(undefined, async (equipment) => {
      expect(equipment.collection.isEnabled(5001)).toBe(false);
      expect(equipment.constants.number(setpoint)).toBe(150);
    });
  });

  it('says what it cannot read, and what it could not keep', async () => {
    const broken = new Map([['collection', '<L [3] <L']]);
    expect(() => new GemEquipment({ model: 'X', softwareRevision: '1', memory: broken })).toThrow(
      expect.objectContaining({ kind: 'state', code: 'equipment-memory' }),
    );
    const full: EquipmentMemory = {
      get: () => undefined,
      set: () => {
        throw new Error('no space left on device');
      },
      delete: () => {},
    };
    await powered(full, async (equipment, _machine, visit) => {
      const faults: string[] = [];
      equipment.fault$.subscribe({ next: ({ message }) => faults.push(message), error: () => {} });
      await visit(setUp);
      expect(faults[0]).toMatch(/could not keep "collection".*no space left on device/);
      expect(equipment.collection.isEnabled(5001)).toBe(true);
    });
  });
});

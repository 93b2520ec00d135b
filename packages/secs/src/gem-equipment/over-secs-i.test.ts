import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import type { Random } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { LinePair } from '../../test/byte-line.ts';
import { WireBonderSim } from '../../test/gem-pair.ts';
import type { GemHost } from '../gem/gem-host.ts';
import { openGemHost } from '../gem/open-gem-host.ts';
import { secsIService } from '../secs-i/secs-i-service.ts';
import { SecsITransport } from '../secs-i/secs-i-transport.ts';
import { A } from '../secs-ii/constructors.ts';
import type { Item } from '../secs-ii/item.ts';
import { GemEquipment } from './gem-equipment.ts';

const times = { t1: 500, t2: 2000, t4: 10_000, deviceId: 10 } as const;

async function onLine(
  work: (
    host: GemHost,
    equipment: GemEquipment,
    machine: WireBonderSim,
    clock: VirtualClock,
    link: InProcessTransport,
  ) => Promise<void>,
  garble?: (bytes: Uint8Array) => Uint8Array,
): Promise<void> {
  const clock = new VirtualClock();
  const machine = new WireBonderSim();
  const equipment = new GemEquipment({ ...machine.definition, clock, fastestSample: 10 });
  const service = secsIService({ ...times, clock });
  equipment.attach(service);
  const link = new InProcessTransport(new LinePair(service, garble));
  await clock.run(async () => {
    const opened = await openGemHost(new SecsITransport(() => link, times), {
      clock,
      random: seededRandom(1),
    });
    await work(opened.host, equipment, machine, clock, link);
    await opened.close();
    equipment.stop();
    await clock.sleep(1);
  });
  expect(clock.pendingTimers).toBe(0);
}

/** Reads variables, moves a program, defines long reports and takes a long event. */
async function converse(host: GemHost, equipment: GemEquipment, clock: VirtualClock): Promise<boolean> {
  expect((await host.statusVariables.read([3001, 3002])).map(({ value }) => value)).toEqual([152.5, 123_456]);
  const body = Uint8Array.from({ length: 20_000 }, (_, index) => index & 0xff);
  await host.programs.download('PKG-A', body);
  expect(await host.programs.upload('PKG-A')).toEqual(body);
  const reports = Array.from({ length: 60 }, (_, index) => ({ id: 100 + index, variables: [3001, 3002] }));
  await host.events.replace(reports, [{ event: 5001, reports: reports.map(({ id }) => id) }]);
  const events: (readonly Item[])[] = [];
  host.events.event$.subscribe({
    next: (event) => events.push(event.reports.flatMap(({ values }) => values)),
    error: () => {},
  });
  equipment.raise(5001, new Map([[3003, A('S-1')]]));
  equipment.alarms.change(301, true);
  await clock.sleep({ seconds: 30 });
  expect(events.map(({ length }) => length)).toEqual([120]);
  return (await host.alarms.list()).some(({ active }) => active);
}

describe('host and equipment over SECS-I', () => {
  it('converse, long messages in blocks announced first', async () => {
    await onLine(async (host, equipment, _machine, clock) => {
      expect(await converse(host, equipment, clock)).toBe(true);
    });
  });

  it('converse over a line that loses and changes bytes', async () => {
    const random: Random = seededRandom(3);
    await onLine(
      async (host, equipment, _machine, clock) => {
        expect(await converse(host, equipment, clock)).toBe(true);
      },
      (bytes) => {
        if (bytes.length < 20 || random.next() > 0.05) return bytes;
        if (random.next() < 0.5) return bytes.subarray(0, bytes.length - 1);
        const changed = bytes.slice();
        changed[5] = (changed[5] ?? 0) ^ 0x10;
        return changed;
      },
    );
  });

  it('lose each other when the line is cut, and the equipment spools', async () => {
    let cut = false;
    await onLine(
      async (host, equipment, machine, clock) => {
        await host.events.replace([{ id: 1, variables: [3002] }], [{ event: 5001, reports: [1] }]);
        await host.spool.select({ 6: [] });
        const bonds: unknown[] = [];
        host.events.event$.subscribe({
          next: ({ reports }) => bonds.push(reports[0]?.values[0]?.value),
          error: () => {},
        });
        cut = true;
        machine.bonds = 1;
        equipment.raise(5001);
        await clock.sleep({ seconds: 20 });
        expect(equipment.communications.state).not.toBe('communicating');
        machine.bonds = 2;
        equipment.raise(5001);
        cut = false;
        await clock.sleep({ seconds: 30 });
        expect(equipment.communications.state).toBe('communicating');
        await host.spool.transmit();
        await clock.sleep({ seconds: 1 });
        expect(bonds).toEqual([[1], [2]]);
      },
      (bytes) => (cut ? new Uint8Array(0) : bytes),
    );
  });
});

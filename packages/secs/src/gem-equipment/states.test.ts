import { VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { RawHost } from '../../test/raw-host.ts';
import { WireBonderSim, gemPair } from '../../test/gem-pair.ts';
import { hsmsService } from '../connection/hsms-service.ts';
import { B, U1 } from '../secs-ii/constructors.ts';
import type { EquipmentDefinition } from './definition.ts';
import { GemEquipment } from './gem-equipment.ts';
import { gemIds } from './gem-ids.ts';

interface Bench {
  readonly clock: VirtualClock;
  readonly equipment: GemEquipment;
  readonly machine: WireBonderSim;
  readonly connect: () => RawHost;
}

async function onBench(work: (bench: Bench) => Promise<void>, definition: Partial<EquipmentDefinition> = {}) {
  const clock = new VirtualClock();
  const machine = new WireBonderSim();
  const equipment = new GemEquipment({ ...machine.definition, clock, ...definition });
  const service = hsmsService({ clock, linktest: 'off' });
  equipment.attach(service);
  await clock.run(async () => {
    await work({ clock, equipment, machine, connect: () => new RawHost(service, clock) });
    equipment.stop();
    await service.close();
    await clock.sleep(0);
  });
  expect(clock.pendingTimers).toBe(0);
}

const select = '00 00 00 0a ff ff 00 00 00 01 00 00 00 01';
const hostGreets = '00 00 00 0c 00 00 81 0d 00 00 00 00 00 02 01 00';
const areYouThere = '00 00 00 0a 00 00 81 01 00 00 00 00 00 03';
/** S1F14 with COMMACK to the S1F13 in `frame`. */
const greeting = (frame: string, commack: number): string =>
  `00 00 00 11 00 00 01 0e 00 00 ${frame.slice(30, 41)} 01 02 21 01 0${commack} 01 00`;

describe('the communication state model', () => {
  it('greets once it is selected, and communicates when the host accepts', async () => {
    await onBench(async ({ connect, equipment }) => {
      const host = connect();
      const [rsp, s1f13 = ''] = await host.say(select);
      expect([rsp?.slice(12), s1f13.slice(12, 29), equipment.communications.state]).toEqual([
        'ff ff 00 00 00 02 00 00 00 01',
        '00 00 81 0d 00 00',
        'wait-cra',
      ]);
      // Not communicating yet: nothing but S1F13 is answered.
      expect(await host.say(areYouThere)).toEqual([]);
      await host.say(greeting(s1f13, 0));
      expect(equipment.communications.state).toBe('communicating');
      expect(await host.say(areYouThere)).toHaveLength(1);
    });
  });

  it('tries again after the delay when the host refuses, or at once when it talks meanwhile', async () => {
    await onBench(async ({ connect, equipment, clock }) => {
      const host = connect();
      const [, s1f13 = ''] = await host.say(select);
      await host.say(greeting(s1f13, 1));
      expect(equipment.communications.state).toBe('wait-delay');
      await clock.sleep({ seconds: 10 });
      expect(host.received).toHaveLength(3);
      await host.say(greeting(host.received[2] ?? '', 1));
      const [again = ''] = await host.say(areYouThere);
      expect(again.slice(18, 23)).toBe('81 0d');
      // An answer to an earlier S1F13 means nothing any more.
      await host.say(greeting(s1f13, 0));
      expect(equipment.communications.state).toBe('wait-cra');
      // After T3 it says S9F9, waits, and tries again.
      await clock.sleep({ seconds: 45 });
      expect(equipment.communications.state).toBe('wait-delay');
      expect(host.received.at(-1)?.slice(18, 23)).toBe('09 09');
      expect((await host.say(hostGreets)).at(-1)?.slice(18, 23)).toBe('01 0e');
      expect(equipment.communications.state).toBe('communicating');
    });
  });

  it('stays communicating when the host greets again, and keeps its reports and links', async () => {
    await gemPair(async ({ host, equipment, clock }) => {
      await host.events.replace([{ id: 1, variables: [3001] }], [{ event: 5001, reports: [1] }]);
      await host.communications.establish();
      const told: unknown[] = [];
      host.events.event$.subscribe({ next: (event) => told.push(event.event), error: () => {} });
      equipment.raise(5001);
      await clock.sleep(1);
      expect(told).toEqual([5001]);
    });
  });

  it('greets again after every new selection', async () => {
    await onBench(async ({ connect, equipment }) => {
      const first = connect();
      await first.establish();
      first.leave();
      expect(equipment.communications.state).toBe('not-connected');
      const second = connect();
      expect(await second.say(select)).toHaveLength(2);
      // Deselect ends communications too; the next Select begins them again.
      await second.say(hostGreets);
      await second.say('00 00 00 0a ff ff 00 00 00 03 00 00 00 05');
      expect(equipment.communications.state).toBe('not-connected');
      expect(await second.say(select)).toHaveLength(2);
    });
  });

  it('says and answers nothing while it is disabled', async () => {
    await onBench(
      async ({ connect, equipment }) => {
        const host = connect();
        expect(await host.say(select, hostGreets, areYouThere)).toHaveLength(1);
        equipment.communications.enable();
        expect((await host.say(hostGreets)).length).toBeGreaterThan(0);
        equipment.communications.disable();
        expect(await host.say(hostGreets, areYouThere)).toEqual([]);
      },
      { enabled: false },
    );
  });
});

describe('the control state model', () => {
  it('goes off-line and on-line for the host, and tells it', async () => {
    await gemPair(async ({ host, equipment, clock }) => {
      const { equipmentOffline, controlStateLocal, controlStateRemote } = gemIds.events;
      const all = [equipmentOffline, controlStateLocal, controlStateRemote];
      await host.events.replace(
        [],
        all.map((event) => ({ event, reports: [] })),
      );
      const told: unknown[] = [];
      host.events.event$.subscribe({ next: ({ event }) => told.push(event), error: () => {} });
      await host.communications.goOnline();
      await host.communications.goOffline();
      expect(equipment.control.state).toBe('host-offline');
      await expect(host.statusVariables.read([3001])).rejects.toMatchObject({ code: 'transaction-aborted' });
      await expect(host.communications.areYouThere()).rejects.toThrow('off-line');
      equipment.raise(5001);
      equipment.alarms.change(301, true);
      expect(await host.communications.establish()).toMatchObject({ model: 'WB-SIM' });
      await host.communications.goOnline();
      equipment.control.goLocal();
      equipment.control.goRemote();
      equipment.control.goOffline();
      await clock.sleep(1);
      expect(told).toEqual([
        equipmentOffline,
        controlStateRemote,
        controlStateLocal,
        controlStateRemote,
        equipmentOffline,
      ]);
      await expect(host.communications.goOnline()).rejects.toThrow('ONLACK 1');
    });
  });

  it('asks the host on its way on-line', async () => {
    await gemPair(
      async ({ host, equipment }) => {
        let asked = 0;
        host.communications.asked$.subscribe({ next: () => asked++, error: () => {} });
        await expect(host.constants.read([2001])).rejects.toMatchObject({ code: 'transaction-aborted' });
        expect(await equipment.control.goOnline()).toBe(true);
        expect([asked, equipment.control.state]).toEqual([1, 'remote']);
        expect(await host.constants.read([2001])).toEqual([150]);
      },
      { definition: { initialControl: 'equipment-offline' } },
    );
  });

  it('stays off-line when nobody answers, or the operator turns the switch back', async () => {
    await onBench(
      async ({ connect, equipment, clock }) => {
        equipment.constants.set(gemIds.constants.onLineSubState, U1(4));
        expect(await equipment.control.goOnline()).toBe(false);
        expect(equipment.control.state).toBe('equipment-offline');
        const host = connect();
        await host.establish();
        const attempt = equipment.control.goOnline();
        await clock.sleep(1);
        equipment.control.goOffline();
        const s1f1 = host.received.at(-1) ?? '';
        await host.say(`00 00 00 0c 00 00 01 02 00 00 ${s1f1.slice(30, 41)} 01 00`);
        expect([await attempt, equipment.control.state]).toEqual([false, 'equipment-offline']);
        equipment.constants.set(gemIds.constants.onLineFailed, U1(3));
        const refused = equipment.control.goOnline();
        await clock.sleep(1);
        await host.say(`00 00 00 0a 00 00 01 00 00 00 ${(host.received.at(-1) ?? '').slice(30, 41)}`);
        expect([await refused, equipment.control.state]).toEqual([false, 'host-offline']);
      },
      { initialControl: 'equipment-offline' },
    );
  });
});

describe('messages that do not fit', () => {
  /** What comes for these frames, as stream and function, and the body where it is short. */
  async function answers(frames: readonly string[]): Promise<readonly string[]> {
    const said: string[] = [];
    await onBench(async ({ connect }) => {
      const host = connect();
      await host.establish();
      for (const frame of frames) {
        const replies = await host.say(frame);
        said.push(replies.map((reply) => `${reply.slice(18, 23)} | ${reply.slice(42)}`).join(' & '));
      }
    });
    return said;
  }

  it('are answered with S9F1, S9F3, S9F5 and S9F7 and their own header, from system bytes of its own', async () => {
    expect(
      await answers([
        '00 00 00 0a 00 05 81 01 00 00 00 00 00 52',
        '00 00 00 0a 00 00 8c 01 00 00 00 00 00 53',
        '00 00 00 0a 00 00 82 7b 00 00 00 00 00 54',
        // A length beyond the message, an unknown format, no list where one belongs.
        '00 00 00 0d 00 00 81 03 00 00 00 00 00 55 01 05 a5',
        '00 00 00 0c 00 00 81 03 00 00 00 00 00 56 fd 00',
        '00 00 00 0d 00 00 82 29 00 00 00 00 00 57 41 01 41',
      ]),
    ).toEqual([
      '09 01 | 21 0a 00 05 81 01 00 00 00 00 00 52',
      '09 03 | 21 0a 00 00 8c 01 00 00 00 00 00 53',
      '09 05 | 21 0a 00 00 82 7b 00 00 00 00 00 54',
      '09 07 | 21 0a 00 00 81 03 00 00 00 00 00 55',
      '09 07 | 21 0a 00 00 81 03 00 00 00 00 00 56',
      '09 07 | 21 0a 00 00 82 29 00 00 00 00 00 57',
    ]);
  });

  it('are not answered when they want no answer, or are stream 9 themselves', async () => {
    expect(
      await answers([
        '00 00 00 0a 00 00 01 01 00 00 00 00 00 61',
        '00 00 00 0a 00 00 09 05 00 00 00 00 00 62',
        '00 00 00 0c 00 00 09 05 00 00 00 00 00 63 fd 00',
        '00 00 00 0c 00 00 01 02 00 00 00 00 00 64 01 00',
      ]),
    ).toEqual(['', '', '', '']);
  });

  it('are refused at a nesting of 10,000, and a length prefix of 4 GB ends the connection', async () => {
    await onBench(async ({ connect, equipment }) => {
      const host = connect();
      await host.establish();
      const nested = '01 01 '.repeat(10_000);
      const length = (20_010).toString(16).padStart(8, '0').replaceAll(/(..)/g, '$1 ');
      const [s9f7 = ''] = await host.say(`${length}00 00 81 03 00 00 00 00 00 71 ${nested}`);
      expect(s9f7.slice(18, 23)).toBe('09 07');
      expect(host.closed).toBe(false);
      await host.say('ff ff ff ff 00 00');
      expect([host.closed, equipment.communications.state]).toEqual([true, 'not-connected']);
    });
  });

  it('announced with S7F1 and never sent end in S9F13', async () => {
    await onBench(async ({ connect, clock }) => {
      const host = connect();
      await host.establish();
      const [granted = ''] = await host.say(
        '00 00 00 19 00 00 87 01 00 00 00 00 00 72 01 02 41 05 50 4b 47 2d 41 b1 04 00 00 00 04',
      );
      expect(granted.slice(42)).toBe('21 01 00');
      await clock.sleep({ seconds: 46 });
      expect(host.received.at(-1)?.slice(18, 23)).toBe('09 0d');
      expect(host.received.at(-1)?.slice(42)).toBe('01 02 41 06 53 30 37 46 30 33 41 05 50 4b 47 2d 41');
    });
  });

  it('announced with S2F39 and never sent end in S9F13, and with what was announced do not', async () => {
    await onBench(async ({ connect, clock }) => {
      const host = connect();
      await host.establish();
      const announce = '00 00 00 18 00 00 82 27 00 00 00 00 00 73 01 02 b1 04 00 00 00 07 b1 04 00 00 03 e8';
      const [granted = ''] = await host.say(announce);
      expect(granted.slice(42)).toBe('21 01 00');
      await host.say('00 00 00 14 00 00 82 21 00 00 00 00 00 74 01 02 b1 04 00 00 00 07 01 00');
      await clock.sleep({ seconds: 46 });
      const complaints = (): readonly string[] =>
        host.received.filter((frame) => frame.slice(18, 23) === '09 0d').map((frame) => frame.slice(42));
      expect(complaints()).toEqual([]);
      await host.say(announce);
      await clock.sleep({ seconds: 46 });
      expect(complaints()).toEqual(['01 02 41 06 53 30 32 46 33 33 b1 04 00 00 00 07']);
    });
  });
});

describe('what the equipment says by itself', () => {
  it('has the W-bit that its constants say', async () => {
    await onBench(async ({ connect, equipment, clock }) => {
      const host = connect();
      await host.establish();
      equipment.constants.set(gemIds.constants.wBitS5, B(0));
      equipment.alarms.change(301, true);
      equipment.constants.set(gemIds.constants.wBitS5, B(1));
      equipment.alarms.change(301, false);
      await clock.sleep(1);
      expect(host.received.slice(-2).map((frame) => frame.slice(18, 23))).toEqual(['05 01', '85 01']);
      // Left unanswered, it is given up after T3, and S9F9 says so.
      await clock.sleep({ seconds: 46 });
      expect(host.received.at(-1)?.slice(18, 23)).toBe('09 09');
    });
  });
});

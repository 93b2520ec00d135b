import { VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../test/hex.ts';
import { hsmsTranscripts } from '../../test/hsms-transcripts.ts';
import { RawHost } from '../../test/raw-host.ts';
import { WireBonderSim } from '../../test/gem-pair.ts';
import { hsmsService } from '../connection/hsms-service.ts';
import { A, B, L, U4 } from '../secs-ii/constructors.ts';
import { encodeItem } from '../secs-ii/encode.ts';
import type { Item } from '../secs-ii/item.ts';
import { GemEquipment } from './gem-equipment.ts';
import { gemIds } from './gem-ids.ts';

/** An equipment like the one that was captured, off-line for the host to bring on-line. */
async function onEquipment(
  work: (host: RawHost, equipment: GemEquipment, clock: VirtualClock) => Promise<void>,
) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 23, 14, 0, 20, 150));
  const { definition } = new WireBonderSim();
  const equipment = new GemEquipment({ ...definition, clock, initialControl: 'host-offline' });
  const service = hsmsService({ clock, linktest: 'off' });
  equipment.attach(service);
  await clock.run(async () => {
    await work(new RawHost(service, clock), equipment, clock);
    equipment.stop();
    await service.close();
    await clock.sleep(0);
  });
}

/** Replies in which another equipment may differ: S1F2 (the captured one answers off-line too), formats of limits, DATAID, a message it does not know. */
const differ = new Set(['S1F2', 'S2F30', 'S6F16', 'S9F5']);

const system = (frame: string): string => frame.slice(30, 41);

describe('the captured session, with our equipment in the place of the captured one', () => {
  it('gets the same bytes for the same bytes', async () => {
    const compared: string[] = [];
    await onEquipment(async (host) => {
      for (const [index, { from, name, hex }] of hsmsTranscripts.entries()) {
        const primary = from === 'active' && (name.endsWith(' W') || name.endsWith('.req'));
        if (!primary || name === 'Separate.req') continue;
        const reply = hsmsTranscripts
          .slice(index + 1)
          .find((frame) => frame.from === 'passive' && system(frame.hex) === system(hex));
        const ours = (await host.say(hex)).find((frame) => system(frame) === system(hex));
        if (reply === undefined || differ.has(reply.name)) continue;
        expect([name, ours]).toEqual([name, reply.hex]);
        compared.push(name);
      }
      await host.say('00 00 00 0a ff ff 00 00 00 09 00 00 00 24');
      expect(host.closed).toBe(true);
    });
    expect(compared).toHaveLength(21);
  });

  it('says the same event and alarms, but for its own DATAID and W-bit', async () => {
    await onEquipment(async (host, equipment, clock) => {
      // Up to the refusals: reports defined, linked, enabled.
      const active = hsmsTranscripts.filter(({ from }) => from === 'active');
      for (const { hex } of active) {
        await host.say(hex);
        if (system(hex) === '00 00 00 11') break;
      }
      host.received.length = 0;
      equipment.raise(5001);
      equipment.alarms.change(301, true);
      equipment.alarms.change(301, false);
      await clock.sleep(1);
      const captured = hsmsTranscripts.filter(({ name }) => name === 'S6F11 W' || name === 'S5F1');
      const bodies = (frames: readonly string[]) => frames.map((frame) => frame.slice(42));
      const [event = '', ...alarms] = bodies(captured.map(({ hex }) => hex));
      const [ourEvent = '', ...ourAlarms] = bodies(host.received);
      expect(ourAlarms).toEqual(alarms);
      // DATAID is U1 there and U4 here.
      expect(ourEvent.slice(24)).toBe(event.slice(15));
    });
  });
});

describe('the bodies of the sheet', () => {
  it('are what the equipment says', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 10, 23, 14, 0, 20, 150));
    const machine = new WireBonderSim();
    const equipment = new GemEquipment({
      ...machine.definition,
      alarms: [{ id: 301, text: 'NSOP', category: 6 }],
      idFormats: 'U4',
      clock,
    });
    const service = hsmsService({ clock, linktest: 'off' });
    equipment.attach(service);
    await clock.run(async () => {
      const host = new RawHost(service, clock);
      await host.establish();
      const ask = async (code: string, item: Item) => {
        const body = toHex(encodeItem(item));
        const length = (10 + (body.length + 1) / 3).toString(16).padStart(8, '0').replaceAll(/(..)/g, '$1 ');
        await host.say(`${length}00 00 ${code} 00 00 00 00 00 91 ${body}`);
      };
      // S6F1 of a trace whose last sample is taken at 14:00:30.15.
      await ask('82 17', L(U4(1), A('000002'), U4(5), U4(5), L(U4(3001), U4(3002))));
      await clock.sleep({ seconds: 11 });
      equipment.alarms.change(301, true);
      equipment.constants.set(gemIds.constants.annotatedEvents, B(1));
      await ask('82 21', L(U4(0), L(L(U4(100), L(U4(3001))))));
      await ask('82 23', L(U4(0), L(L(U4(5001), L(U4(100))))));
      await ask('82 25', L({ format: 'BOOLEAN', value: [true] }, L(U4(5001))));
      equipment.raise(5001);
      await clock.sleep(1);
      const bodies = new Map(host.received.map((frame) => [frame.slice(18, 23), frame.slice(42)]));
      const values = Array.from({ length: 5 }, () => '91 04 43 18 80 00 b1 04 00 01 e2 40').join(' ');
      expect(bodies.get('86 01')).toBe(
        `01 04 b1 04 00 00 00 01 b1 04 00 00 00 05 41 10 32 30 32 36 31 31 32 33 31 34 30 30 33 30 31 35 01 0a ${values}`,
      );
      expect(bodies.get('85 01')).toBe('01 03 21 01 86 b1 04 00 00 01 2d 41 04 4e 53 4f 50');
      // All but DATAID, which is the equipment's own count.
      expect(bodies.get('86 0d')?.slice(24)).toBe(
        'b1 04 00 00 13 89 01 01 01 02 b1 04 00 00 00 64 01 01 01 02 b1 04 00 00 0b b9 91 04 43 18 80 00',
      );
      equipment.stop();
      await service.close();
      await clock.sleep(0);
    });
  });
});

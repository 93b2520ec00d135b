import { Bus, BusClient, FourwireError, InProcessTransport, VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ScriptedPeer, TestHost, fromHex, isSelect, selected, turn } from '../../test/scripted-peer.ts';
import { secsMessage } from '../messages/message.ts';
import { HsmsTransport } from './hsms-transport.ts';
import type { HsmsOptions } from './hsms-settings.ts';

const s1f1 = secsMessage('S1F1 W');
const s1f2 = (system: string): string => `00 00 00 0a 00 00 01 02 00 00 ${system}`;

const codeOf = (error: unknown): string => (FourwireError.is(error) ? error.code : String(error));

function make(options: HsmsOptions = {}): {
  clock: VirtualClock;
  peer: ScriptedPeer;
  host: TestHost;
  hsms: HsmsTransport;
  link: InProcessTransport;
} {
  const clock = new VirtualClock();
  const peer = new ScriptedPeer();
  const link = new InProcessTransport(peer, 'bonder');
  const hsms = new HsmsTransport(() => link, { address: 'hsms://bonder:5000/0', ...options });
  return { clock, peer, host: new TestHost(clock), hsms, link };
}

describe('HsmsTransport, selecting', () => {
  it('gives up after T6 when Select.req is not answered', async () => {
    const { clock, peer, host, hsms } = make({ t6: 3000 });
    peer.answer = () => undefined;
    await clock.run(async () => {
      await expect(hsms.open(host, turn())).rejects.toMatchObject({ kind: 'timeout', code: 'hsms-t6' });
      expect(clock.monotonic()).toBe(3000);
      await hsms.close();
    });
    expect([clock.pendingTimers, host.losses, peer.closed]).toEqual([0, [], 1]);
  });

  it.each([
    [0, 'selected'],
    [1, 'selected'],
    [2, 'hsms-select-refused'],
    [3, 'hsms-select-refused'],
  ])('takes select status %i as %s', async (status, outcome) => {
    const { clock, peer, host, hsms } = make();
    peer.answer = (frame) => selected(frame).replace('ff ff 00 00', `ff ff 00 0${status}`);
    await clock.run(async () => {
      const opened = hsms.open(host, turn()).then(() => 'selected', codeOf);
      expect(await opened).toBe(outcome);
      await hsms.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('rejects a Select.rsp with other system bytes and one more after it is selected', async () => {
    const { clock, peer, host, hsms } = make();
    peer.answer = (frame) =>
      isSelect(frame) ? ['00 00 00 0a ff ff 00 00 00 02 00 00 00 77', selected(frame)] : undefined;
    await clock.run(async () => {
      await hsms.open(host, turn());
      await clock.sleep(1);
      expect(peer.received[1]).toBe('00 00 00 0a ff ff 02 03 00 07 00 00 00 77');
      await hsms.close();
    });
  });

  it('is selected when both sides select at once, and data behind it is served', async () => {
    const { clock, peer, host, hsms } = make();
    peer.answer = (frame) =>
      isSelect(frame)
        ? ['00 00 00 0a ff ff 00 00 00 01 00 00 00 55', selected(frame)]
        : frame.includes('81 01')
          ? s1f2('00 00 00 02')
          : undefined;
    await clock.run(async () => {
      await hsms.open(host, turn());
      expect((await hsms.request(s1f1, turn())).function).toBe(2);
      expect(peer.received[1]).toBe('00 00 00 0a ff ff 00 00 00 02 00 00 00 55');
      await hsms.close();
    });
  });

  it('closes when Select.req is rejected', async () => {
    const { clock, peer, host, hsms } = make();
    peer.answer = () => '00 00 00 0a ff ff 01 01 00 07 00 00 00 01';
    await clock.run(async () => {
      await expect(hsms.open(host, turn())).rejects.toThrow('rejected Select.req: SType not supported');
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('rejects data before it is selected, answers Linktest, and ignores Separate', async () => {
    const { clock, peer, host, hsms } = make();
    peer.answer = (frame) =>
      isSelect(frame)
        ? [
            '00 00 00 0a 00 00 81 01 00 00 00 00 00 11',
            '00 00 00 0a ff ff 00 00 00 05 00 00 00 12',
            '00 00 00 0a ff ff 00 00 00 09 00 00 00 13',
            selected(frame),
          ]
        : undefined;
    await clock.run(async () => {
      await hsms.open(host, turn());
      await clock.sleep(1);
      expect(peer.received.slice(1)).toEqual([
        '00 00 00 0a 00 00 00 04 00 07 00 00 00 11',
        '00 00 00 0a ff ff 00 00 00 06 00 00 00 12',
      ]);
      await hsms.close();
    });
  });

  it('answers Deselect, fails what waits, and is lost after T7', async () => {
    const { clock, peer, host, hsms } = make();
    await clock.run(async () => {
      await hsms.open(host, turn());
      const waiting = hsms.request(s1f1, turn());
      peer.send('00 00 00 0a ff ff 00 00 00 03 00 00 00 31');
      await expect(waiting).rejects.toMatchObject({ kind: 'link', code: 'hsms-not-selected' });
      peer.send('00 00 00 0a ff ff 00 00 00 03 00 00 00 32');
      await clock.sleep(1);
      expect(peer.received.slice(2)).toEqual([
        '00 00 00 0a ff ff 00 00 00 04 00 00 00 31',
        '00 00 00 0a ff ff 00 01 00 04 00 00 00 32',
      ]);
      await expect(hsms.request(s1f1, turn())).rejects.toMatchObject({ code: 'hsms-not-selected' });
      await clock.sleep(10_000);
      expect(host.losses.map(({ code }) => code)).toEqual(['hsms-t7']);
      await hsms.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses a session id and a count that are none', () => {
    const { link } = make();
    expect(() => new HsmsTransport(() => link, { sessionId: 32_768 })).toThrow('0 to 32767; got 32768');
    expect(() => new HsmsTransport(() => link, { linktestFailures: 0 })).toThrow('linktestFailures');
  });
});

describe('HsmsTransport, the end of a connection', () => {
  it('fails what waits at once when the far side separates', async () => {
    const { clock, peer, host, hsms } = make();
    await clock.run(async () => {
      await hsms.open(host, turn());
      const waiting = [hsms.request(s1f1, turn()), hsms.request(s1f1, turn())];
      peer.send('00 00 00 0a ff ff 00 00 00 09 00 00 00 40');
      for (const one of waiting)
        await expect(one).rejects.toMatchObject({ kind: 'link', code: 'hsms-separated' });
      expect([host.losses.length, peer.closed, clock.monotonic()]).toEqual([1, 1, 0]);
      await hsms.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    ['below 10', '00 00 00 09 ff ff 00 00 00 05 00 00 00'],
    ['above the limit', '7f ff ff ff'],
  ])('closes on a length %s', async (_name, bytes) => {
    const { clock, peer, host, hsms } = make();
    await clock.run(async () => {
      await hsms.open(host, turn());
      peer.send(bytes);
      await clock.sleep(1);
      expect(host.losses).toMatchObject([{ kind: 'protocol' }]);
      expect(peer.closed).toBe(1);
      await hsms.close();
    });
  });

  it('closes after T8 in the middle of a message, and not between messages', async () => {
    const { clock, peer, host, hsms } = make({ linktest: 'off' });
    await clock.run(async () => {
      await hsms.open(host, turn());
      peer.send('00 00 00 0a ff ff 00 00 00 05 00 00 00 20');
      await clock.sleep(60_000);
      expect(host.losses).toEqual([]);
      peer.send('00 00');
      await clock.sleep(4000);
      peer.send('00 0a');
      await clock.sleep(4000);
      expect(host.losses).toEqual([]);
      await clock.sleep(1001);
      expect(host.losses.map(({ code }) => code)).toEqual(['hsms-t8']);
      await hsms.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('tests a silent link, not one on which a reply is outstanding, and loses it after three failures', async () => {
    const { clock, peer, host, hsms } = make();
    let deaf = false;
    peer.answer = (frame) => {
      if (isSelect(frame)) return selected(frame);
      if (frame.startsWith('00 00 00 0a ff ff 00 00 00 05') && !deaf)
        return frame.replace('00 00 00 05', '00 00 00 06');
      return undefined;
    };
    const tests = (): number =>
      peer.received.filter((frame) => frame.startsWith('00 00 00 0a ff ff 00 00 00 05')).length;
    await clock.run(async () => {
      await hsms.open(host, turn());
      await clock.sleep(59_000);
      peer.send('00 00 00 0a ff ff 00 00 00 05 00 00 00 20');
      await clock.sleep(59_000);
      expect(tests()).toBe(0);
      await clock.sleep(2000);
      expect(tests()).toBe(1);
      const waiting = turn();
      const request = hsms.request(s1f1, waiting);
      await clock.sleep(200_000);
      expect(tests()).toBe(1);
      waiting.interrupt(new FourwireError('timeout', 'timeout', 'T3.'));
      await expect(request).rejects.toMatchObject({ kind: 'timeout' });
      deaf = true;
      await clock.sleep(60_000 + 15_000);
      expect(host.losses.map(({ code }) => code)).toEqual(['linktest-unanswered']);
      expect(tests()).toBe(4);
      await hsms.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('reads frames split into single bytes and glued together', async () => {
    const { clock, peer, host, hsms } = make();
    const linktest = '00 00 00 0a ff ff 00 00 00 05 00 00 00 2';
    await clock.run(async () => {
      await hsms.open(host, turn());
      for (const byte of fromHex(`${linktest}1`)) peer.send(byte.toString(16).padStart(2, '0'));
      peer.send([2, 3, 4, 5].map((last) => `${linktest}${last}`).join(' '));
      await clock.sleep(1);
      expect(peer.received.slice(1).map((frame) => frame.slice(-2))).toEqual(['21', '22', '23', '24', '25']);
      await hsms.close();
    });
  });

  it('survives a connection cut at every byte of an exchange, and asks again on the next', async () => {
    const exchange = 14 + 14;
    for (let cut = 0; cut <= exchange; cut++) {
      const { clock, peer, hsms } = make();
      let left = cut;
      let cutting = true;
      peer.answer = (frame) => {
        const whole = isSelect(frame) ? selected(frame) : s1f2(frame.slice(30, 41));
        if (!cutting) return whole;
        const bytes = fromHex(whole);
        const part = Math.min(left, bytes.length);
        left -= part;
        if (part > 0) peer.send(whole.slice(0, part * 3));
        if (part < bytes.length) {
          cutting = false;
          peer.hangUp();
        }
        return undefined;
      };
      const bus = new Bus(hsms, { clock });
      const client = new BusClient(bus, 'bonder', { timeout: { seconds: 45 } });
      await clock.run(async () => {
        const opened = await bus.open().then(() => 'open', codeOf);
        expect(opened).toBe(cut < 14 ? 'link-lost' : 'open');
        if (cut < 14) await bus.open();
        const reply = await client.exchange(async (wire, held) => wire.request(s1f1, held), {
          idempotent: true,
        });
        expect(reply.function).toBe(2);
        expect(clock.monotonic()).toBeLessThan(2000);
        await bus.close();
      });
      expect([cut, clock.pendingTimers]).toEqual([cut, 0]);
    }
  });

  it('connects again through the bus, and says what became of a request that may have been carried out', async () => {
    const { clock, peer, hsms } = make();
    const bus = new Bus(hsms, { clock });
    const client = new BusClient(bus, 'bonder', { timeout: { seconds: 45 } });
    peer.answer = (frame) => {
      if (isSelect(frame)) return selected(frame);
      if (peer.connections > 1) return s1f2(frame.slice(30, 41));
      peer.hangUp();
      return undefined;
    };
    await clock.run(async () => {
      await bus.open();
      await expect(client.exchange(async (wire, held) => wire.request(s1f1, held))).rejects.toMatchObject({
        kind: 'link',
        code: 'link-lost',
      });
      expect((await client.exchange(async (wire, held) => wire.request(s1f1, held))).function).toBe(2);
      expect(peer.connections).toBe(2);
      await bus.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });
});

import { InProcessTransport, VirtualClock } from '@fourwire/core';
import type { FourwireError } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ScriptedPeer, TestHost, isSelect, selected, turn } from '../../test/scripted-peer.ts';
import { secsMessage } from '../messages/message.ts';
import { A, B, L, U2 } from '../secs-ii/constructors.ts';
import { HsmsTransport } from './hsms-transport.ts';
import type { HsmsOptions } from './hsms-settings.ts';
import type { IncomingPrimary } from './secs-transport.ts';

interface Bench {
  readonly clock: VirtualClock;
  readonly peer: ScriptedPeer;
  readonly host: TestHost;
  readonly link: InProcessTransport;
  readonly hsms: HsmsTransport;
  readonly faults: FourwireError[];
}

function bench(options: HsmsOptions = {}): Bench {
  const clock = new VirtualClock();
  const peer = new ScriptedPeer();
  const link = new InProcessTransport(peer, 'bonder');
  const hsms = new HsmsTransport(() => link, { address: 'hsms://bonder:5000/0', ...options });
  const faults: FourwireError[] = [];
  hsms.fault$.subscribe((fault) => faults.push(fault));
  return { clock, peer, host: new TestHost(clock), link, hsms, faults };
}

/** Opens, works, closes, and makes sure that no timer is left. */
async function selectedBench(
  work: (bench: Bench) => Promise<void>,
  options: HsmsOptions = {},
  answer: (frame: string) => string | readonly string[] | undefined = () => undefined,
): Promise<void> {
  const made = bench(options);
  const { clock, hsms, host, peer } = made;
  peer.answer = (frame) => (isSelect(frame) ? selected(frame) : answer(frame));
  await clock.run(async () => {
    await hsms.open(host, turn());
    await work(made);
    await hsms.close();
    await hsms.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

const s1f1 = secsMessage('S1F1 W');
const s1f2 = (system: string): string =>
  `00 00 00 1b 00 00 01 02 00 00 ${system} 01 02 41 06 57 42 2d 53 49 4d 41 05 31 2e 30 2e 30`;
const s6f11 = (system: string): string =>
  `00 00 00 28 00 00 86 0b 00 00 ${system} 01 03 a5 01 01 a9 02 13 89 01 01 01 02 a5 01 64 01 02 91 04 43 18 80 00 b1 04 00 01 e2 40`;

describe('HsmsTransport, the transcripts of the sheet', () => {
  it('selects, answers S1F13, asks S1F13 and separates on close', async () => {
    await selectedBench(
      async ({ hsms, peer }) => {
        hsms.primary$.subscribe((primary) => primary.reply(secsMessage('S1F14', L(B(0), L()))));
        const reply = await hsms.request(secsMessage('S1F13 W', L()), turn());
        expect(reply).toEqual(secsMessage('S1F14', L(B(0), L(A('WB-SIM'), A('1.0.0')))));
        expect(peer.received).toEqual([
          '00 00 00 0a ff ff 00 00 00 01 00 00 00 01',
          '00 00 00 0c 00 00 81 0d 00 00 00 00 00 02 01 00',
          '00 00 00 11 00 00 01 0e 00 00 96 b9 6e f3 01 02 21 01 00 01 00',
        ]);
        await hsms.close();
        expect(peer.received.at(-1)).toBe('00 00 00 0a ff ff 00 00 00 09 00 00 00 03');
      },
      {},
      (frame) =>
        frame.includes('81 0d')
          ? [
              '00 00 00 1b 00 00 81 0d 00 00 96 b9 6e f3 01 02 41 06 57 42 2d 53 49 4d 41 05 31 2e 30 2e 30',
              '00 00 00 20 00 00 01 0e 00 00 00 00 00 02 01 02 21 01 00 01 02 41 06 57 42 2d 53 49 4d 41 05 31 2e 30 2e 30',
            ]
          : undefined,
    );
  });

  it('keeps a primary that comes glued to Select.rsp for the first listener', async () => {
    const { clock, hsms, host, peer } = bench();
    peer.answer = (frame) => (isSelect(frame) ? `${selected(frame)} ${s6f11('00 00 00 01')}` : undefined);
    await clock.run(async () => {
      await hsms.open(host, turn());
      await clock.sleep(1000);
      const primaries: IncomingPrimary[] = [];
      hsms.primary$.subscribe((primary) => {
        primaries.push(primary);
        primary.reply(secsMessage('S6F12', B(0)));
      });
      await clock.sleep(1);
      expect(primaries.map(({ message }) => message.function)).toEqual([11]);
      expect(peer.received.at(-1)).toBe('00 00 00 0d 00 00 06 0c 00 00 00 00 00 01 21 01 00');
      await hsms.close();
    });
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not take a colliding S6F11 for the reply to S1F1', async () => {
    await selectedBench(
      async ({ hsms }) => {
        const primaries: string[] = [];
        hsms.primary$.subscribe(({ message }) => primaries.push(`S${message.stream}F${message.function}`));
        const reply = await hsms.request(s1f1, turn());
        expect(reply.function).toBe(2);
        expect(primaries).toEqual(['S6F11']);
      },
      {},
      (frame) => (frame.includes('81 01') ? [s6f11('00 00 00 02'), s1f2('00 00 00 02')] : undefined),
    );
  });

  it.each([
    ['its own system bytes', '00 00 00 99'],
    ['the system bytes of the offender', '00 00 00 02'],
  ])('raises S9F5 with %s at once', async (_name, system) => {
    await selectedBench(
      async ({ hsms, clock }) => {
        await expect(hsms.request(secsMessage('S2F17 W'), turn())).rejects.toMatchObject({
          kind: 'device',
          code: 's9',
          command: 'S2F17 W',
          device: { code: 'S9F5', text: 'unrecognized function' },
        });
        expect(clock.monotonic()).toBe(0);
      },
      {},
      (frame) =>
        frame.includes('82 11')
          ? `00 00 00 16 00 00 09 05 00 00 ${system} 21 0a 00 00 82 11 00 00 00 00 00 02`
          : undefined,
    );
  });

  it('names both device ids when S9F1 comes back', async () => {
    await selectedBench(
      async ({ hsms }) => {
        await expect(hsms.request(s1f1, turn())).rejects.toThrow(
          "The request carried device id 5, the equipment's own messages carry 0",
        );
      },
      { sessionId: 5 },
      (frame) =>
        frame.includes('81 01')
          ? '00 00 00 16 00 00 09 01 00 00 00 00 00 01 21 0a 00 05 81 01 00 00 00 00 00 02'
          : undefined,
    );
  });

  it('does not take S9F9 about a primary of the equipment for a complaint about ours', async () => {
    await selectedBench(
      async ({ hsms }) => {
        const nines: number[] = [];
        hsms.primary$.subscribe(({ message }) => nines.push(message.function));
        expect((await hsms.request(s1f1, turn())).function).toBe(2);
        expect(nines).toEqual([9]);
      },
      {},
      (frame) =>
        frame.includes('81 01')
          ? [
              '00 00 00 16 00 00 09 09 00 00 00 00 00 77 21 0a 00 00 86 0b 00 00 00 00 00 02',
              s1f2('00 00 00 02'),
            ]
          : undefined,
    );
  });

  it('says that the equipment is off-line when a transaction is aborted', async () => {
    await selectedBench(
      async ({ hsms }) => {
        await expect(hsms.request(s1f1, turn())).rejects.toMatchObject({
          kind: 'device',
          code: 'transaction-aborted',
          message: expect.stringContaining('off-line') as string,
        });
      },
      {},
      (frame) => (frame.includes('81 01') ? '00 00 00 0a 00 00 01 00 00 00 00 00 00 02' : undefined),
    );
  });

  it('fails a request that the far side rejects', async () => {
    await selectedBench(
      async ({ hsms }) => {
        await expect(hsms.request(s1f1, turn())).rejects.toMatchObject({
          kind: 'protocol',
          code: 'hsms-rejected',
          device: { code: 4, text: 'entity not selected' },
        });
      },
      {},
      (frame) => (frame.includes('81 01') ? '00 00 00 0a 00 00 00 04 00 07 00 00 00 02' : undefined),
    );
  });

  it('refuses a reply with another device id and names both', async () => {
    await selectedBench(
      async ({ hsms, peer, faults, clock }) => {
        await expect(hsms.request(s1f1, turn())).rejects.toThrow('carries device id 7, configured is 0');
        peer.send('00 00 00 0a 00 07 81 01 00 00 00 00 00 50');
        await clock.sleep(1);
        expect(faults[0]).toMatchObject({
          code: 'device-id-mismatch',
          details: { received: 7, configured: 0 },
        });
      },
      {},
      (frame) => (frame.includes('81 01') ? '00 00 00 0a 00 07 01 02 00 00 00 00 00 02' : undefined),
    );
  });

  it('fails a reply whose body cannot be read, and keeps the link', async () => {
    await selectedBench(
      async ({ hsms, host }) => {
        await expect(hsms.request(s1f1, turn())).rejects.toMatchObject({ kind: 'protocol' });
        expect(host.losses).toEqual([]);
      },
      {},
      (frame) => (frame.includes('81 01') ? '00 00 00 0c 00 00 01 02 00 00 00 00 00 02 01 02' : undefined),
    );
  });

  it('drops a reply that comes late, and one of another function', async () => {
    await selectedBench(async ({ hsms, peer, faults, clock, host }) => {
      const late = turn();
      const first = hsms.request(s1f1, late);
      await clock.sleep(1);
      peer.send('00 00 00 0a 00 00 01 04 00 00 00 00 00 02');
      await clock.sleep(1);
      late.interrupt(new (await import('@fourwire/core')).FourwireError('timeout', 'timeout', 'T3.'));
      await expect(first).rejects.toMatchObject({ kind: 'timeout' });
      const second = hsms.request(s1f1, turn());
      peer.send(s1f2('00 00 00 02'));
      peer.send(s1f2('00 00 00 03'));
      expect((await second).function).toBe(2);
      expect([faults, host.losses]).toEqual([[], []]);
    });
  });
});

describe('HsmsTransport, what the far side says unasked', () => {
  it('aborts a primary that nobody answers and stays silent where no answer is wanted', async () => {
    await selectedBench(async ({ hsms, peer, clock }) => {
      hsms.primary$.subscribe();
      peer.send('00 00 00 0a 00 00 86 0b 00 00 00 00 00 41');
      peer.send('00 00 00 0a 00 00 05 01 00 00 00 00 00 42');
      await clock.sleep(1);
      expect(peer.received.slice(1)).toEqual(['00 00 00 0a 00 00 06 00 00 00 00 00 00 41']);
    });
  });

  it('aborts what came before anybody listened when nobody ever does', async () => {
    await selectedBench(async ({ peer, clock }) => {
      peer.send('00 00 00 0a 00 00 86 0b 00 00 00 00 00 41');
      await clock.sleep(4999);
      expect(peer.received).toHaveLength(1);
      await clock.sleep(2);
      expect(peer.received.slice(1)).toEqual(['00 00 00 0a 00 00 06 00 00 00 00 00 00 41']);
    });
  });

  it('lets a listener hold a primary and answer it once, later', async () => {
    await selectedBench(async ({ hsms, peer, clock }) => {
      const held: IncomingPrimary[] = [];
      hsms.primary$.subscribe((primary) => {
        primary.hold();
        held.push(primary);
      });
      peer.send('00 00 00 0a 00 00 86 0b 00 00 00 00 00 41');
      await clock.sleep(100);
      expect(peer.received).toHaveLength(1);
      expect(() => held[0]?.reply(secsMessage('S1F2'))).toThrow('S1F2 is no answer to S6F11 W');
      held[0]?.reply(secsMessage('S6F12', B(0)));
      held[0]?.reply();
      await clock.sleep(1);
      expect(peer.received.slice(1)).toEqual(['00 00 00 0d 00 00 06 0c 00 00 00 00 00 41 21 01 00']);
    });
  });

  it('aborts a primary whose body cannot be read', async () => {
    await selectedBench(async ({ hsms, peer, clock, faults }) => {
      hsms.primary$.subscribe();
      peer.send('00 00 00 0c 00 00 86 0b 00 00 00 00 00 41 01 02');
      await clock.sleep(1);
      expect(peer.received.slice(1)).toEqual(['00 00 00 0a 00 00 06 00 00 00 00 00 00 41']);
      expect(faults[0]).toMatchObject({ kind: 'protocol', reply: 'S6F11 W' });
    });
  });

  it.each([
    [
      'an unknown SType',
      '00 00 00 0a ff ff 00 00 00 08 00 00 00 41',
      '00 00 00 0a ff ff 08 01 00 07 00 00 00 41',
    ],
    ['PType 1', '00 00 00 0a 00 00 81 01 01 00 00 00 00 43', '00 00 00 0a 00 00 01 02 00 07 00 00 00 43'],
    [
      'a stray Linktest.rsp',
      '00 00 00 0a ff ff 00 00 00 06 00 00 00 44',
      '00 00 00 0a ff ff 06 03 00 07 00 00 00 44',
    ],
    [
      'a stray Select.rsp',
      '00 00 00 0a ff ff 00 00 00 02 00 00 00 44',
      '00 00 00 0a ff ff 02 03 00 07 00 00 00 44',
    ],
    [
      'a stray Deselect.rsp',
      '00 00 00 0a ff ff 00 00 00 04 00 00 00 44',
      '00 00 00 0a ff ff 04 03 00 07 00 00 00 44',
    ],
    [
      'a control message with a body',
      '00 00 00 0c ff ff 00 00 00 05 00 00 00 45 01 00',
      '00 00 00 0a ff ff 05 01 00 07 00 00 00 45',
    ],
  ])('rejects %s and keeps the link', async (_name, frame, reject) => {
    await selectedBench(async ({ peer, clock, host, faults }) => {
      peer.send(frame);
      await clock.sleep(1);
      expect(peer.received.slice(1)).toEqual([reject]);
      expect(host.losses).toEqual([]);
      expect(faults).toHaveLength(1);
    });
  });

  it('never answers a Reject with a Reject', async () => {
    await selectedBench(async ({ peer, clock }) => {
      peer.send('00 00 00 0a ff ff 05 03 01 07 00 00 00 45');
      peer.send('00 00 00 0a ff ff 05 03 00 07 00 00 00 45');
      await clock.sleep(1);
      expect(peer.received).toHaveLength(1);
    });
  });

  it('answers Linktest.req and a second Select.req', async () => {
    await selectedBench(async ({ peer, clock }) => {
      peer.send('00 00 00 0a ff ff 00 00 00 05 00 00 00 20');
      peer.send('00 00 00 0a 00 00 00 00 00 01 00 00 00 21');
      await clock.sleep(1);
      expect(peer.received.slice(1)).toEqual([
        '00 00 00 0a ff ff 00 00 00 06 00 00 00 20',
        '00 00 00 0a 00 00 00 01 00 02 00 00 00 21',
      ]);
    });
  });

  it('refuses what is no primary, or has the wrong W-bit', async () => {
    await selectedBench(async ({ hsms, peer }) => {
      await expect(hsms.request(secsMessage('S1F1'), turn())).rejects.toMatchObject({ kind: 'range' });
      await expect(hsms.request(secsMessage('S1F2'), turn())).rejects.toMatchObject({ kind: 'range' });
      await expect(hsms.send(s1f1, turn())).rejects.toMatchObject({ kind: 'range' });
      await hsms.send(secsMessage('S1F3', L(U2(3001))), turn());
      expect(peer.received.slice(1)).toEqual(['00 00 00 10 00 00 01 03 00 00 00 00 00 02 01 01 a9 02 0b b9']);
    });
  });
});

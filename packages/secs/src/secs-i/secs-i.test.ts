import { FourwireError, InProcessTransport, Turn, VirtualClock } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteLine } from '../../test/byte-line.ts';
import { fromHex, toHex } from '../../test/hex.ts';
import { TestHost } from '../../test/scripted-peer.ts';
import { secsMessage } from '../messages/message.ts';
import type { SecsMessage } from '../messages/message.ts';
import { A, B, L } from '../secs-ii/constructors.ts';
import { decodeBlock, encodeBlocks } from './block.ts';
import { SecsITransport } from './secs-i-transport.ts';
import type { SecsIOptions } from './secs-i-settings.ts';

const times = { t1: 1000, t2: 2000, t4: 5000, deviceId: 10 } as const;

interface Bench {
  readonly clock: VirtualClock;
  readonly line: ByteLine;
  readonly transport: SecsITransport;
  readonly came: SecsMessage[];
  readonly faults: FourwireError[];
  readonly host: TestHost;
}

async function onLine(options: SecsIOptions, work: (bench: Bench) => Promise<void>): Promise<void> {
  const clock = new VirtualClock();
  const line = new ByteLine(clock);
  const transport = new SecsITransport(() => new InProcessTransport(line), { ...times, ...options });
  const host = new TestHost(clock);
  const came: SecsMessage[] = [];
  const faults: FourwireError[] = [];
  await clock.run(async () => {
    transport.primary$.subscribe({
      next: (primary) => {
        came.push(primary.message);
        primary.hold();
      },
      error: () => {},
    });
    transport.fault$.subscribe({ next: (error) => faults.push(error), error: () => {} });
    await transport.open(host, new Turn());
    await work({ clock, line, transport, came, faults, host });
    await transport.close();
  });
  expect(clock.pendingTimers).toBe(0);
}

// The blocks of the sheet's section 9: length, header, data, checksum.
const s1f13 = '1b 80 0a 81 0d 80 01 00 0a 00 01 01 02 41 06 57 42 2d 53 49 4d 41 05 31 2e 30 2e 30 04 d0';
const s1f14 = '11 00 0a 01 0e 80 01 00 0a 00 01 01 02 21 01 00 01 00 00 cb';
const s1f1 = '0a 00 0a 81 01 80 01 00 00 00 01 01 0e';
const s1f2 = '1b 80 0a 01 02 80 01 00 00 00 01 01 02 41 06 57 42 2d 53 49 4d 41 05 31 2e 30 2e 30 04 3b';
const s5f1 =
  '27 80 0a 85 01 80 01 00 0a 00 02 01 03 21 01 86 b1 04 00 00 01 2d 41 10 4e 6f 6e 2d 73 74 69 63 6b 20 6f 6e 20 70 61 64 09 45';
const s5f2 = '0d 00 0a 05 02 80 01 00 0a 00 02 21 01 00 00 c0';

/** The same block with other bytes after the header's start; the checksum is made anew. */
function block(hex: string, changes: Readonly<Record<number, number>>): string {
  const bytes = fromHex(hex);
  for (const [at, value] of Object.entries(changes)) bytes[Number(at)] = value;
  const end = bytes.length - 2;
  let sum = 0;
  for (const byte of bytes.subarray(1, end)) sum += byte;
  bytes[end] = (sum >> 8) & 0xff;
  bytes[end + 1] = sum & 0xff;
  return toHex(bytes);
}

/** Lets the far side take and give blocks as the protocol has it. */
async function give({ line, clock }: Bench, ...blocks: readonly string[]): Promise<void> {
  for (const one of blocks) {
    line.say('05');
    await clock.sleep(1);
    line.say(one);
    await clock.sleep(1);
  }
}

describe('the captured exchanges', () => {
  it('S1F1 and S1F2, byte for byte', async () => {
    await onLine({}, async (bench) => {
      const { line, clock, transport } = bench;
      const reply = transport.request(secsMessage('S1F1 W'), new Turn());
      await clock.sleep(1);
      expect(line.take()).toEqual(['05']);
      line.say('04');
      await clock.sleep(1);
      expect(line.take()).toEqual([s1f1]);
      line.say('06');
      await give(bench, s1f2);
      expect(line.take()).toEqual(['04', '06']);
      expect((await reply).item).toEqual(L(A('WB-SIM'), A('1.0.0')));
    });
  });

  it('S1F13 and S5F1 of the equipment, answered', async () => {
    await onLine({}, async (bench) => {
      const { line, clock, came, transport } = bench;
      transport.primary$.subscribe({
        next: (primary) =>
          primary.reply({
            stream: primary.message.stream,
            function: primary.message.function + 1,
            reply: false,
            item: primary.message.stream === 1 ? L(B(0), L()) : B(0),
          }),
        error: () => {},
      });
      line.answer = (hex) => (hex === '05' ? '04' : hex.length > 3 ? '06' : undefined);
      await give(bench, s1f13);
      await clock.sleep(1);
      expect(line.take()).toEqual(['04', '06', '05', s1f14]);
      await give(bench, s5f1);
      await clock.sleep(1);
      expect(line.take()).toEqual(['04', '06', '05', s5f2]);
      expect(came.map(({ stream }) => stream)).toEqual([1, 5]);
    });
  });

  it('a message of two blocks, both ways', async () => {
    await onLine({}, async (bench) => {
      const { line, clock, transport } = bench;
      line.answer = (hex) => (hex === '05' ? '04' : hex.length > 3 ? '06' : undefined);
      const body = B(Uint8Array.from({ length: 300 }, (_, index) => index & 0xff));
      await transport.request(secsMessage('S1F1 W'), expired(clock, 1)).catch(() => {});
      line.take();
      const echoed = transport.request(secsMessage('S2F25 W', body), new Turn());
      await clock.sleep(1);
      const [, first = '', , second = ''] = line.take();
      expect([first.slice(0, 44), first.slice(-11)]).toEqual([
        'fe 00 0a 82 19 00 01 00 00 00 02 22 01 2c 00',
        'ef f0 71 ef',
      ]);
      expect([second.slice(0, 41), second.slice(-11)]).toEqual([
        '45 00 0a 82 19 80 02 00 00 00 02 f1 f2 f3',
        '2a 2b 13 63',
      ]);
      await give(
        bench,
        block(first, { 1: 0x80, 3: 0x02, 4: 0x1a }),
        block(second, { 1: 0x80, 3: 0x02, 4: 0x1a }),
      );
      expect((await echoed).item).toEqual(body);
    });
  });

  it('contention: the host yields, takes the block, and starts anew', async () => {
    await onLine({}, async (bench) => {
      const { line, clock, transport, came } = bench;
      const sent = transport.send(secsMessage('S5F3', L(B(128), B())), new Turn());
      await clock.sleep(1);
      line.say('05');
      await clock.sleep(1);
      expect(line.take()).toEqual(['05', '04']);
      line.say(s5f1);
      await clock.sleep(1);
      expect(line.take()).toEqual(['06', '05']);
      line.say('04');
      await clock.sleep(1);
      line.say('06');
      await sent;
      expect(came).toHaveLength(1);
    });
  });

  it('contention: the equipment has its way', async () => {
    await onLine({ role: 'equipment' }, async ({ line, clock, transport }) => {
      const sent = transport.send(secsMessage('S5F1', L()), new Turn());
      await clock.sleep(1);
      line.say('05');
      await clock.sleep(1);
      expect(line.take()).toEqual(['05']);
      line.say('04');
      await clock.sleep(1);
      line.say('06');
      await sent;
    });
  });
});

/** A turn that ends after some milliseconds. */
function expired(clock: VirtualClock, ms: number): Turn {
  const turn = new Turn();
  clock.setTimer(ms, () => turn.interrupt(new FourwireError('timeout', 'timeout', 'no reply (T3)')));
  return turn;
}

describe('timers and retries', () => {
  it('asks for the line RTY + 1 times, T2 apart, and gives up', async () => {
    await onLine({}, async ({ line, transport }) => {
      await expect(transport.request(secsMessage('S1F1 W'), new Turn())).rejects.toMatchObject({
        kind: 'timeout',
        code: 'secs-i-send-failed',
      });
      expect(line.heard).toEqual(['0.0 05', '2.0 05', '4.0 05', '6.0 05']);
    });
  });

  it('sends a block again that was answered with NAK, at once, RTY times', async () => {
    await onLine({}, async ({ line, transport }) => {
      line.answer = (hex) => (hex === '05' ? '04' : '15');
      await expect(transport.send(secsMessage('S5F3', L()), new Turn())).rejects.toMatchObject({
        code: 'secs-i-send-failed',
      });
      expect(line.heard.filter((entry) => entry.endsWith(' 05'))).toHaveLength(4);
      expect(line.heard.every((entry) => entry.startsWith('0.0'))).toBe(true);
    });
  });

  it('sends again when no acknowledgement comes within T2', async () => {
    await onLine({ retries: 1 }, async ({ line, clock, transport }) => {
      line.answer = (hex) => (hex === '05' ? '04' : undefined);
      const sent = transport.send(secsMessage('S5F3', L()), new Turn());
      await clock.sleep(2500);
      line.say('06');
      await sent;
      expect(line.heard.map((entry) => entry.slice(0, 6))).toEqual(['0.0 05', '0.0 0c', '2.0 05', '2.0 0c']);
    });
  });

  it('says NAK to what it cannot take, after the line was silent for T1', async () => {
    await onLine({}, async ({ line, clock }) => {
      const wrong = async (bytes: string) => {
        line.heard.length = 0;
        const start = clock.monotonic() / 1000;
        line.say('05');
        await clock.sleep(0);
        if (bytes !== '') line.say(bytes);
        await clock.sleep({ seconds: 5 });
        const [at = '', what] = (line.heard.at(-1) ?? '').split(' ');
        return `${(Number(at) - start).toFixed(1)} ${String(what)}`;
      };
      expect(await wrong('0c 80 0a 05 01 80 01 00 00 00 02 01 00 01 15')).toBe('1.0 15');
      expect(await wrong('09 80 0a')).toBe('1.0 15');
      expect(await wrong('ff 80 0a')).toBe('1.0 15');
      expect(await wrong('0c 80 0a 05')).toBe('1.0 15');
      // T2 for the length byte.
      expect(await wrong('')).toBe('2.0 15');
    });
  });

  it('drops a message whose next block does not come within T4; the equipment says S9F9', async () => {
    await onLine({ role: 'equipment' }, async (bench) => {
      const { line, clock, faults, came } = bench;
      const [first = ''] = blocksOf('S2F25 W', 300, false);
      await give(bench, first);
      line.answer = (hex) => (hex === '05' ? '04' : hex.length > 3 ? '06' : undefined);
      line.take();
      await clock.sleep({ seconds: 6 });
      expect(faults[0]?.message).toContain('T4');
      expect(line.take()[1]?.slice(9, 20)).toBe('09 09 80 01');
      expect(came).toEqual([]);
    });
  });

  it('says S9F9 when a reply does not come in time, as equipment', async () => {
    await onLine({ role: 'equipment' }, async ({ line, clock, transport }) => {
      line.answer = (hex) => (hex === '05' ? '04' : hex.length > 3 ? '06' : undefined);
      await expect(
        transport.request(secsMessage('S6F11 W', L()), expired(clock, 1000)),
      ).rejects.toMatchObject({
        kind: 'timeout',
      });
      await clock.sleep(1);
      expect(line.take().at(-1)?.slice(9, 14)).toBe('09 09');
    });
  });
});

/** The blocks of a message with this many bytes in a B item, for device 10. */
function blocksOf(name: 'S2F25 W', bytes: number, toHost: boolean, systemBytes = 7): readonly string[] {
  const body = Uint8Array.from([0x22, bytes >> 8, bytes & 0xff, ...Array.from({ length: bytes }, () => 1)]);
  const message = secsMessage(name);
  return encodeBlocks({ deviceId: 10, toHost, systemBytes }, message, body).map((one) => toHex(one));
}

describe('putting messages together', () => {
  it('takes block numbers 0 and 1 for a single block, and a repeated block once', async () => {
    await onLine({}, async (bench) => {
      await give(bench, s5f1, s5f1, block(s5f1, { 5: 0x80, 6: 0, 10: 9 }));
      expect(bench.line.take()).toEqual(['04', '06', '04', '06', '04', '06']);
      expect(bench.came).toHaveLength(2);
    });
  });

  it('reads 100 blocks, also of messages that come interleaved, and a repeated one among them', async () => {
    await onLine({}, async (bench) => {
      const long = blocksOf('S2F25 W', 24_000, true, 7);
      const short = blocksOf('S2F25 W', 300, true, 8);
      const [a = '', b = ''] = short;
      await give(
        bench,
        ...long.slice(0, 50),
        a,
        a,
        ...long.slice(50, 51),
        long[50] ?? '',
        b,
        ...long.slice(51),
      );
      expect(bench.came.map(({ item }) => item?.value)).toEqual([
        new Uint8Array(300).fill(1),
        new Uint8Array(24_000).fill(1),
      ]);
      expect(long).toHaveLength(99);
    });
  });

  it('drops what continues nothing, what goes the other way, and what is for another device', async () => {
    await onLine({ role: 'equipment' }, async (bench) => {
      const { line, faults, came } = bench;
      line.answer = (hex) => (hex === '05' ? '04' : hex.length > 3 ? '06' : undefined);
      const blocks = blocksOf('S2F25 W', 800, false);
      await give(bench, blocks[0] ?? '', blocks[2] ?? '');
      await give(bench, block(s1f1, { 1: 0x80 }));
      await give(bench, block(s1f1, { 2: 0x05 }));
      await bench.clock.sleep(1);
      expect(came).toEqual([]);
      expect(faults.map(({ message }) => message.replace(/.*dropped: /, ''))).toEqual([
        'block 3 continues no message.',
        'it goes the other way (R-bit).',
        'it carries device id 5, configured is 10.',
      ]);
      const s9f1 = line.take().at(-1) ?? '';
      expect([s9f1.slice(9, 14), s9f1.slice(33, 68)]).toEqual([
        '09 01',
        '21 0a 00 05 81 01 80 01 00 00 00 01',
      ]);
    });
  });

  it('fails what waits when the line goes, and refuses what cannot be', async () => {
    await onLine({}, async ({ transport, clock, line }) => {
      line.answer = (hex) => (hex === '05' ? '04' : '06');
      const reply = transport.request(secsMessage('S1F1 W'), new Turn());
      await clock.sleep(1);
      await transport.close();
      await expect(reply).rejects.toMatchObject({ kind: 'link' });
      await expect(transport.request(secsMessage('S1F1 W'), new Turn())).rejects.toMatchObject({
        kind: 'link',
      });
    });
    expect(
      () =>
        new SecsITransport(() => new InProcessTransport(new ByteLine(new VirtualClock())), { retries: 32 }),
    ).toThrow('retries must be a whole number from 0 to 31; got 32.');
    expect(() =>
      encodeBlocks(
        { deviceId: 0, toHost: false, systemBytes: 1 },
        secsMessage('S2F25 W'),
        new Uint8Array(8_000_000),
      ),
    ).toThrow('7995148');
  });
});

describe('blocks', () => {
  it('come back as they were, and not when a bit of them is another', () => {
    fc.assert(
      fc.property(
        fc.record({
          deviceId: fc.integer({ min: 0, max: 0x7fff }),
          toHost: fc.boolean(),
          systemBytes: fc.integer({ min: 0, max: 0xffff_ffff }),
        }),
        fc.record({
          stream: fc.integer({ min: 0, max: 127 }),
          function: fc.integer({ min: 0, max: 255 }),
          reply: fc.boolean(),
        }),
        fc.uint8Array({ maxLength: 700 }),
        fc.nat(),
        (address, head, body, flip) => {
          const blocks = encodeBlocks(address, head, body);
          const decoded = blocks.map((bytes) => decodeBlock(bytes.subarray(1)));
          expect(Buffer.concat(decoded.map((one) => one?.data ?? new Uint8Array(0)))).toEqual(
            Buffer.from(body),
          );
          expect(decoded.map((one) => one?.number)).toEqual(blocks.map((_, index) => index + 1));
          for (const one of decoded) expect(one).toMatchObject({ ...address, head });
          const [first = new Uint8Array(0)] = blocks;
          const at = 1 + (flip % (first.length - 1));
          const broken = first.slice();
          broken[at] = (broken[at] ?? 0) ^ (1 << (flip % 8));
          expect(decodeBlock(broken.subarray(1))).toBeUndefined();
        },
      ),
      { numRuns: 50 },
    );
  });

  it('of any bytes whatever leave the line working and no timer behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 }), async (pieces) => {
        await onLine({}, async (bench) => {
          for (const piece of pieces) {
            bench.line.say(toHex(piece));
            await bench.clock.sleep(200);
          }
          await bench.clock.sleep({ seconds: 5 });
          bench.came.length = 0;
          await give(bench, s5f1);
          expect(bench.came).toHaveLength(1);
        });
      }),
      { numRuns: 30 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsWith, exactly } from './message-end.ts';
import type { MessageEnd } from './message-end.ts';
import { ReceiveBuffer } from './receive-buffer.ts';
import { Turn } from './turn.ts';

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

describe('a receive buffer', () => {
  it('gives the same messages however the stream is cut', async () => {
    const lines = fc.array(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => bytes.map((byte) => (byte === 10 ? 11 : byte))),
      { minLength: 1, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.nat({ max: 50 })), async (messages, cuts) => {
        const stream = Uint8Array.from(messages.flatMap((message) => [...message, 10]));
        const buffer = new ReceiveBuffer(1000);
        const received: Promise<Uint8Array>[] = [];
        let from = 0;
        const reading = (async () => {
          for (const _ of messages) {
            received.push(buffer.read(endsWith(), new Turn()));
            await received.at(-1);
          }
        })();
        for (const cut of cuts) {
          buffer.push(stream.subarray(from, from + cut));
          from += cut;
          await Promise.resolve();
        }
        buffer.push(stream.subarray(from));
        await reading;
        expect((await Promise.all(received)).map((message) => [...message.subarray(0, -1)])).toEqual(
          messages.map((message) => [...message]),
        );
        expect(buffer.length).toBe(0);
      }),
      { seed: 1 },
    );
  });

  it('receives a long message that announces its length into one piece of memory', async () => {
    const buffer = new ReceiveBuffer(10_000_000);
    const end: MessageEnd = exactly(1_000_000);
    const reading = buffer.read(end, new Turn());
    const chunk = new Uint8Array(50_000);
    for (let at = 0; at < 20; at++) {
      chunk.fill(at);
      buffer.push(at < 19 ? chunk : Uint8Array.of(...chunk, 1, 2, 3));
    }
    const message = await reading;
    expect(message.length).toBe(1_000_000);
    for (let at = 0; at < 20; at++)
      expect([message[at * 50_000], message[at * 50_000 + 49_999]]).toEqual([at, at]);
    // Nobody else writes into that memory later on.
    expect([...(await buffer.read(exactly(3), new Turn()))]).toEqual([1, 2, 3]);
    buffer.push(new Uint8Array(100_000).fill(99));
    expect(message.includes(99)).toBe(false);
  });

  it('hands out long messages whose length nobody announced', async () => {
    const buffer = new ReceiveBuffer(10_000_000);
    const reading = buffer.read(endsWith(), new Turn());
    for (let at = 0; at < 10; at++) buffer.push(new Uint8Array(30_000).fill(65 + at));
    buffer.push(new TextEncoder().encode('\nnext\n'));
    const message = await reading;
    expect(message.length).toBe(300_001);
    expect(ascii(await buffer.read(endsWith(), new Turn()))).toBe('next\n');
    expect([message[0], message[299_999]]).toEqual([65, 74]);
  });

  it('refuses a message as soon as it is announced to be too long', async () => {
    const buffer = new ReceiveBuffer(1000);
    const reading = buffer.read(exactly(1001), new Turn());
    buffer.push(Uint8Array.of(1));
    await expect(reading).rejects.toMatchObject({ kind: 'protocol', code: 'message-too-long' });
    expect(buffer.length).toBe(0);
  });

  it('does not let a peer that nobody asked fill the memory', () => {
    const buffer = new ReceiveBuffer(1000);
    for (let at = 0; at < 100; at++) buffer.push(new Uint8Array(300));
    expect(buffer.length).toBeLessThanOrEqual(1000);
  });
});

import { Bus, BusClient, FourwireError, InProcessTransport, VirtualClock } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScriptedPeer, fromHex, isSelect, selected, toHex } from '../../test/scripted-peer.ts';
import { secsMessage } from '../messages/message.ts';
import { HsmsTransport } from './hsms-transport.ts';

interface Outcome {
  readonly reply: string;
  readonly heard: readonly string[];
  readonly sent: readonly string[];
  readonly timers: number;
}

/** Opens, asks S1F1, and answers with these chunks. */
async function exchange(chunks: readonly Uint8Array[]): Promise<Outcome> {
  const clock = new VirtualClock();
  const peer = new ScriptedPeer();
  const hsms = new HsmsTransport(() => new InProcessTransport(peer));
  const heard: string[] = [];
  hsms.primary$.subscribe(({ message }) => heard.push(`S${message.stream}F${message.function}`));
  let told = false;
  peer.answer = (frame) => {
    if (isSelect(frame)) return selected(frame);
    if (!frame.includes('81 01') || told) return undefined;
    told = true;
    return chunks.map((chunk) => toHex(chunk));
  };
  const bus = new Bus(hsms, { clock });
  const client = new BusClient(bus, 'bonder', { timeout: { seconds: 45 } });
  let reply = '';
  await clock.run(async () => {
    await bus.open();
    reply = await client
      .exchange(async (wire, turn) => wire.request(secsMessage('S1F1 W'), turn))
      .then(
        (message) => `S${message.stream}F${message.function}`,
        (error: unknown) => (FourwireError.is(error) ? error.kind : String(error)),
      );
    await bus.close();
  });
  return { reply, heard, sent: peer.received.slice(2), timers: clock.pendingTimers };
}

describe('HsmsTransport, whatever comes', () => {
  it('ends in a reply or a FourwireError, and leaves no timer, for any bytes', async () => {
    const frame = fc
      .tuple(fc.uint8Array({ minLength: 10, maxLength: 10 }), fc.uint8Array({ maxLength: 12 }))
      .map(([header, body]) => Uint8Array.of(0, 0, 0, 10 + body.length, ...header, ...body));
    const anything = fc.array(fc.oneof(frame, fc.uint8Array({ maxLength: 30 })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anything, async (chunks) => {
        const { reply, timers } = await exchange(chunks);
        expect(reply).toMatch(/^(S1F\d+|link|timeout|protocol|device)$/);
        expect(timers).toBe(0);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('reads the same from one stream of bytes, however it is cut', async () => {
    const bytes = fromHex(
      '00 00 00 0a ff ff 00 00 00 05 00 00 00 20' +
        '00 00 00 28 00 00 86 0b 00 00 00 00 00 02 01 03 a5 01 01 a9 02 13 89 01 01 01 02 a5 01 64 01 02 91 04 43 18 80 00 b1 04 00 01 e2 40' +
        '00 00 00 0c 00 00 01 02 00 00 00 00 00 02 01 00',
    );
    const cuts = fc.array(fc.nat({ max: bytes.length }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const edges = [0, ...places.toSorted((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
        const outcome = await exchange(chunks.filter((chunk) => chunk.length > 0));
        expect(outcome).toMatchObject({ reply: 'S1F2', heard: ['S6F11'], timers: 0 });
        expect(outcome.sent.slice(0, 2)).toEqual([
          '00 00 00 0a ff ff 00 00 00 06 00 00 00 20',
          '00 00 00 0a 00 00 06 00 00 00 00 00 00 02',
        ]);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../test/scripted-service.ts';
import { InterruptReader } from './interrupt-reader.ts';

const zero16 = '00'.repeat(16);
const call = `80000030 00000001 00000000 00000002 000607b1 00000001 0000001e ${zero16} 00000003 73727100`;
/** As sent by an instrument that announces four bytes more than it sends. */
const short = `80000030 00000001 00000000 00000002 000607b1 00000001 0000001e ${zero16} 00000003`;

function requests(...chunks: readonly Uint8Array[]): { count: number; understood: boolean } {
  let count = 0;
  const reader = new InterruptReader(() => count++);
  const understood = chunks.every((chunk) => reader.push(chunk));
  return { count, understood };
}

describe('what comes on the interrupt channel', () => {
  it('is counted in chunks of any size', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.array(fc.integer({ min: 1, max: 60 })), (count, sizes) => {
        const stream = hex(call.repeat(count));
        let from = 0;
        const chunks = [...sizes, stream.length].map((size) => stream.subarray(from, (from += size)));
        expect(requests(...chunks)).toEqual({ count, understood: true });
      }),
      { seed: 1 },
    );
  });

  it('is counted at once where the length is announced wrong, each in its own chunk or glued', () => {
    expect(requests(hex(short))).toEqual({ count: 1, understood: true });
    expect(requests(hex(short), hex(short), hex(short))).toEqual({ count: 3, understood: true });
    expect(requests(hex(short + short), hex(call))).toEqual({ count: 3, understood: true });
  });

  it.each([
    ['a reply', call.replace('00000001 00000000 00000002', '00000001 00000001 00000002')],
    ['another program', call.replace('000607b1', '000607b0')],
    ['another procedure', call.replace('0000001e', '0000001f')],
    ['a record that is too long', call.replace('80000030', '80010030')],
    ['a record that is too short', call.replace('80000030', '80000010')],
  ])('is not understood when it is %s', (_name, bytes) => {
    expect(requests(hex(bytes))).toEqual({ count: 0, understood: false });
  });
});

import { bench, describe } from 'vitest';
import { decodeBlock } from './block.ts';
import { encodeBlock } from './samples.ts';
import { scaleSamples } from './scale.ts';

const COUNT = 5_000_000;
const raw = Int16Array.from({ length: COUNT }, (_, index) => (index * 7919) % 65_536);
const target = new Float64Array(COUNT);
const scaling = { scale: 1.25e-4, offset: -0.5, reference: 128 };

/** What one writes by hand for this one format. */
function byHand(reply: Uint8Array, little: boolean, out: Float64Array): Float64Array {
  const digits = (reply[1] as number) - 48;
  let length = 0;
  for (let at = 2; at < 2 + digits; at++) length = length * 10 + (reply[at] as number) - 48;
  const view = new DataView(reply.buffer, reply.byteOffset + 2 + digits, length);
  for (let index = 0; index < length / 2; index++) {
    out[index] = (view.getInt16(index * 2, little) - 128) * 1.25e-4 - 0.5;
  }
  return out;
}

for (const order of ['little', 'big'] as const) {
  const reply = encodeBlock(raw, order);
  const little = order === 'little';
  describe(`10 MB int16 block, ${order} end first, into a reused Float64Array (goal: 0.85 of the loop by hand)`, () => {
    bench('loop by hand', () => {
      byHand(reply, little, target);
    });
    bench('scaleSamples', () => {
      scaleSamples(decodeBlock(reply), 'int16', order, { ...scaling, into: target });
    });
  });
  describe(`10 MB int16 block, ${order} end first, into a new Float64Array (goal: 0.85 of the loop by hand)`, () => {
    bench('loop by hand', () => {
      byHand(reply, little, new Float64Array(COUNT));
    });
    bench('scaleSamples', () => {
      scaleSamples(decodeBlock(reply), 'int16', order, scaling);
    });
  });
}

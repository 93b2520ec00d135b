import fc from 'fast-check';
import { A, B, BOOLEAN, F4, F8, I1, I2, I4, I8, J, L, U1, U2, U4, U8, W } from '../src/index.ts';
import type { Item } from '../src/index.ts';

const latin1 = fc.string({
  unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)),
});
const encoding = fc.integer({ min: 0, max: 0xffff });
const bytes = fc.uint8Array({ maxLength: 300 });

const leaf: fc.Arbitrary<Item> = fc.oneof(
  latin1.map((text) => A(text)),
  latin1.map((text) => J(text)),
  bytes.map((value) => B(value)),
  fc.array(fc.boolean()).map((values) => BOOLEAN(values)),
  fc.tuple(encoding, bytes).map(([number, value]) => W(number, value)),
  fc.array(fc.integer({ min: -0x80, max: 0x7f })).map((values) => I1(values)),
  fc.array(fc.integer({ min: -0x8000, max: 0x7fff })).map((values) => I2(values)),
  fc.array(fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff })).map((values) => I4(values)),
  fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map((values) => I8(values)),
  fc.array(fc.integer({ min: 0, max: 0xff })).map((values) => U1(values)),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((values) => U2(values)),
  fc.array(fc.integer({ min: 0, max: 0xffff_ffff })).map((values) => U4(values)),
  fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })).map((values) => U8(values)),
  fc.array(fc.float()).map((values) => F4(values)),
  fc.array(fc.double()).map((values) => F8(values)),
);

/** Any item that bytes can hold, lists up to five deep. */
export const arbitraryItem: fc.Arbitrary<Item> = fc.letrec<{ item: Item }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie('item'), { maxLength: 6 }).map((items) => L(items)),
  ),
})).item;

/** Any message that a frame can hold. */
export const arbitraryMessage = fc.record({
  stream: fc.integer({ min: 0, max: 127 }),
  function: fc.integer({ min: 0, max: 255 }),
  reply: fc.boolean(),
  item: fc.option(arbitraryItem, { nil: undefined }),
});

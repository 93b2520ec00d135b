import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBlock } from './block.ts';
import { latin1Bytes } from './latin1.ts';
import type { ByteOrder, SampleFormat } from './samples.ts';
import { decodeSamples, decodeSamplesInPlace, encodeBlock } from './samples.ts';
import { scaleSamples } from './scale.ts';

const real = (precision: 'float' | 'double'): fc.Arbitrary<number> =>
  precision === 'float'
    ? fc.float({ min: Math.fround(-9.8e37), max: Math.fround(9.8e37) })
    : fc.double({ min: -9.8e37, max: 9.8e37 });

const arrays = {
  int8: fc.int8Array(),
  uint8: fc.uint8Array(),
  int16: fc.int16Array(),
  uint16: fc.uint16Array(),
  int32: fc.int32Array(),
  uint32: fc.uint32Array(),
  float32: fc.array(real('float')).map((values) => Float32Array.from(values)),
  float64: fc.array(real('double')).map((values) => Float64Array.from(values)),
};
const formats = Object.keys(arrays) as SampleFormat[];
const orders: ByteOrder[] = ['big', 'little'];
const cases = formats.flatMap((format) => orders.map((order) => [format, order] as const));

describe.each(cases)('%s samples, %s byte first', (format, order) => {
  it('come back as they were encoded, wherever the block lies in memory', () => {
    fc.assert(
      fc.property(arrays[format], fc.nat(7), (array, shift) => {
        const reply = encodeBlock(array, order);
        const moved = new Uint8Array(reply.length + shift).subarray(shift);
        moved.set(reply);
        expect(decodeSamples(decodeBlock(moved), format, order)).toEqual(array);
      }),
      { seed: 1 },
    );
  });

  it('scale to what a loop over the decoded samples gives', () => {
    fc.assert(
      fc.property(arrays[format], fc.nat(7), (array, shift) => {
        const reply = encodeBlock(array, order);
        const moved = new Uint8Array(reply.length + shift).subarray(shift);
        moved.set(reply);
        const values = scaleSamples(decodeBlock(moved), format, order, {
          scale: 0.1,
          offset: -3,
          reference: 7,
        });
        expect(values).toEqual(Float64Array.from(array, (sample) => (sample - 7) * 0.1 - 3));
      }),
      { seed: 1 },
    );
  });
});

describe('decodeSamples', () => {
  it('puts the most significant byte first for big', () => {
    const data = Uint8Array.of(0x12, 0x34);
    expect([...decodeSamples(data, 'int16', 'big')]).toEqual([0x12_34]);
    expect([...decodeSamples(data, 'int16', 'little')]).toEqual([0x34_12]);
  });

  it('fills a target of the right size and the front of a larger one', () => {
    const data = Uint8Array.of(1, 0, 2, 0);
    const exact = new Int16Array(2);
    expect(decodeSamples(data, 'int16', 'little', exact)).toBe(exact);
    const larger = new Int16Array([9, 9, 9, 9]).subarray(1);
    const filled = decodeSamples(data, 'int16', 'little', larger);
    expect([...filled]).toEqual([1, 2]);
    expect(filled.buffer).toBe(larger.buffer);
    expect([...larger]).toEqual([1, 2, 9]);
  });

  it('does not share memory with the reply', () => {
    const data = Uint8Array.of(1, 2);
    const samples = decodeSamples(data, 'uint8', 'big');
    data[0] = 9;
    expect([...samples]).toEqual([1, 2]);
  });

  it('refuses a target that is too small', () => {
    expect(() => decodeSamples(new Uint8Array(4), 'int16', 'big', new Int16Array(1))).toThrow(
      expect.objectContaining({ kind: 'range', code: 'scpi-target-too-small' }),
    );
  });

  it('refuses data that end within a sample', () => {
    expect(() => decodeSamples(new Uint8Array(5), 'float32', 'big')).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'scpi-samples-partial' }),
    );
  });

  it.each(['float32', 'float64'] as const)('does not pass the sentinels of %s on as data', (format) => {
    const array = format === 'float32' ? Float32Array : Float64Array;
    const data = decodeBlock(encodeBlock(array.from([9.9e37, -9.9e37, 9.91e37, 1.5]), 'big'));
    const expected = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1.5];
    expect([...decodeSamples(data, format, 'big')]).toEqual(expected);
    expect([...scaleSamples(data, format, 'big')]).toEqual(expected);
  });
});

describe('decodeSamplesInPlace', () => {
  it.each(cases)('gives %s samples, %s byte first, in the memory of the data', (format, order) => {
    fc.assert(
      fc.property(arrays[format], (array) => {
        const data = Uint8Array.from(decodeBlock(encodeBlock(array, order)));
        const samples = decodeSamplesInPlace(data, format, order);
        expect(samples).toEqual(array);
        expect(samples.buffer).toBe(data.buffer);
      }),
      { seed: 1 },
    );
  });

  it('copies data that do not lie as the format needs it, and leaves them as they are', () => {
    const data = Uint8Array.of(9, 0x12, 0x34).subarray(1);
    expect([...decodeSamplesInPlace(data, 'int16', 'big')]).toEqual([0x12_34]);
    expect([...data]).toEqual([0x12, 0x34]);
  });

  it('refuses data that end within a sample', () => {
    expect(() => decodeSamplesInPlace(new Uint8Array(5), 'float32', 'big')).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'scpi-samples-partial' }),
    );
  });
});

describe('encodeBlock', () => {
  it('encodes a part of a larger array and pads the length', () => {
    const part = Uint16Array.of(1, 0x0a_0b, 3).subarray(1, 2);
    expect(encodeBlock(part, 'big', 9)).toEqual(new Uint8Array(latin1Bytes('#9000000002\u000a\u000b')));
  });

  it('leaves the array as it was', () => {
    const array = Uint16Array.of(0x12_34);
    encodeBlock(array, 'big');
    expect([...array]).toEqual([0x12_34]);
  });
});

describe('scaleSamples', () => {
  it('reuses the target', () => {
    const into = new Float64Array(3);
    const values = scaleSamples(Uint8Array.of(129, 127), 'uint8', 'big', {
      reference: 128,
      scale: 0.5,
      into,
    });
    expect([...values]).toEqual([0.5, -0.5]);
    expect(values.buffer).toBe(into.buffer);
  });
});

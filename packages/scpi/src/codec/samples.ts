import { malformed, refused } from './fault.ts';
import { asBuffer, latin1Bytes } from './latin1.ts';
import { blockHeader } from './block.ts';
import { fromSentinel } from './sentinel.ts';

/** The array that holds the samples of each format. */
export interface SampleArrays {
  readonly int8: Int8Array;
  readonly uint8: Uint8Array;
  readonly int16: Int16Array;
  readonly uint16: Uint16Array;
  readonly int32: Int32Array;
  readonly uint32: Uint32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}

/** How one sample is written in a block: `FORM REAL,32` is `float32`, `FORM INT,16` is `int16`. */
export type SampleFormat = keyof SampleArrays;

/** An array of samples. */
export type SampleArray = SampleArrays[SampleFormat];

/**
 * Which byte of a sample comes first: `big` the most significant (`FORM:BORD NORM`), `little` the least (`SWAP`). The
 * reset value differs between vendors (sheet scpi.md, 2.1), so set it in the instrument and say it here.
 */
export type ByteOrder = 'big' | 'little';

const constructors: {
  readonly [Format in SampleFormat]: {
    readonly BYTES_PER_ELEMENT: number;
    new (length: number): SampleArrays[Format];
    new (memory: ArrayBufferLike, byteOffset: number, length: number): SampleArrays[Format];
  };
} = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
};

const hostOrder: ByteOrder = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'little' : 'big';

/**
 * The samples in the data of a block, copied once into `into` or a new array. Of a larger `into` the front part is
 * filled and returned. In floating-point formats 9.9E37 becomes `Infinity`, -9.9E37 `-Infinity` and 9.91E37 `NaN`.
 *
 * @throws FourwireError of kind `protocol` when the data end within a sample; `range` when `into` is too small.
 */
export function decodeSamples<Format extends SampleFormat>(
  data: Uint8Array,
  format: Format,
  byteOrder: ByteOrder,
  into?: SampleArrays[Format],
): SampleArrays[Format] {
  const count = sampleCount(data, format);
  const samples = fit(into, count) ?? new constructors[format](count);
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, data.length);
  bytes.set(data);
  toHost(samples, bytes, byteOrder);
  return samples;
}

/**
 * As {@link decodeSamples}, but in the memory of the data, which then hold no block any more: for a reply that nobody else
 * reads, and once only. Where the data do not lie as the format needs it they are copied after all; over a stream the
 * bytes of `ScpiSession.queryBytes` do, wherever the block begins.
 *
 * @throws FourwireError of kind `protocol` when the data end within a sample
 */
export function decodeSamplesInPlace<Format extends SampleFormat>(
  data: Uint8Array,
  format: Format,
  byteOrder: ByteOrder,
): SampleArrays[Format] {
  const count = sampleCount(data, format);
  const constructor = constructors[format];
  if (data.byteOffset % constructor.BYTES_PER_ELEMENT !== 0) return decodeSamples(data, format, byteOrder);
  const samples = new constructor(data.buffer, data.byteOffset, count);
  toHost(samples, data, byteOrder);
  return samples;
}

/** Makes numbers of this computer of what is in `bytes`, the memory of `samples`. */
function toHost(samples: SampleArray, bytes: Uint8Array, byteOrder: ByteOrder): void {
  if (byteOrder !== hostOrder) swap(asBuffer(bytes), samples.BYTES_PER_ELEMENT);
  if (samples instanceof Float32Array || samples instanceof Float64Array) mapSentinels(samples);
}

/**
 * A definite block with the samples of `array` in the given byte order, ready for a simulator's reply; for commands
 * put `block(array, byteOrder)` into the template. `digits` pads the length (`#9000010000`).
 *
 * @throws FourwireError of kind `range` when it would exceed 999,999,999 bytes.
 */
export function encodeBlock(array: SampleArray, byteOrder: ByteOrder, digits?: number): Uint8Array {
  const header = latin1Bytes(blockHeader(array.byteLength, digits));
  const bytes = new Uint8Array(header.length + array.byteLength);
  bytes.set(header);
  writeSamples(array, byteOrder, bytes.subarray(header.length));
  return bytes;
}

/** Writes the samples of `array` to the front of `bytes`, in the given byte order. */
export function writeSamples(array: SampleArray, byteOrder: ByteOrder, bytes: Uint8Array): void {
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  if (byteOrder !== hostOrder) swap(asBuffer(bytes.subarray(0, array.byteLength)), array.BYTES_PER_ELEMENT);
}

/** How many samples `data` holds; an error when they are not whole. */
export function sampleCount(data: Uint8Array, format: SampleFormat): number {
  const size = constructors[format].BYTES_PER_ELEMENT;
  if (data.length % size === 0) return data.length / size;
  throw malformed(
    'scpi-samples-partial',
    `A block of ${format} samples must be a multiple of ${size} bytes long, got ${data.length}; check the data format of the instrument.`,
    '',
    data.length,
  );
}

/** The first `count` elements of `into`; `undefined` without an `into`; an error when it is too small. */
export function fit<Target extends SampleArray>(into: Target | undefined, count: number): Target | undefined {
  if (into === undefined || into.length === count) return into;
  if (into.length > count) return into.subarray(0, count) as Target;
  throw refused(
    'scpi-target-too-small',
    `The target array holds ${into.length} elements, but ${count} arrived; give a larger one.`,
    { length: into.length, needed: count },
  );
}

function swap(bytes: Buffer, size: number): void {
  if (size === 2) bytes.swap16();
  else if (size === 4) bytes.swap32();
  else if (size === 8) bytes.swap64();
}

function mapSentinels(samples: Float32Array | Float64Array): void {
  for (let index = 0; index < samples.length; index++) {
    const value = samples[index] as number;
    // The comparison is false for NaN and leaves it as it is.
    if (Math.abs(value) > 9e37) samples[index] = fromSentinel(value);
  }
}

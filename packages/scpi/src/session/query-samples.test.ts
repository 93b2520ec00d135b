import { Bus, BusClient, StreamTransport, VirtualClock } from '@fourwire/core';
import type { Clock, TransportHost, Turn } from '@fourwire/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { scpi } from '../codec/command.ts';
import { latin1Bytes } from '../codec/latin1.ts';
import { encodeBlock } from '../codec/samples.ts';
import type { ByteOrder, SampleArray, SampleFormat } from '../codec/samples.ts';
import { ScpiSession } from './scpi-session.ts';

/** Answers everything with the same reply in pieces, all of them in one piece of memory, as a socket reads them. */
class ChunkedTransport extends StreamTransport {
  readonly address = 'chunks';
  readonly #reply: Uint8Array;
  readonly #chunk: Uint8Array;
  #clock: Clock | undefined;

  constructor(reply: Uint8Array, chunkBytes: number) {
    super();
    this.#reply = reply;
    this.#chunk = new Uint8Array(chunkBytes);
  }

  protected async connect(_turn: Turn, { clock }: TransportHost): Promise<void> {
    this.#clock = clock;
  }

  protected async disconnect(): Promise<void> {}

  protected send(): undefined {
    this.#clock?.setTimer(1, () => {
      const size = this.#chunk.length;
      for (let at = 0; at < this.#reply.length; at += size) {
        const part = this.#reply.subarray(at, at + size);
        // Not by `set`, which the tests count.
        part.forEach((byte, index) => (this.#chunk[index] = byte));
        this.receive(this.#chunk.subarray(0, part.length));
      }
    });
  }
}

/** The header may be copied a second time, when room is made for the block, and what else runs in the process copies a little. */
const slack = 512;

/** How many bytes were copied from one array into another while `work` ran. */
async function copied(work: () => Promise<void>): Promise<number> {
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;
  const set = vi.spyOn(typedArray, 'set');
  const slice = vi.spyOn(typedArray, 'slice');
  await work();
  const sources = [
    ...set.mock.calls.map(([source]) => source),
    ...slice.mock.results.map(({ value }) => value as Uint8Array),
  ];
  vi.restoreAllMocks();
  return sources.reduce((bytes, source) => bytes + source.length, 0);
}

/** The samples that come back in chunks of a size, and how many bytes were copied on the way. */
async function receive(
  reply: Uint8Array,
  chunkBytes: number,
  format: SampleFormat,
  order: ByteOrder,
): Promise<{ samples: SampleArray; copies: number }> {
  const clock = new VirtualClock();
  return clock.run(async () => {
    const bus = new Bus(new ChunkedTransport(reply, chunkBytes), { clock });
    await bus.open();
    const session = new ScpiSession(new BusClient(bus, 'scope'));
    let samples: SampleArray = new Uint8Array();
    const copies = await copied(async () => {
      samples = await session.querySamples(scpi`CURV?`, format, order);
    });
    await bus.close();
    return { samples, copies };
  });
}

const reply = (array: SampleArray, order: ByteOrder, digits?: number): Uint8Array =>
  Buffer.concat([encodeBlock(array, order, digits), latin1Bytes('\n')]);

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a block of samples over a stream', () => {
  const ramp = Float64Array.from({ length: 20_000 }, (_, index) => index / 8);

  it.each([
    ['64 KiB chunks', 65_536],
    ['chunks of a segment', 1448],
    ['chunks that cut the header', 4],
    ['one chunk', 1_000_000],
  ])('in %s is copied once, from the chunks into the memory of the array', async (_name, chunkBytes) => {
    const bytes = reply(ramp, 'little', 9);
    const { samples, copies } = await receive(bytes, chunkBytes, 'float64', 'little');
    expect(samples).toEqual(ramp);
    expect(copies).toBeLessThanOrEqual(bytes.length + slack);
    expect(samples.buffer.byteLength).toBeGreaterThan(samples.byteLength);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9] as const)(
    'lies as doubles must behind a length of %i digits, and turns its bytes round where it is',
    async (digits) => {
      const few = ramp.subarray(0, digits === 1 ? 1 : digits === 2 ? 12 : digits === 3 ? 124 : 1200);
      const array = digits < 6 ? few : ramp;
      const bytes = reply(array, 'big', digits);
      const { samples, copies } = await receive(bytes, 1448, 'float64', 'big');
      expect(samples).toEqual(array);
      expect(copies).toBeLessThanOrEqual(bytes.length + slack);
    },
  );

  it('of 16 bits is copied once, too', async () => {
    const array = Int16Array.from({ length: 100_000 }, (_, index) => index - 50_000);
    const bytes = reply(array, 'big');
    const { samples, copies } = await receive(bytes, 2048, 'int16', 'big');
    expect(samples).toEqual(array);
    expect(copies).toBeLessThanOrEqual(bytes.length + slack);
  });

  it('does not lie in memory that the next answer is received into', async () => {
    const clock = new VirtualClock();
    await clock.run(async () => {
      const bus = new Bus(new ChunkedTransport(reply(ramp, 'little'), 65_536), { clock });
      await bus.open();
      const session = new ScpiSession(new BusClient(bus, 'scope'));
      const first = await session.querySamples(scpi`CURV?`, 'float64', 'little');
      first.fill(-1);
      const second = await session.querySamples(scpi`CURV?`, 'float64', 'little');
      expect(second).toEqual(ramp);
      expect(first.every((value) => value === -1)).toBe(true);
      expect(second.buffer).not.toBe(first.buffer);
      await bus.close();
    });
  });
});

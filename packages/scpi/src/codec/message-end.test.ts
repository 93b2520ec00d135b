import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes } from './latin1.ts';
import { ScpiMessageEnd, findMessageEnd } from './message-end.ts';
import { formatNr3 } from './number-format.ts';
import { encodeBlock } from './samples.ts';
import { quote } from './string-data.ts';

const end = (text: string): number => findMessageEnd(latin1Bytes(text));

/** The end of the first message, as a position in all the chunks together. */
function endOfChunks(chunks: readonly Uint8Array[]): number {
  const finder = new ScpiMessageEnd();
  let before = 0;
  for (const chunk of chunks) {
    const found = finder.push(chunk);
    if (found >= 0) return before + found;
    before += chunk.length;
  }
  return -1;
}

describe('findMessageEnd', () => {
  it.each([
    ['1\n', 2],
    ['\n1\n', 1],
    ['1', -1],
    ['', -1],
    ['1,2;3\r\nrest', 7],
    ['"a\nb"\n', 6],
    ['"a""\nb"\n', 8],
    ["1,'\n'\n", 6],
    ['-1,"open\n', -1],
    ['#15a\nb\nc\n', 9],
    ['1;#13a\nb\n', 9],
    ['1, #12\n\n\n', 9],
    ['#10\n', 4],
    ['#H1F\n', 5],
    ['#2x\n', 4],
    ['#\n', 2],
    ['#(2)\n\n\n', 7],
    ['#(x\n', 4],
    ['#0a\n\n', -1],
    [':CURVE #12\n\n\n', 13],
    [':CURVE "\n"\n', 11],
    [':A,#11\n\n', 8],
    [':A\n', 3],
    ['O\'Neil,5" disk,Model #12\n', 25],
  ])('in %j is %d', (text, position) => {
    expect(end(text)).toBe(position);
  });

  it('begins where it is told to', () => {
    expect(findMessageEnd(latin1Bytes('"\n1\n'), 2)).toBe(4);
  });

  it('knows the dialects of blocks', () => {
    expect(findMessageEnd(latin1Bytes('#A0000000002\n\n\n'), 0, 'hexadecimal-length')).toBe(15);
    expect(findMessageEnd(latin1Bytes('#A\u0000\u0002\n\n\n'), 0, 'hp')).toBe(7);
  });

  it('goes straight through a long list of numbers', () => {
    const list = Array.from({ length: 1000 }, (_, index) => formatNr3(index)).join(',');
    expect(end(`${list}\n`)).toBe(list.length + 1);
    expect(end(`${list},"\n",${list};#11\n\n1\n`)).toBe(2 * list.length + 11);
    expect(end(list)).toBe(-1);
    expect(end('x'.repeat(1000))).toBe(-1);
    expect(end(`${'x'.repeat(1000)}\n`)).toBe(1001);
  });
});

describe('ScpiMessageEnd', () => {
  const element = fc.oneof(
    fc.stringMatching(/^[A-Z0-9+.-]{1,8}$/).map(latin1Bytes),
    fc.constant(latin1Bytes(`${formatNr3(1)},`.repeat(40))),
    fc.stringMatching(/^[\x20-\x7e]{0,8}$/).map((text) => latin1Bytes(quote(text).replaceAll('x', '\n'))),
    fc.uint8Array({ maxLength: 20 }).map((data) => encodeBlock(data, 'big')),
  );
  const message = fc
    .array(fc.tuple(element, fc.constantFrom(',', ';', ' , ')), { maxLength: 5 })
    .map((parts) =>
      Buffer.concat([
        ...parts.flatMap(([data, separator]) => [data, latin1Bytes(separator)]),
        latin1Bytes('1\n'),
      ]),
    );

  it('finds the same end however the message is cut into chunks', () => {
    fc.assert(
      fc.property(message, fc.array(fc.nat(1000)), (bytes, cuts) => {
        const positions = [
          0,
          ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b),
          bytes.length,
        ];
        const chunks = positions.slice(1).map((to, index) => bytes.subarray(positions[index], to));
        expect(endOfChunks(chunks)).toBe(bytes.length);
        expect(endOfChunks(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toBe(bytes.length);
        expect(findMessageEnd(bytes)).toBe(bytes.length);
      }),
      { seed: 1 },
    );
  });

  it('finds each of several messages in one chunk', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 5 }), (messages) => {
        const bytes = Buffer.concat(messages);
        const finder = new ScpiMessageEnd();
        const lengths: number[] = [];
        for (let at = 0; at < bytes.length;) {
          const next = finder.push(bytes, at);
          lengths.push(next - at);
          at = next < 0 ? bytes.length : next;
        }
        expect(lengths).toEqual(messages.map((each) => each.length));
      }),
      { seed: 1 },
    );
  });

  it('looks at no byte within a block', () => {
    const finder = new ScpiMessageEnd();
    finder.push(latin1Bytes('#9100000000'));
    const chunk = new Proxy(new Uint8Array(10_000_000), {
      get: (target, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) throw new Error(`byte ${key} was read`);
        return Reflect.get(target, key, target) as unknown;
      },
    });
    for (let received = 0; received < 100_000_000; received += chunk.length)
      expect(finder.push(chunk)).toBe(-1);
    expect(finder.push(latin1Bytes('\n'))).toBe(1);
  });

  it('says how long a response with a block will be as soon as its header has come', () => {
    const finder = new ScpiMessageEnd();
    expect(finder.push(latin1Bytes('1,#5'))).toBe(-1);
    expect(finder.expected).toBeUndefined();
    expect(finder.push(latin1Bytes('xx10000'), 2)).toBe(-1);
    expect(finder.expected).toBe('1,#510000'.length + 10_000 + 1);
    finder.reset();
    expect(finder.expected).toBeUndefined();
    expect(finder.push(latin1Bytes('1,#13a\nb'))).toBe(-1);
    expect(finder.expected).toBe('1,#13a\nb\n'.length);
    expect(finder.push(latin1Bytes('\n'))).toBe(1);
    expect(finder.expected).toBeUndefined();
  });

  it('says when an indefinite block leaves the end to the transport, until it is reset', () => {
    const finder = new ScpiMessageEnd();
    expect(finder.indefinite).toBe(false);
    expect(finder.push(latin1Bytes('#0abc\n'))).toBe(-1);
    expect(finder.indefinite).toBe(true);
    expect(finder.push(latin1Bytes('\n'))).toBe(-1);
    finder.reset();
    expect(finder.push(latin1Bytes('1\n'))).toBe(2);
  });
});

import { describe, expectTypeOf, it } from 'vitest';
import type { ScpiCommand } from './command.ts';
import { scpi } from './command.ts';
import { block, keyword } from './fragment.ts';
import { parseKeyword } from './mnemonic.ts';
import { decodeSamples } from './samples.ts';
import { splitResponse } from './split.ts';

describe('types of the codec', () => {
  it('let the template take values that can be sent', () => {
    expectTypeOf(scpi`A ${1},${'x'},${true},${keyword('MAX')},${[1, 2]}`).toEqualTypeOf<ScpiCommand>();
    // @ts-expect-error An object has no text in SCPI.
    void scpi`A ${{ text: 'x' }}`;
    // @ts-expect-error Samples are sent as block(samples, byteOrder).
    void scpi`A ${Float64Array.of(1)}`;
    // @ts-expect-error Samples of several bytes need a byte order.
    void block(Int16Array.of(1));
  });

  it('give the array that belongs to a format', () => {
    expectTypeOf(decodeSamples(new Uint8Array(0), 'int16', 'big')).toEqualTypeOf<Int16Array>();
  });

  it('give the pattern that was found', () => {
    expectTypeOf(parseKeyword('', ['SINusoid', 'SQUare'])).toEqualTypeOf<'SINusoid' | 'SQUare'>();
  });

  it('split bytes into bytes and text into text', () => {
    expectTypeOf(splitResponse('')).toEqualTypeOf<string[][]>();
    expectTypeOf(splitResponse(new Uint8Array(0))).toEqualTypeOf<Uint8Array[][]>();
  });
});

import { FourwireError } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tsp, tspName } from './tsp-text.ts';
import { parseTspError, parseTspReply } from './tsp-value.ts';

/** The kind of error that a call ends with. */
function kindOf(call: () => unknown): string {
  try {
    call();
    return 'none';
  } catch (error) {
    return FourwireError.from(error).kind;
  }
}

describe('tsp', () => {
  const smua = tspName('smua');

  it('keeps every digit of a number, and writes the other values as Lua', () => {
    expect(tsp`${smua}.source.leveli = ${100e-9}`.text).toBe('smua.source.leveli = 1E-7');
    expect(tsp`${smua}.source.levelv = ${-0.5} ${smua}.sense = ${true}`.text).toBe(
      'smua.source.levelv = -0.5 smua.sense = true',
    );
    expect(tsp`listv(${[0, 0.1, -1]}, ${'a'})`.text).toBe('listv({0,0.1,-1}, "a")');
    expect(Buffer.from(tsp`reset()`.toBytes('\n')).toString()).toBe('reset()\n');
  });

  it('makes no code of a string, whatever it holds', () => {
    expect(tsp`display.settext(${String.raw`a" os.exit() --\ `})`.text).toBe(
      String.raw`display.settext("a\" os.exit() --\\ ")`,
    );
    const printable = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(printable, (text) => {
        const [, inner = ''] = /^f\("(.*)"\)$/s.exec(tsp`f(${text})`.text) ?? [];
        // Nothing but escaped quotes and backslashes inside: the string ends where it should.
        expect(inner.replaceAll(/\\["\\]/g, '')).not.toMatch(/["\\]/);
        expect(inner.replaceAll(/\\(.)/g, '$1')).toBe(text);
      }),
      { seed: 1 },
    );
  });

  it.each([
    ['a line end', () => tsp`f(${'a\nreset()'})`],
    ['NaN', () => tsp`f(${Number.NaN})`],
    ['a value that a name would swallow', () => tsp`level${1} = 2`],
    ['a negative number behind a minus, which begins a comment', () => tsp`x = 5 -${-1}`],
    ['a value inside quotes', () => tsp`f("${1}")`],
    ['a comment', () => tsp`reset() -- ${1}`],
    ['a long bracket', () => tsp`f([[x]])`],
    ['an open quote', () => tsp`f("x)`],
    ['a name that is code', () => tspName('smua; reset()')],
    ['an object that only looks like one', () => tsp`f(${{ text: 'reset()' } as never})`],
  ])('refuses %s before anything is sent', (_name, make) => {
    expect(make).toThrow(expect.objectContaining({ kind: 'range' }));
  });
});

describe('what print gives', () => {
  it.each([
    ['1.00000e+00', [1]],
    ['nil\ttrue\tfalse', [undefined, true, false]],
    ['9.91000e+37\t9.90000e+37\t-inf', [Number.NaN, Infinity, -Infinity]],
    ['smu.FUNC_DC_VOLTAGE', ['smu.FUNC_DC_VOLTAGE']],
    ['', ['']],
  ])('%j', (reply, values) => {
    expect(parseTspReply(reply)).toEqual(values);
  });

  it('is an error of the queue only when it begins with a code', () => {
    expect(parseTspError('8.02000e+02\tOUTPUT Blocked by interlock\t20\t1')).toEqual({
      code: 802,
      text: 'OUTPUT Blocked by interlock',
      info: undefined,
    });
    expect(() => parseTspError('Queue Is Empty')).toThrow(expect.objectContaining({ kind: 'protocol' }));
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(kindOf(() => parseTspError(text))).toMatch(/^(?:none|protocol)$/);
      }),
      { seed: 1 },
    );
  });
});

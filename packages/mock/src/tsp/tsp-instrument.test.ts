import { VirtualClock } from '@fourwire/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLua } from './lua-parser.ts';
import { TspError } from './tsp-error.ts';
import { TspInstrument } from './tsp-instrument.ts';
import { TspObject } from './tsp-object.ts';

function instrument(): { readonly say: (...messages: string[]) => Promise<string | undefined> } {
  const clock = new VirtualClock();
  const tsp = new TspInstrument('Keithley', clock, { number: (value) => value.toExponential(2) });
  let level = 0;
  const source = new TspObject().add({ ON: 1 }).number('level', () => ({ min: -10, max: 10 }), {
    get: () => level,
    set: (value) => {
      level = value;
    },
  });
  tsp.globals.set('smu', new TspObject().add({ source }).attribute('model', { get: () => '2602B' }));
  const say = async (...messages: string[]): Promise<string | undefined> =>
    clock.run(async () => {
      let answer: string | undefined;
      for (const message of messages) answer = await tsp.execute(message);
      return answer;
    });
  return { say };
}

/** Whether a text is parsed, or refused as a syntax error. */
function parsed(text: string): boolean {
  try {
    parseLua(text);
    return true;
  } catch (error) {
    return error instanceof TspError;
  }
}

describe('TspInstrument', () => {
  it.each([
    ['print(1)', '1.00e+0'],
    ['print(1, "a", true, nil)', '1.00e+0\ta\ttrue\tnil'],
    ['a = 2 b = a * 3 + 1 print(a, b)', '2.00e+0\t7.00e+0'],
    ['print(-2 ^ 2, 7 % 4, 2 ^ 3 ^ 2)', '-4.00e+0\t3.00e+0\t5.12e+2'],
    ['print(1 < 2 and "yes" or "no", not nil, 1 ~= 2)', 'yes\ttrue\ttrue'],
    ['t = {5, 6, x = 7} print(#t, t[2], t.x)', '2.00e+0\t6.00e+0\t7.00e+0'],
    ['s = 0 for i = 1, 4 do if i == 3 then break end s = s + i end print(s)', '3.00e+0'],
    ['n = 8 while n > 1 do n = n / 2 end print(n)', '1.00e+0'],
    ['function f(x, y) return y, x end print(f(1, 2))', '2.00e+0\t1.00e+0'],
    ['local x = "a" .. "b" -- remark\nprint(x)', 'ab'],
    ['smu.source.level = 1.5 print(smu.source.level, smu.source.ON, smu.model)', '1.50e+0\t1.00e+0\t2602B'],
    ['print(smu["model"], tostring(3) == "3.00e+0", type(smu))', '2602B\ttrue\ttable'],
    ['print(1) print(2)', '1.00e+0\n2.00e+0'],
    ['printbuffer(1, 2, {1, 2}, {3, 4})', '1.00e+0, 3.00e+0, 2.00e+0, 4.00e+0'],
    ['*IDN?', 'Keithley'],
    ['x = 1', undefined],
  ])('runs %s', async (message, answer) => {
    const { say } = instrument();
    expect(await say(message)).toBe(answer);
    expect(await say('print(errorqueue.count)')).toBe('0.00e+0');
  });

  it.each([
    ['foo(', "-2.85e+2\tTSP Syntax error at line 1: unexpected symbol near `<eof>'\t2.00e+1\t1.00e+0"],
    ['x = = 1', "-2.85e+2\tTSP Syntax error at line 1: unexpected symbol near `='\t2.00e+1\t1.00e+0"],
    [
      'smub.reset()',
      "-2.86e+2\tTSP Runtime error at line 1: attempt to index global `smub' (a nil value)\t2.00e+1\t1.00e+0",
    ],
    [
      'smu.foo()',
      "-2.86e+2\tTSP Runtime error at line 1: attempt to call field `foo' (a nil value)\t2.00e+1\t1.00e+0",
    ],
    ['smu.source.level = 11', '-2.22e+2\tParameter data out of range\t2.00e+1\t1.00e+0'],
  ])('refuses %s', async (message, error) => {
    const { say } = instrument();
    expect(await say(message, 'print(errorqueue.next())')).toBe(error);
    expect(await say('print(errorqueue.next())')).toBe('0.00e+0\tQueue Is Empty\t0.00e+0\tnil');
  });

  it('goes on with a chunk after a value that was refused, but not after a runtime error', async () => {
    const { say } = instrument();
    expect(await say('smu.source.level = 11 print("on")')).toBe('on');
    expect(await say('nothing.x = 1 print("on")')).toBeUndefined();
    expect(await say('print(errorqueue.count)')).toBe('2.00e+0');
  });

  it('keeps scripts by name and runs others at once', async () => {
    const { say } = instrument();
    await say('loadscript twice', 'x = 2 * x', 'endscript');
    expect(await say('x = 3', 'twice()', 'twice()', 'print(x)')).toBe('1.20e+1');
    expect(await say('loadandrunscript', 'x = 1', 'endscript', 'print(x)')).toBe('1.00e+0');
  });

  it('parses any text or refuses it as a syntax error', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab1.=(){}[]",~<-+ \n'.split(''), 'if ', 'end ', 'do ') }),
        (text) => {
          expect(parsed(text)).toBe(true);
        },
      ),
    );
  });
});

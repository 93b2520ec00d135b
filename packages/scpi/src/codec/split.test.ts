import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1, latin1Bytes } from './latin1.ts';
import { encodeBlock } from './samples.ts';
import { splitResponse } from './split.ts';
import { quote } from './string-data.ts';

describe('splitResponse', () => {
  it.each<[string, string[][]]>([
    ['', [[]]],
    ['\n', [[]]],
    ['1\n', [['1']]],
    ['1,2;3\r\n', [['1', '2'], ['3']]],
    [' 1 , 2 ; 3 ', [['1', '2'], ['3']]],
    ['1,,2', [['1', '', '2']]],
    ['1,', [['1', '']]],
    [',', [['', '']]],
    [';1', [[], ['1']]],
    ['1;', [['1'], []]],
    ['-113,"Undefined header; a,b"\n', [['-113', '"Undefined header; a,b"']]],
    [`"a"";b",'c'',d'`, [['"a"";b"', "'c'',d'"]]],
    ['(@1,3:5),2', [['(@1,3:5)', '2']]],
    ['(1,(2;3)),4', [['(1,(2;3))', '4']]],
    ['#15a,;"b,2;3', [['#15a,;"b', '2'], ['3']]],
    ['#H1F,#B1', [['#H1F', '#B1']]],
    ['1,#0a;b,\n\n', [['1', '#0a;b,\n']]],
    ['#13a\n \n', [['#13a\n ']]],
    [':CURVE #13,;\n;:VOLT 1', [[':CURVE #13,;\n'], [':VOLT 1']]],
    [':A ;:B', [[':A'], [':B']]],
    [':A "x;y",B;:C', [[':A "x;y"', 'B'], [':C']]],
    ['1\n2\n', [['1'], ['2']]],
    ['RUNNING;RUNNING;4', [['RUNNING'], ['RUNNING'], ['4']]],
    [`O'Neil Ltd,Model #1,5" disk`, [[`O'Neil Ltd`, 'Model #1', '5" disk']]],
  ])('takes %j apart', (reply, units) => {
    expect(splitResponse(reply)).toEqual(units);
    const views = splitResponse(latin1Bytes(reply));
    expect(views.map((unit) => unit.map((element) => latin1(element)))).toEqual(units);
  });

  it.each(['"open', "'open", '1,"a""', '(@1,2', '#15HEL'])('refuses %j', (reply) => {
    expect(() => splitResponse(reply)).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'scpi-reply-malformed' }),
    );
  });

  it('gives back what was joined', () => {
    const element = fc.oneof(
      fc.stringMatching(/^[A-Z0-9+.-]{1,8}$/),
      fc.stringMatching(/^[\x20-\x7e]{0,8}$/).map((text) => quote(text)),
      fc.uint8Array({ maxLength: 20 }).map((data) => latin1(encodeBlock(data, 'big'))),
      fc.constant('(@1,2:3)'),
    );
    const reply = fc.array(fc.array(element, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(reply, (units) => {
        expect(splitResponse(`${units.map((unit) => unit.join(',')).join(';')}\n`)).toEqual(units);
      }),
      { seed: 1 },
    );
  });
});

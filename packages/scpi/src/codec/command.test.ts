import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScpiValue } from './command.ts';
import { joinCommands, rawCommand, scpi } from './command.ts';
import { block, channels, keyword, quoted } from './fragment.ts';
import { latin1 } from './latin1.ts';
import { parseNumber } from './number.ts';
import { splitResponse } from './split.ts';
import { parseString } from './string-data.ts';

/** Control characters and everything beyond ASCII. */
const unsendable = fc
  .oneof(fc.integer({ min: 0, max: 0x1f }), fc.integer({ min: 0x7f, max: 0xffff }))
  .map((code) => String.fromCodePoint(code));

describe('scpi', () => {
  it('formats each kind of value', () => {
    expect(scpi`SOUR:VOLT ${0.000_001}`.text).toBe('SOUR:VOLT 0.000001');
    expect(scpi`SOUR:CURR ${1e-9}`.text).toBe('SOUR:CURR 1E-9');
    expect(scpi`TRIG:COUN ${12n}`.text).toBe('TRIG:COUN 12');
    expect(scpi`OUTP ${true};:OUTP2 ${false}`.text).toBe('OUTP ON;:OUTP2 OFF');
    expect(scpi`DISP:TEXT ${'say "hi"'}`.text).toBe('DISP:TEXT "say ""hi"""');
    expect(scpi`CALC:PAR:SEL ${quoted('tr1', "'")}`.text).toBe("CALC:PAR:SEL 'tr1'");
    expect(scpi`FUNC ${keyword('RES')}`.text).toBe('FUNC RES');
    expect(scpi`ROUT:CLOS ${channels([1, { from: 3, to: 5 }])}`.text).toBe('ROUT:CLOS (@1,3:5)');
    expect(scpi`DATA ${'x'},${[1, 0.5, keyword('MAX')]}`.text).toBe('DATA "x",1,0.5,MAX');
    expect(scpi`VOLT ${5} V`.text).toBe('VOLT 5 V');
  });

  it('takes whole numbers and keywords in headers and glued to a mnemonic', () => {
    expect(scpi`SOUR${2}:VOLT ${1.5}`.text).toBe('SOUR2:VOLT 1.5');
    expect(scpi`:OUTP CH${3n},${keyword('ON')}`.text).toBe(':OUTP CH3,ON');
    expect(scpi`SENS:${keyword('VOLT:DC')}:RANG?`.text).toBe('SENS:VOLT:DC:RANG?');
    expect(scpi`${keyword('INIT')}`.text).toBe('INIT');
  });

  it.each<[string, ScpiValue]>([
    ['a fraction', 0.5],
    ['a negative number', -1],
    ['a string', 'VOLT'],
    ['a boolean', true],
    ['a list', [1, 2]],
    ['a channel list', channels([1])],
    ['more than 53 bits', 2 ** 53],
  ])('refuses %s in a header', (_, value) => {
    expect(() => scpi`SOUR${value}:VOLT 1`).toThrow(
      expect.objectContaining({ kind: 'range', code: 'scpi-value-refused' }),
    );
    expect(() => scpi`OUTP CH${value},ON`).toThrow(expect.objectContaining({ kind: 'range' }));
  });

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a line feed', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['a character beyond ASCII', '5 µA'],
    ['an empty list', []],
    ['a bad item in a list', [1, Number.NaN]],
    ['undefined', undefined],
    ['null', null],
    ['an object that looks like a fragment', { kind: 'keyword', text: 'ON;OUTP ON', payload: undefined }],
    ['an array of samples', Float64Array.of(1)],
    ['a function', () => 'x'],
    ['a symbol', Symbol('x')],
  ])('refuses %s as a parameter', (_, value) => {
    expect(() => scpi`VOLT ${value as ScpiValue}`).toThrow(
      expect.objectContaining({ kind: 'range', code: 'scpi-value-refused' }),
    );
  });

  it('refuses a template that puts a value where it could not be told apart', () => {
    const malformed: unknown = expect.objectContaining({ kind: 'range', code: 'scpi-command-malformed' });
    expect(() => scpi`DISP "${'x'}"`).toThrow(malformed);
    expect(() => scpi`APPL ${1}${2}`).toThrow(malformed);
    expect(() => scpi`DISP ${'x'}"y"`).toThrow(malformed);
    expect(() => scpi`DISP "x`).toThrow(malformed);
    expect(() => scpi`VOLT 1\n${2}`).toThrow(malformed);
    expect(() => scpi`VOLT 1µ`).toThrow(malformed);
    expect(() => scpi`VOLT -${-1}`).toThrow(expect.objectContaining({ kind: 'range' }));
  });

  it('cannot be made into two parameters or two commands by any string', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x20-\x7e]*$/), (text) => {
        const sent = scpi`DISP:TEXT ${text}`.text;
        const [[parameter = ''] = [], ...others] = splitResponse(sent.slice('DISP:TEXT '.length));
        expect(parseString(parameter)).toBe(text);
        expect(others).toEqual([]);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('refuses every string with a character that it cannot send', () => {
    fc.assert(
      fc.property(fc.string(), unsendable, fc.string(), (before, bad, after) => {
        expect(() => scpi`DISP:TEXT ${before + bad + after}`).toThrow(
          expect.objectContaining({ kind: 'range' }),
        );
      }),
      { seed: 1 },
    );
  });

  it('loses no digit of any number', () => {
    fc.assert(
      fc.property(fc.double({ min: -9e37, max: 9e37, noNaN: true }), (value) => {
        expect(parseNumber(scpi`VOLT ${value}`.text.slice(5))).toBe(value + 0);
      }),
      { seed: 1 },
    );
  });

  it('counts its queries, not the question marks in strings', () => {
    expect(scpi`VOLT?;:CURR? ${keyword('MAX')}`.queries).toBe(2);
    expect(scpi`DISP:TEXT "why?"`.queries).toBe(0);
    expect(scpi`DISP:TEXT ${'why?'}`.queries).toBe(0);
  });
});

describe('keyword', () => {
  it('sends the short form of what is allowed', () => {
    const shapes = ['SINusoid', 'SQUare'];
    expect(keyword('sinusoid', shapes).text).toBe('SIN');
    expect(keyword('SQU', shapes).text).toBe('SQU');
    expect(() => keyword('SINU', shapes)).toThrow(
      expect.objectContaining({ kind: 'range', message: 'Allowed are SINusoid, SQUare, got "SINU".' }),
    );
  });

  it.each(['', 'A B', 'A;B', 'A\n', '1A', 'A,B', '*RST', 'A?', ':A', 'A:', '"A"', 'Ä'])(
    'refuses %j',
    (word) => {
      expect(() => keyword(word)).toThrow(
        expect.objectContaining({ kind: 'range', code: 'scpi-value-refused' }),
      );
    },
  );
});

describe('block', () => {
  it('is sent as bytes and shown by its length', () => {
    const command = scpi`DATA:ARB ${'x'},${block(Int16Array.of(1, -2), 'big')};*OPC?`;
    expect(command.text).toBe('DATA:ARB "x",#14<4 bytes>;*OPC?');
    expect(latin1(command.toBytes('\n'))).toBe('DATA:ARB "x",#14\u0000\u0001\u00ff\u00fe;*OPC?\n');
    expect(latin1(scpi`X ${block(Uint8Array.of(10, 34))}`.toBytes())).toBe('X #12\n"');
  });

  it('needs a byte order for samples of several bytes', () => {
    // @ts-expect-error The compiler refuses it too.
    expect(() => block(Int16Array.of(1))).toThrow(expect.objectContaining({ kind: 'range' }));
  });
});

describe('rawCommand', () => {
  it('takes the text as it is', () => {
    const command = rawCommand(':SYST:ERR?;*IDN?');
    expect([command.text, command.queries, String(command)]).toEqual([
      ':SYST:ERR?;*IDN?',
      2,
      ':SYST:ERR?;*IDN?',
    ]);
    expect(latin1(command.toBytes('\r\n'))).toBe(':SYST:ERR?;*IDN?\r\n');
  });

  it.each(['*RST\n*CLS', 'A\r', '\0', 'µ', '"open'])('refuses %j', (text) => {
    expect(() => rawCommand(text)).toThrow(expect.objectContaining({ kind: 'range' }));
  });
});

describe('joinCommands', () => {
  it('begins each command at the root', () => {
    const joined = joinCommands([scpi`VOLT?`, scpi`CURR ${1}`, scpi`:POW?`, scpi`*OPC?`]);
    expect(joined.text).toBe('VOLT?;:CURR 1;:POW?;*OPC?');
    expect(joined.queries).toBe(3);
  });

  it('keeps the bytes of blocks', () => {
    const joined = joinCommands([scpi`A ${block(Uint8Array.of(1))}`, scpi`B`]);
    expect(latin1(joined.toBytes())).toBe('A #11\u0001;:B');
  });

  it('refuses an empty list', () => {
    expect(() => joinCommands([])).toThrow(expect.objectContaining({ kind: 'range' }));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseErrorEntries, parseErrorEntry, scpiErrorClass } from './error-entry.ts';
import { quote } from './string-data.ts';

describe('parseErrorEntry', () => {
  it.each([
    ['-113,"Undefined header;FOO:BAR"\n', -113, 'Undefined header', 'FOO:BAR'],
    ['0,"No error"', 0, 'No error', undefined],
    ['+0,"No error"', 0, 'No error', undefined],
    ['-0,"No error"', 0, 'No error', undefined],
    [' +803 , "Not permitted with output off" ', 803, 'Not permitted with output off', undefined],
    ['-113,"Undefined header;BAD;"', -113, 'Undefined header', 'BAD;'],
    ['-100,"say ""x"", then y"', -100, 'say "x", then y', undefined],
    ["-350,'Queue overflow'", -350, 'Queue overflow', undefined],
    ['-350,Queue overflow', -350, 'Queue overflow', undefined],
    ['-113,"cut off', -113, 'cut off', undefined],
    ['0  No Error', 0, 'No Error', undefined],
    ['-113', -113, '', undefined],
    ['-113,', -113, '', undefined],
  ])('reads %j', (reply, code, text, info) => {
    expect(parseErrorEntry(reply)).toEqual({ code, text, info });
  });

  it.each(['', 'No error', '"x",1', '1.5,"x"', '-113 "x"'])('refuses %j', (reply) => {
    expect(() => parseErrorEntry(reply)).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'scpi-error-entry-malformed' }),
    );
  });

  it('gives any text back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999, max: 32_767 }),
        fc.stringMatching(/^[!-~]{1,20}$/),
        (code, text) => {
          const entry = parseErrorEntry(`${code},${quote(text)}`);
          expect(entry.code).toBe(code);
          expect(entry.info === undefined ? entry.text : `${entry.text};${entry.info}`).toBe(text);
        },
      ),
      { seed: 1 },
    );
  });
});

describe('parseErrorEntries', () => {
  it('reads all entries of one answer', () => {
    expect(parseErrorEntries('-113,"Undefined header;A,B",-222,"Data out of range"\n')).toEqual([
      { code: -113, text: 'Undefined header', info: 'A,B' },
      { code: -222, text: 'Data out of range', info: undefined },
    ]);
    expect(parseErrorEntries('0,"No error"')).toEqual([]);
    expect(parseErrorEntries('')).toEqual([]);
  });
});

describe('scpiErrorClass', () => {
  it.each([
    [0, 'none'],
    [-100, 'command'],
    [-199, 'command'],
    [-200, 'execution'],
    [-350, 'device'],
    [803, 'device'],
    [-420, 'query'],
    [-500, 'power-on'],
    [-600, 'user-request'],
    [-700, 'request-control'],
    [-800, 'operation-complete'],
    [-50, 'device'],
    [-900, 'device'],
  ])('of %d is %s', (code, name) => {
    expect(scpiErrorClass(code)).toBe(name);
  });
});

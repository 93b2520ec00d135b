import { describe, expect, it } from 'vitest';
import { parseEvents } from './event-queue.ts';

describe('parseEvents', () => {
  it.each([
    ['0;0,"No events to report - queue empty"', 0, 'No error', undefined],
    ['0;:ALLEV 0,"No events to report - queue empty"\n', 0, 'No error', undefined],
    ['128;401,"Power on; "', 0, 'No error', undefined],
    [
      '32;113,"Undefined header; Command not found; FOO"',
      113,
      'Undefined header; Command not found; FOO',
      undefined,
    ],
    ['48;113,"Undefined header",222,"Data out of range"', 113, 'Undefined header', '222: Data out of range'],
    [
      '16;401,"Power on",2244,"Source waveform is not active"',
      2244,
      'Source waveform is not active',
      undefined,
    ],
  ])('reads %j', (reply, code, text, info) => {
    expect(parseEvents(reply)).toEqual({ code, text, info });
  });

  it.each(['', '0', '32;113', '0;x,"y"'])('refuses %j', (reply) => {
    expect(() => parseEvents(reply)).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });
});

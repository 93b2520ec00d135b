import { describe, expect, it } from 'vitest';
import { latin1Bytes } from '../codec/latin1.ts';
import { contentStart, lineEnd } from './reply-end.ts';

describe('a line that a carriage return may end', () => {
  it.each([
    ['1.5\r', 4],
    ['1.5\n', 4],
    ['1.5\r\n', 4],
    ['\n1.5\r', 5],
    ['\r\n1.5\n', 6],
    ['1.5', -1],
    ['\r\n', -1],
    ['', -1],
  ])('%j ends after %i bytes', (line, end) => {
    expect(lineEnd.find(latin1Bytes(line))).toBe(end);
  });

  it('begins behind what was left of the line before', () => {
    expect(contentStart(latin1Bytes('\n+1.5\r'))).toBe(1);
    expect(contentStart(latin1Bytes('\r\n'))).toBe(2);
  });
});

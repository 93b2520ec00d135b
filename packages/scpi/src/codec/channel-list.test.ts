import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandChannels, formatChannelList, parseChannelList } from './channel-list.ts';

const number = fc.nat(99_999);
const channel = fc.oneof(number, fc.array(number, { minLength: 2, maxLength: 3 }));
const list = fc.array(fc.oneof(channel, fc.record({ from: channel, to: channel })), { maxLength: 6 });

describe('channel lists', () => {
  it('are written as instruments take them', () => {
    expect(formatChannelList([1, { from: 3, to: 5 }, [2, 1]])).toBe('(@1,3:5,2!1)');
    expect(formatChannelList([{ from: [1, 1], to: [2, 4] }])).toBe('(@1!1:2!4)');
    expect(formatChannelList([])).toBe('(@)');
  });

  it('are read with blanks where they are allowed', () => {
    expect(parseChannelList(' (@ 101 : 110 , 201 )\n')).toEqual([{ from: 101, to: 110 }, 201]);
    expect(parseChannelList('(@)')).toEqual([]);
  });

  it('come back as they were sent', () => {
    fc.assert(
      fc.property(list, (channels) => {
        expect(parseChannelList(formatChannelList(channels))).toEqual(channels);
      }),
      { seed: 1 },
    );
  });

  it.each(['', '(1,2)', '(@1', '@1)', '(@1,,2)', '(@1:2:3)', '(@a)', '(@1!)', '(@-1)', '(@1.5)', '(@1)x'])(
    'are refused when they read %j',
    (text) => {
      expect(() => parseChannelList(text)).toThrow(
        expect.objectContaining({ kind: 'protocol', code: 'scpi-channel-list-malformed' }),
      );
    },
  );

  it.each([[-1], [1.5], [Number.NaN], [[]], [[1, -2]]])('are refused with channel %j', (bad) => {
    expect(() => formatChannelList([bad])).toThrow(expect.objectContaining({ kind: 'range' }));
  });
});

describe('expandChannels', () => {
  it('writes ranges out, upwards, downwards and over rectangles', () => {
    expect(expandChannels([1, { from: 3, to: 5 }, { from: 9, to: 8 }])).toEqual([1, 3, 4, 5, 9, 8]);
    expect(expandChannels([{ from: [1, 2], to: [2, 1] }])).toEqual([
      [1, 2],
      [1, 1],
      [2, 2],
      [2, 1],
    ]);
  });

  it('refuses ranges that are too long or whose ends do not fit together', () => {
    expect(() => expandChannels([{ from: 0, to: 999_999_999 }])).toThrow(
      expect.objectContaining({ kind: 'range' }),
    );
    expect(() => expandChannels([{ from: 1, to: [1, 2] }])).toThrow(
      expect.objectContaining({ kind: 'range' }),
    );
    expect(() => expandChannels([{ from: [1, 2], to: 1 }])).toThrow(
      expect.objectContaining({ kind: 'range' }),
    );
  });
});

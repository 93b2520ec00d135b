import { describe, expect, it } from 'vitest';
import { channelOf, crosspointsOf } from './channels.ts';

describe('the channels of a 7001', () => {
  it('have a slot and a channel, or a slot, a row and a column', () => {
    expect(channelOf({ slot: 1, row: 1, column: 5 }, false)).toEqual([1, 5]);
    expect(channelOf({ slot: 2, row: 3, column: 10 }, true)).toEqual([2, 3, 10]);
    expect(crosspointsOf('(@1!5,2!3!10)')).toEqual([
      { slot: 1, row: 1, column: 5 },
      { slot: 2, row: 3, column: 10 },
    ]);
    expect(crosspointsOf('(@)')).toEqual([]);
    expect(crosspointsOf('(@1!1:1!3)')).toHaveLength(3);
  });

  it('are refused without a slot, and when they are cut short', () => {
    expect(() => crosspointsOf('(@5)')).toThrow(expect.objectContaining({ kind: 'protocol' }));
    expect(() => crosspointsOf('(@1!5')).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });
});

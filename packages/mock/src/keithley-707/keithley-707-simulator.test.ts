import { describe, expect, it } from 'vitest';
import { talk } from '../scpi/talk.ts';
import type { Talk } from '../scpi/talk.ts';
import { Keithley707Simulator } from './keithley-707-simulator.ts';

const bench = (): Talk<Keithley707Simulator> => talk((clock) => new Keithley707Simulator({ clock }));

describe('Keithley707Simulator', () => {
  it.each([
    ['channel.close("1A05,1B06")', 'print(channel.getclose("allslots"))', '1A05;1B06'],
    ['channel.close("1A05,1B06") channel.open("1A05")', 'print(channel.getclose("allslots"))', '1B06'],
    ['channel.close("1A05") channel.open("allslots")', 'print(channel.getclose("allslots"))', 'nil'],
    [
      'channel.close("1A05,2A01") channel.exclusiveclose("1A06")',
      'print(channel.getclose("allslots"))',
      '1A06',
    ],
    [
      'channel.close("1A05,2A01") channel.exclusiveslotclose("1A06")',
      'print(channel.getclose("allslots"))',
      '1A06;2A01',
    ],
    ['channel.close("1A05")', 'print(channel.getstate("1A05,1A06"))', '1;0'],
    ['channel.close("1A05") channel.close("1A05")', 'print(channel.getcount("1A05"))', '1'],
    ['channel.connectrule = channel.MAKE_BEFORE_BREAK', 'print(channel.connectrule)', '2.00000000e+00'],
    ['channel.close("1A05") reset()', 'print(channel.getclose("slot1"))', 'nil'],
  ])('after %s, %s', async (command, query, answer) => {
    const { say } = bench();
    expect(await say(command, query)).toBe(answer);
    expect(await say('print(errorqueue.count)')).toBe('0.00000000e+00');
  });

  it.each(['channel.close("7A01")', 'channel.close("1I01")', 'channel.close("1A13")', 'channel.close("")'])(
    'refuses %s and closes nothing',
    async (message) => {
      const { say, simulator: matrix } = bench();
      await say(message);
      expect(await say('print(errorqueue.next())')).toMatch(/^1\.11400000e\+03\tinvalid specified channel\t/);
      expect(matrix.relays.closed).toEqual([]);
    },
  );

  it('answers *OPC? when its relays have settled, and opens them when its power fails', async () => {
    const { say, clock, simulator: matrix } = bench();
    expect(await say('channel.close("1A05")', '*OPC?')).toBe('1');
    expect(clock.monotonic()).toBeCloseTo(15, 6);
    matrix.faults['brown-out']?.(true);
    expect(matrix.relays.closed).toEqual([]);
  });
});

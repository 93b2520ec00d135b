import { expect, it } from 'vitest';
import { goingOn } from './wrapping-clock.ts';

it('a clock that starts anew goes on, and one that is a little late does not gain a turn', () => {
  const time = goingOn(100);
  expect([99, 1, 0.5, 98, 2].map((seconds) => time(seconds))).toEqual([99, 101, 100.5, 198, 202]);
});

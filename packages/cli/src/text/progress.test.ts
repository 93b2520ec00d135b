import { describe, expect, it } from 'vitest';
import { barText } from './progress.ts';

describe('barText', () => {
  it('shows how far it is, the time left and the keys', () => {
    expect(barText({ fraction: 0.5, secondsLeft: 200, text: 'settle', keys: 'p pauses, q stops' }, 80)).toBe(
      `${'█'.repeat(15)}${'░'.repeat(15)} 50 %, 3 min 20 s left  settle\np pauses, q stops`,
    );
  });

  it('is never wider than the terminal', () => {
    const text = barText({ fraction: 2, text: 'x'.repeat(300), keys: 'k'.repeat(300) }, 40);
    expect(text.split('\n').map((line) => line.length)).toEqual([39, 39]);
  });
});

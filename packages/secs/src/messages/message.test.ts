import { describe, expect, it } from 'vitest';
import { thrownBy } from '../../test/errors.ts';
import { L, U4 } from '../secs-ii/constructors.ts';
import { abortOf, isPrimary, messageName, replyTo, secsMessage } from './message.ts';
import type { MessageName } from './message.ts';

describe('messages', () => {
  it('are made from their name', () => {
    expect(secsMessage('S1F3 W', L(U4(1)))).toEqual({ stream: 1, function: 3, reply: true, item: L(U4(1)) });
    expect(secsMessage('S127F255')).toEqual({ stream: 127, function: 255, reply: false });
  });

  it('give their name', () => {
    expect(messageName(secsMessage('S6F11 W', L()))).toBe('S6F11 W');
    expect(messageName({ stream: 9, function: 1, reply: false })).toBe('S9F1');
  });

  it('are answered by the next function and aborted by function 0', () => {
    const primary = secsMessage('S2F41 W', L());
    expect(replyTo(primary, U4(1))).toEqual(secsMessage('S2F42', U4(1)));
    expect(abortOf(primary)).toEqual(secsMessage('S2F0'));
    expect([primary, replyTo(primary), abortOf(primary)].map(isPrimary)).toEqual([true, false, false]);
  });

  it.each(['S128F1', 'S1F256', 'S1', 'S1F1W', 'S-1F1', 'x'])('refuse the name %s', (name) => {
    const error = thrownBy(() => secsMessage(name as MessageName));
    expect(error).toMatchObject({ kind: 'range', code: 'secs-message' });
    expect(error.message).toContain(name);
  });
});

import { describe, expect, it } from 'vitest';
import { FourwireError, aborted } from '../index.ts';

const full = new FourwireError('device', 'setting-conflict', 'The range does not fit.', {
  path: 'bench/dmm',
  command: 'CONF:RES 1E12',
  reply: '-221',
  device: { code: -221, text: 'Settings conflict' },
  details: { range: 1e12 },
  cause: new Error('first'),
});

describe('FourwireError', () => {
  it('recognises errors of another copy of the class, and nothing else', () => {
    class OtherCopy extends Error {
      constructor() {
        super('other');
        Object.defineProperty(this, Symbol.for('fourwire.error'), { value: true });
      }
    }
    const other = new OtherCopy();
    expect(other).not.toBeInstanceOf(FourwireError);
    expect(FourwireError.is(other)).toBe(true);
    expect(FourwireError.from(other)).toBe(other);
    for (const value of [new Error('plain'), undefined, null, 'text', { kind: 'range' }])
      expect(FourwireError.is(value)).toBe(false);
  });

  it('says what the caller may do, by its kind unless stated', () => {
    expect(new FourwireError('link', 'x', 'X.').retry).toBe('reopen');
    expect(new FourwireError('link', 'x', 'X.', { retry: 'never' }).retry).toBe('never');
    expect(new FourwireError('link', 'x', 'X.', { retry: 'never' }).with({ path: 'a' }).retry).toBe('never');
  });

  it('wraps what is no FourwireError as internal, with its cause', () => {
    const cause = new TypeError('x is not a function');
    expect(FourwireError.from(cause)).toMatchObject({
      kind: 'internal',
      code: 'unexpected',
      message: 'x is not a function',
      cause,
    });
    expect(FourwireError.from('text').message).toBe('text');
  });

  it('is completed by with(), which changes nothing that is known and keeps cause and stack', () => {
    const bare = new FourwireError('timeout', 'timeout', 'No $& answer.', {
      cause: full,
      details: { a: 1 },
    });
    const error = bare.with({ path: 'bench/dmm', command: 'READ?', details: { a: 2, b: 3 } });
    expect(error).toMatchObject({
      kind: 'timeout',
      code: 'timeout',
      message: 'bench/dmm: No $& answer.',
      path: 'bench/dmm',
      command: 'READ?',
      details: { a: 1, b: 3 },
      cause: full,
    });
    const [first, ...places] = (error.stack ?? '').split('\n');
    expect(first).toContain('bench/dmm: No $& answer.');
    expect(places).toEqual(bare.stack?.split('\n').slice(1));
    expect(error.with({ path: 'other', cause: 1 })).toMatchObject({
      message: error.message,
      path: 'bench/dmm',
      cause: full,
    });
  });

  it('becomes plain data with the facts that are known', () => {
    expect(JSON.parse(JSON.stringify(full))).toEqual({
      kind: 'device',
      code: 'setting-conflict',
      message: 'The range does not fit.',
      path: 'bench/dmm',
      command: 'CONF:RES 1E12',
      reply: '-221',
      device: { code: -221, text: 'Settings conflict' },
      details: { range: 1e12 },
    });
    expect(new FourwireError('busy', 'x', 'X.').toJSON()).toEqual({ kind: 'busy', code: 'x', message: 'X.' });
  });
});

describe('aborted', () => {
  it("gives the signal's own reason when that says more, and keeps it as the cause otherwise", () => {
    expect(aborted(AbortSignal.abort(full))).toBe(full);
    expect(aborted(AbortSignal.abort('Ctrl-C'))).toMatchObject({ kind: 'aborted', cause: 'Ctrl-C' });
  });
});

import { describe, expect, it } from 'vitest';
import { fileTrouble } from './file-trouble.ts';

describe('fileTrouble', () => {
  it('says in words why a file cannot be used, and passes on what it does not know', () => {
    expect(fileTrouble(Object.assign(new Error('EISDIR: illegal'), { code: 'EISDIR' }))).toBe(
      'it is a folder',
    );
    expect(fileTrouble(Object.assign(new Error('EWHAT: odd'), { code: 'EWHAT' }))).toBe('EWHAT: odd');
    expect(fileTrouble('torn')).toBe('torn');
  });
});

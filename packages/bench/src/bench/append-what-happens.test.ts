import { FourwireError } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import type { NewEntry } from '../records/entry.ts';
import { appendWhatHappens } from './append-what-happens.ts';

describe('what happens by itself', () => {
  it('is recorded, and where it cannot be, the record says so', () => {
    const taken: NewEntry[] = [];
    let refusal: FourwireError | undefined;
    const append = appendWhatHappens({
      append: (entry) => {
        if (refusal !== undefined && (refusal.kind !== 'range' || entry.type === 'setting')) throw refusal;
        taken.push(entry);
        return true;
      },
    });
    const setting = (value: number): NewEntry => ({ type: 'setting', path: 'lab/oven/setpoint', value });
    append(setting(1));
    refusal = new FourwireError('busy', 'journal-stalled', 'It waits.');
    append(setting(2));
    append(setting(3));
    refusal = undefined;
    append(setting(4));
    refusal = new FourwireError('range', 'journal-entry-invalid', 'It is no plain data.');
    append(setting(5));
    refusal = new FourwireError('state', 'journal-closed', 'It is closed.');
    append(setting(6));
    expect(taken).toEqual([
      setting(1),
      {
        type: 'note',
        text: '2 entries before this line were lost, because the disk took none.',
        deviation: true,
      },
      setting(4),
      {
        type: 'note',
        text: 'An entry setting of lab/oven/setpoint could not be recorded: It is no plain data.',
        deviation: true,
      },
    ]);
  });
});

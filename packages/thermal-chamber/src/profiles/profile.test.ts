import { FourwireError } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { adoptProfile } from './profile.ts';
import type { ProfileChoices } from './profile.ts';
import { jesd22A101 } from './standards/humidity-bias.ts';
import { jesd22A104 } from './standards/jesd22-a104.ts';
import { milStd883Method1010 } from './standards/mil-std-883-1010.ts';

const a104 = jesd22A104({ condition: 'G', soakMode: 2 });

function refusal(choices: ProfileChoices<'cycling'>): FourwireError {
  try {
    adoptProfile(a104, choices);
  } catch (error) {
    if (FourwireError.is(error)) return error;
  }
  throw new Error('not refused');
}

describe('adoptProfile', () => {
  it('refuses unconfirmed and unspecified values that the caller has not decided on, naming each', () => {
    const error = refusal({});
    expect(error).toMatchObject({ kind: 'range', code: 'profile-undecided' });
    expect(error.message).toBe(
      'JESD22-A104 condition G, soak mode 2 needs decisions on dwell (unconfirmed: 300), cycles (to be given): check the document, then name unconfirmed values in acceptUnconfirmed or give values in replace.',
    );
    expect(error.details).toEqual({ undecided: { dwell: a104.values.dwell, cycles: a104.values.cycles } });
  });

  it('does not take an unspecified value for decided because it was accepted', () => {
    expect(refusal({ acceptUnconfirmed: ['dwell', 'cycles'] }).details).toEqual({
      undecided: { cycles: a104.values.cycles },
    });
  });

  it('uses accepted and replaced values and says which they are', () => {
    const profile = adoptProfile(a104, { acceptUnconfirmed: ['dwell', 'low'], replace: { cycles: 1000 } });
    expect(profile).toEqual({
      kind: 'cycling',
      id: 'JESD22-A104 condition G, soak mode 2',
      document: 'JESD22-A104',
      title: 'Temperature cycling',
      values: {
        low: -40,
        high: 125,
        lowTolerance: { minus: 10, plus: 0 },
        highTolerance: { minus: 0, plus: 10 },
        dwell: 300,
        dwellOn: 'product',
        cycles: 1000,
      },
      accepted: ['dwell'],
      replaced: ['cycles'],
    });
  });

  it('lets a replacement win over an acceptance, and replaces confirmed values too', () => {
    const profile = adoptProfile(a104, {
      acceptUnconfirmed: ['dwell'],
      replace: { dwell: 900, cycles: 3, high: 120, transfer: { min: 0, max: 60 } },
    });
    expect(profile.values).toMatchObject({ dwell: 900, high: 120, transfer: { max: 60 } });
    expect(profile.accepted).toEqual([]);
    expect(profile.replaced).toEqual(['dwell', 'cycles', 'high', 'transfer']);
  });

  it('drops an optional limit that is replaced by null, and reports it as replaced', () => {
    const profile = adoptProfile(milStd883Method1010({ condition: 'A' }), {
      acceptUnconfirmed: ['dwellOn'],
      replace: { recovery: null },
    });
    expect('recovery' in profile.values).toBe(false);
    expect(profile.replaced).toEqual(['recovery']);
  });

  it('refuses names that the profile does not have', () => {
    const wrong = { acceptUnconfirmed: ['soak'] } as unknown as ProfileChoices<'cycling'>;
    expect(refusal(wrong)).toMatchObject({ code: 'profile-value-unknown' });
    const other = { replace: { temperature: 5 } } as unknown as ProfileChoices<'cycling'>;
    expect(refusal(other)).toMatchObject({ code: 'profile-value-unknown' });
  });

  it.each([
    [{ low: 125 }, 'low must be below high, in °C; got 125 and 125.'],
    [{ low: NaN }, 'low must be below high, in °C; got NaN and 125.'],
    [
      { lowTolerance: { minus: 0, plus: 0 } },
      'a tolerance must have minus and plus of 0 K or more, not both 0.',
    ],
    [
      { highTolerance: { minus: -1, plus: 2 } },
      'a tolerance must have minus and plus of 0 K or more, not both 0.',
    ],
    [{ highTolerance: { minus: 165, plus: 0 } }, 'the tolerances of low and high must not meet.'],
    [{ dwell: 0 }, 'dwell must be above 0 s; got 0.'],
    [{ cycles: 2.5 }, 'cycles must be a whole number, 1 or more; got 2.5.'],
    [{ recovery: NaN }, 'recovery must be above 0 s; got NaN.'],
    [{ transfer: { min: 5, max: 4 } }, 'transfer must have 0 <= min <= max; got 5 and 4.'],
    [{ rate: { min: NaN, max: 4 } }, 'rate must have 0 <= min <= max; got NaN and 4.'],
    [{ rampTime: { min: 0, max: 0 } }, 'a rate or ramp time must allow more than 0.'],
    [{ humidity: { min: -1, max: 4 } }, 'humidity must have 0 <= min <= max; got -1 and 4.'],
  ])('refuses %j', (replace, message) => {
    const error = refusal({ replace: { dwell: 300, cycles: 1, ...replace } });
    expect(error).toMatchObject({ code: 'profile-value-invalid', message: `${a104.id}: ${message}` });
  });

  it.each([
    { temperature: Infinity },
    { tolerance: { minus: NaN, plus: 1 } },
    { duration: 0 },
    { humidity: { min: 9, max: 1 } },
  ])('refuses %j in a steady profile', (replace) => {
    const all = { acceptUnconfirmed: ['temperature', 'tolerance', 'duration', 'humidity'] } as const;
    expect(() => adoptProfile(jesd22A101(), { ...all, replace })).toThrow(
      expect.objectContaining({ code: 'profile-value-invalid' }),
    );
  });
});

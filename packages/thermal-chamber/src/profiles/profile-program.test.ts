import { describe, expect, it } from 'vitest';
import { jump, ramp, soak } from '../programs/program.ts';
import { adoptProfile } from './profile.ts';
import type { Replacements } from './profile.ts';
import { profileProgram } from './profile-program.ts';
import { milStd883Method1015 } from './standards/burn-in.ts';
import { iec60068Db } from './standards/damp-heat.ts';
import { jesd22A101 } from './standards/humidity-bias.ts';
import { iec60068Na, iec60068Nb } from './standards/iec-60068-2-14.ts';
import { jesd22A104 } from './standards/jesd22-a104.ts';
import { jesd22A106 } from './standards/liquid-shock.ts';

function a104(replace: Replacements<'cycling'> = {}): ReturnType<typeof adoptProfile<'cycling'>> {
  return adoptProfile(jesd22A104({ condition: 'G', soakMode: 4 }), {
    acceptUnconfirmed: ['dwell'],
    replace: { cycles: 1000, ...replace },
  });
}

describe('profileProgram', () => {
  it('cycles inside one-sided tolerances, with dwells guaranteed on the product', () => {
    expect(profileProgram(a104())).toEqual({
      name: 'JESD22-A104 condition G, soak mode 4',
      steps: [
        ramp(-42),
        soak(960, { guaranteed: true }),
        ramp(127),
        soak(960, { guaranteed: true }),
        jump(1, 999),
      ],
      guarantee: { band: 2, sensor: 'product' },
      end: { action: 'off' },
    });
  });

  it('follows the choices a standard leaves open', () => {
    const program = profileProgram(a104({ cycles: 1 }), {
      first: 'high',
      margin: 3,
      extraDwell: 0,
      pace: { rate: 12 },
      end: { action: 'idle', temperature: 25 },
    });
    expect(program).toMatchObject({
      steps: [
        ramp(128, { rate: 12 }),
        soak(900, { guaranteed: true }),
        ramp(-43, { rate: 12 }),
        soak(900, { guaranteed: true }),
      ],
      guarantee: { band: 3 },
      end: { action: 'idle', temperature: 25 },
    });
  });

  it('keeps to the nominal values where the tolerance goes both ways', () => {
    const profile = adoptProfile(iec60068Na({ low: -40, high: 85, transfer: 'automatic' }), {
      acceptUnconfirmed: ['dwellOn'],
    });
    expect(profileProgram(profile)).toMatchObject({
      steps: [{ temperature: -40 }, { duration: 10_860 }, { temperature: 85 }, {}, { times: 4 }],
      guarantee: { band: 2, sensor: 'air' },
    });
  });

  it('stays in the middle of a tolerance narrower than twice the margin', () => {
    const program = profileProgram(a104({ highTolerance: { minus: 0, plus: 1 } }));
    expect(program).toMatchObject({
      steps: [{}, {}, { temperature: 125.5 }, {}, {}],
      guarantee: { band: 0.5 },
    });
  });

  it('ramps at the middle of the rates that the profile allows', () => {
    const profile = adoptProfile(iec60068Nb({ rate: 5 }), {
      acceptUnconfirmed: ['dwell', 'dwellOn', 'cycles', 'rate'],
      replace: {
        low: -40,
        high: 85,
        lowTolerance: { minus: 0, plus: 2 },
        highTolerance: { minus: 2, plus: 0 },
      },
    });
    expect(profileProgram(profile).steps[2]).toEqual(ramp(84, { rate: 5 }));
  });

  it('ramps by time from the low extreme, with the humidity on, where the profile gives times', () => {
    const profile = adoptProfile(iec60068Db({ high: 55 }), {
      acceptUnconfirmed: ['lowTolerance', 'dwell', 'dwellOn', 'rampTime'],
      replace: { cycles: 6, highTolerance: { minus: 2, plus: 2 } },
    });
    const hour = 3600;
    expect(profileProgram(profile, { extraDwell: 0 })).toMatchObject({
      steps: [
        ramp(25, 'fastest', { humidity: 95 }),
        soak(60, { guaranteed: true }),
        ramp(55, { duration: 3 * hour }, { humidity: 95 }),
        soak(9 * hour, { guaranteed: true }),
        ramp(25, { duration: 3 * hour }, { humidity: 95 }),
        soak(9 * hour, { guaranteed: true }),
        jump(3, 5),
      ],
      guarantee: { band: 2, sensor: 'air', humidityBand: 5 },
    });
  });

  it('counts an immersion from the transfer, not from when the temperature is reached', () => {
    const tolerance = { minus: 5, plus: 5 };
    const profile = adoptProfile(jesd22A106({ condition: 'B' }), {
      acceptUnconfirmed: ['low', 'high', 'dwell', 'cycles', 'transfer', 'recovery'],
      replace: { lowTolerance: tolerance, highTolerance: tolerance },
    });
    const program = profileProgram(profile);
    expect(program.steps).toEqual([ramp(0), soak(180), ramp(100), soak(180), jump(1, 14)]);
    expect(program.guarantee).toBeUndefined();
  });

  it('reaches the temperature of a humidity test before it switches humidity on', () => {
    const profile = adoptProfile(jesd22A101(), {
      acceptUnconfirmed: ['temperature', 'tolerance', 'duration', 'humidity'],
    });
    expect(profileProgram(profile)).toMatchObject({
      steps: [
        ramp(85),
        soak(60, { guaranteed: true }),
        ramp(85, 'fastest', { humidity: 85 }),
        soak(3_600_060, { guaranteed: true }),
      ],
      guarantee: { band: 2, sensor: 'air', humidityBand: 5 },
    });
  });

  it('holds a burn-in for its hours', () => {
    const profile = adoptProfile(milStd883Method1015({ class: 'B', temperature: 125 }), {
      acceptUnconfirmed: ['temperature', 'duration'],
      replace: { tolerance: { minus: 3, plus: 3 } },
    });
    const program = profileProgram(profile, { pace: { rate: 5 } });
    expect(program.steps).toEqual([ramp(125, { rate: 5 }), soak(160 * 3600 + 60, { guaranteed: true })]);
  });

  it.each([0, -1, NaN])('refuses a margin of %d', (margin) => {
    expect(() => profileProgram(a104(), { margin })).toThrow(
      expect.objectContaining({ code: 'margin-invalid' }),
    );
  });
});

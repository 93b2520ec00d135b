import { describe, expectTypeOf, it } from 'vitest';
import { checkRun } from './check-run.ts';
import { adoptProfile } from './profile.ts';
import type { Profile, ProfileChoices } from './profile.ts';
import { profileProgram } from './profile-program.ts';
import { jesd22A101 } from './standards/humidity-bias.ts';
import { jesd22A104 } from './standards/jesd22-a104.ts';

describe('profiles', () => {
  it('keep their kind from definition to check', () => {
    const cycling = adoptProfile(jesd22A104({ condition: 'G', soakMode: 2 }));
    expectTypeOf(cycling).toEqualTypeOf<Profile<'cycling'>>();
    expectTypeOf(cycling.values.dwellOn).toEqualTypeOf<'air' | 'product' | 'immersion'>();
    const steady = adoptProfile(jesd22A101());
    expectTypeOf(steady.values.duration).toEqualTypeOf<number>();
    expectTypeOf(profileProgram).toBeCallableWith(cycling);
    expectTypeOf(checkRun).toBeCallableWith(steady, []);
  });

  it('accept only names of their own values, and null only for limits they can do without', () => {
    type Choices = ProfileChoices<'cycling'>;
    expectTypeOf<{ acceptUnconfirmed: ['dwell'] }>().toExtend<Choices>();
    expectTypeOf<{ acceptUnconfirmed: ['duration'] }>().not.toExtend<Choices>();
    expectTypeOf<{ replace: { recovery: null } }>().toExtend<Choices>();
    expectTypeOf<{ replace: { dwell: null } }>().not.toExtend<Choices>();
  });
});

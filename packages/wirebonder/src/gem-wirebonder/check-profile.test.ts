import { describe, expect, it } from 'vitest';
import { checkProfile } from './check-profile.ts';
import { exampleProfile } from './example-profile.ts';

const { bondReport, events, processStates, variables } = exampleProfile;

describe('checkProfile', () => {
  it('takes the example, also when it comes from a file', () => {
    expect(checkProfile(JSON.parse(JSON.stringify(exampleProfile)))).toEqual(exampleProfile);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'profile must be an object'],
    [
      'a variable missing',
      { ...exampleProfile, variables: { ...variables, units: undefined } },
      'profile.variables.units is missing',
    ],
    [
      'a text for a number',
      { ...exampleProfile, variables: { ...variables, units: '4' } },
      'profile.variables.units must be a whole number',
    ],
    ['an unknown field', { ...exampleProfile, vendor: 'x' }, 'profile.vendor is not known'],
    [
      'a field of a bond left out',
      { ...exampleProfile, bondReport: { ...bondReport, fields: bondReport.fields.slice(1) } },
      'must name unit once; it does 0 times',
    ],
    [
      'a field of a bond twice',
      {
        ...exampleProfile,
        bondReport: { ...bondReport, fields: [...bondReport.fields, { name: 'wire', variable: 9 }] },
      },
      'must name wire once; it does 2 times',
    ],
    [
      'an unknown unit',
      { ...exampleProfile, bondReport: { ...bondReport, units: { ...bondReport.units, force: 'kg' } } },
      'profile.bondReport.units.force must be one of cN, mN, N, gf',
    ],
    [
      'two events of one number',
      { ...exampleProfile, events: { ...events, bondMade: 12 } },
      'profile.events uses 12 twice',
    ],
    [
      'no code that executes',
      {
        ...exampleProfile,
        processStates: processStates.filter(({ processing }) => processing !== 'executing'),
      },
      'must have a code that means executing',
    ],
    [
      'a code twice',
      { ...exampleProfile, processStates: [...processStates, { code: 1, name: 'X', processing: 'idle' }] },
      'profile.processStates uses 1 twice',
    ],
  ])('refuses %s', (_name, profile, problem) => {
    expect(() => checkProfile(profile)).toThrow(problem);
  });
});

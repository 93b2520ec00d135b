import { FourwireError, checkValue } from '@fourwire/core';
import { bondFields, extraBondFields, profileSchema, unitFields } from './profile.ts';
import type { WirebonderProfile } from './profile.ts';

/**
 * A profile, when it is one.
 *
 * @throws FourwireError of kind `range`, code `profile-refused`, that names the field at fault and what is allowed
 */
export function checkProfile(profile: unknown): WirebonderProfile {
  const problem =
    checkValue(profileSchema, profile, 'profile') ?? contradiction(profile as WirebonderProfile);
  if (problem === undefined) return profile as WirebonderProfile;
  throw new FourwireError(
    'range',
    'profile-refused',
    `The profile of the bonder cannot be used: ${problem}.`,
  );
}

/** What each field alone does not show. */
function contradiction(profile: WirebonderProfile): string | undefined {
  const fields = profile.bondReport.fields.map(({ name }) => name);
  for (const field of bondFields) {
    const count = fields.filter((name) => name === field).length;
    if (count !== 1) return `profile.bondReport.fields must name ${field} once; it does ${count} times`;
  }
  for (const field of extraBondFields) {
    const count = fields.filter((name) => name === field).length;
    if (count > 1) return `profile.bondReport.fields must name ${field} once; it does ${count} times`;
  }
  const needed = [
    ['temperature', 'temperature'],
    ['current', 'current'],
    ['interval', 'interval'],
    ['currentTrace', 'current'],
    ['deformationTrace', 'interval'],
    ['currentTrace', 'interval'],
  ] as const;
  for (const [field, unit] of needed) {
    if (fields.includes(field) && profile.bondReport.units[unit] === undefined)
      return `profile.bondReport.units must give the unit of ${unit}, since fields names ${field}`;
  }
  if (fields.includes('deformationTrace') !== fields.includes('interval'))
    return 'profile.bondReport.fields must name deformationTrace and interval together';
  if (fields.includes('currentTrace') && !fields.includes('interval'))
    return 'profile.bondReport.fields must name interval, since it names currentTrace';
  const unitNames = profile.production?.unitReport.fields.map(({ name }) => name) ?? [...unitFields];
  for (const field of unitFields) {
    const count = unitNames.filter((name) => name === field).length;
    if (count !== 1)
      return `profile.production.unitReport.fields must name ${field} once; it does ${count} times`;
  }
  if (profile.production?.unitReport.id === profile.bondReport.id)
    return 'profile.production.unitReport.id must differ from profile.bondReport.id';
  const meanings = new Set(profile.processStates.map(({ processing }) => processing));
  for (const state of ['executing', 'idle'] as const) {
    if (!meanings.has(state)) return `profile.processStates must have a code that means ${state}`;
  }
  return (
    repeated(
      'processStates',
      profile.processStates.map(({ code }) => code),
    ) ??
    repeated('variables', Object.values(profile.variables)) ??
    repeated('events', [
      ...Object.values(profile.events),
      ...(profile.production === undefined ? [] : [profile.production.unitDone]),
      ...(profile.otherEvents ?? []).map((event) => event.id),
    ]) ??
    repeated('traces', profile.traces?.map(({ name }) => name) ?? []) ??
    repeated(
      'alarms',
      profile.alarms.map((alarm) => alarm.id),
    ) ??
    repeated(
      'bondReport.fields',
      profile.bondReport.fields.map(({ variable }) => variable),
    ) ??
    repeated(
      'bondReport.results',
      profile.bondReport.results.map(({ word }) => word.toLowerCase()),
    )
  );
}

function repeated(field: string, values: readonly (number | string)[]): string | undefined {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  return twice === undefined ? undefined : `profile.${field} uses ${twice} twice`;
}

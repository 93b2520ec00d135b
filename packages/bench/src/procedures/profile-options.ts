import { FourwireError, array, integer, oneOf, optionalField, quantity, record, text } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { adoptProfile, standardProfiles } from '@fourwire/thermal-chamber';
import type {
  AnyProfileDefinition,
  CyclingValues,
  Fact,
  Profile,
  ProfileDefinition,
  ProfileKind,
  SteadyValues,
} from '@fourwire/thermal-chamber';

const tolerance = record({ minus: quantity('K', { min: 0 }), plus: quantity('K', { min: 0 }) });
const seconds = quantity('s', { min: 0 });

function bounds(unit: 's' | 'K/min' | '%') {
  return record({ min: quantity(unit, { min: 0 }), max: quantity(unit, { min: 0 }) });
}

const choice = {
  /** A test of `standardProfiles()` by its id: `JESD22-A104 condition G, soak mode 3`. Without it `values` say all. */
  standard: optionalField(text()),
  /** Values of the standard that nobody has confirmed and that are used all the same, by name. */
  acceptUnconfirmed: optionalField(array(text())),
  /** Limits of the standard that are not held to, by name. */
  drop: optionalField(array(text())),
};

/** A test between two temperatures: a standard, values of one's own, or a standard with some values replaced. */
export const cyclingChoice = {
  ...choice,
  /** In place of the standard's own; temperatures in °C, tolerances in K, times in s. */
  values: optionalField(
    record({
      low: optionalField(quantity('Cel')),
      high: optionalField(quantity('Cel')),
      lowTolerance: optionalField(tolerance),
      highTolerance: optionalField(tolerance),
      /** Least time at each extreme. */
      dwell: optionalField(seconds),
      /** What the dwell is counted on. */
      dwellOn: optionalField(oneOf(['air', 'product', 'immersion'])),
      cycles: optionalField(integer({ min: 1, max: 100_000 })),
      transfer: optionalField(bounds('s')),
      recovery: optionalField(seconds),
      rate: optionalField(bounds('K/min')),
      rampTime: optionalField(bounds('s')),
      humidity: optionalField(bounds('%')),
    }),
  ),
};

/** A test at one temperature: a standard, values of one's own, or a standard with some values replaced. */
export const steadyChoice = {
  ...choice,
  /** In place of the standard's own; temperature in °C, tolerance in K, times in s. */
  values: optionalField(
    record({
      temperature: optionalField(quantity('Cel')),
      tolerance: optionalField(tolerance),
      duration: optionalField(seconds),
      humidity: optionalField(bounds('%')),
    }),
  ),
};

const cyclingSchema = record(cyclingChoice);
const steadySchema = record(steadyChoice);

/** What a profile of one's own has where its values do not say it, in K. */
const ownTolerance = { minus: 2, plus: 2 };

/**
 * The profile of a test between two temperatures.
 *
 * @param dwellOn - what the dwell is counted on where neither a standard nor the values say it
 * @throws FourwireError of kind `range`: `standard-unknown`, or as `adoptProfile`
 */
export function cyclingProfile(
  { standard, values = {}, ...rest }: ValueOf<typeof cyclingSchema>,
  dwellOn: CyclingValues['dwellOn'],
): Profile<'cycling'> {
  if (standard !== undefined) return adopt(find(standard, 'cycling'), values, rest);
  const own = { lowTolerance: ownTolerance, highTolerance: ownTolerance, dwellOn, ...values };
  return adopt(definitionOfOwn('cycling', ['low', 'high', 'dwell', 'cycles'] as const), own, rest);
}

/** The profile of a test at one temperature; throws as {@link cyclingProfile}. */
export function steadyProfile({
  standard,
  values = {},
  ...rest
}: ValueOf<typeof steadySchema>): Profile<'steady'> {
  if (standard !== undefined) return adopt(find(standard, 'steady'), values, rest);
  const own = { tolerance: ownTolerance, ...values };
  return adopt(definitionOfOwn('steady', ['temperature', 'duration'] as const), own, rest);
}

/** The temperatures that count at one extreme, in °C. */
export function rangeOf(
  { values }: Profile<'cycling'>,
  side: 'low' | 'high',
): { readonly min: number; readonly max: number } {
  const { minus, plus } = values[`${side}Tolerance`];
  return { min: values[side] - minus, max: values[side] + plus };
}

/** Which test a run holds to, for its record. */
export function describeProfile({ id, accepted, replaced }: Profile): string {
  const words = [
    `Holds to ${id}`,
    accepted.length > 0 && `unconfirmed values accepted: ${accepted.join(', ')}`,
    replaced.length > 0 && `own values: ${replaced.join(', ')}`,
  ];
  return `${words.filter((word) => word !== false).join('; ')}.`;
}

function adopt<K extends ProfileKind>(
  definition: ProfileDefinition<K>,
  values: Partial<CyclingValues & SteadyValues>,
  { acceptUnconfirmed = [], drop = [] }: { acceptUnconfirmed?: readonly string[]; drop?: readonly string[] },
): Profile<K> {
  const dropped = Object.fromEntries(drop.map((name) => [name, null]));
  // Names come as data here: `adoptProfile` refuses those that the profile does not have.
  const choices = { acceptUnconfirmed, replace: { ...dropped, ...values } } as unknown as Parameters<
    typeof adoptProfile<K>
  >[1];
  return adoptProfile(definition, choices);
}

function find<K extends ProfileKind>(id: string, kind: K): ProfileDefinition<K> {
  const fitting = standardProfiles().filter(
    (definition): definition is AnyProfileDefinition & ProfileDefinition<K> => definition.kind === kind,
  );
  const found = fitting.find((definition) => definition.id === id);
  if (found !== undefined) return found;
  const document = fitting.filter((definition) => id.startsWith(definition.document));
  const names = (document.length > 0 ? document.map((one) => one.id) : documentsOf(fitting)).join('; ');
  throw new FourwireError(
    'range',
    'standard-unknown',
    `There is no ${kind} test "${id}"; there are ${names}.`,
  );
}

function documentsOf(definitions: readonly AnyProfileDefinition[]): readonly string[] {
  return [...new Set(definitions.map(({ document }) => document))];
}

function definitionOfOwn<K extends ProfileKind>(kind: K, needed: readonly string[]): ProfileDefinition<K> {
  const fact: Fact<never> = { confidence: 'unspecified', note: 'Of a test of your own.' };
  return {
    kind,
    id: 'a test of your own',
    document: 'none',
    title: 'A test of your own',
    values: Object.fromEntries(needed.map((name) => [name, fact])) as ProfileDefinition<K>['values'],
    information: {},
  };
}

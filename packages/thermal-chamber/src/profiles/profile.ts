import { FourwireError } from '@fourwire/core';
import type { Fact } from './fact.ts';
import { assertValues } from './profile-values.ts';
import type { ProfileKind, ProfileValues } from './profile-values.ts';

/** A test of a standard as data: what its document says, value by value, and how sure we are of it. */
export interface ProfileDefinition<K extends ProfileKind = ProfileKind> {
  readonly kind: K;
  /** For example `JESD22-A104 condition G, soak mode 2`. */
  readonly id: string;
  /** Number of the document, for example `JESD22-A104`. */
  readonly document: string;
  readonly title: string;
  /** The values that a program and a check of a run use. */
  readonly values: { readonly [N in keyof ProfileValues[K]]: Fact<NonNullable<ProfileValues[K][N]>> };
  /** What else the sheet says; nothing is computed from it. */
  readonly information: Readonly<Record<string, Fact<string>>>;
}

/** Values in place of a standard's own; `null` drops a limit that a profile of this kind can do without. */
export type Replacements<K extends ProfileKind> = {
  readonly [N in keyof ProfileValues[K]]?:
    | ProfileValues[K][N]
    | (undefined extends ProfileValues[K][N] ? null : never);
};

/** What the caller decides about a definition. */
export interface ProfileChoices<K extends ProfileKind> {
  /** Names of unconfirmed values to be used as they are. */
  readonly acceptUnconfirmed?: readonly (keyof ProfileValues[K] & string)[];
  readonly replace?: Replacements<K>;
}

/** A profile ready to use: every value is confirmed, accepted or replaced, and it says which. */
export interface Profile<K extends ProfileKind = ProfileKind> {
  readonly kind: K;
  readonly id: string;
  readonly document: string;
  readonly title: string;
  readonly values: ProfileValues[K];
  /** Names of the unconfirmed values that the caller accepted. */
  readonly accepted: readonly string[];
  /** Names of the values that the caller gave or dropped. */
  readonly replaced: readonly string[];
}

/** A profile of any kind, told apart by `kind`. */
export type AnyProfile = { [K in ProfileKind]: Profile<K> }[ProfileKind];

/** A definition of any kind, told apart by `kind`. */
export type AnyProfileDefinition = { [K in ProfileKind]: ProfileDefinition<K> }[ProfileKind];

/**
 * Makes a usable profile of a definition. Every unconfirmed value must be accepted by name or replaced, and every
 * unspecified one given, so that none slips into a qualification unseen.
 *
 * @throws FourwireError of kind `range`: `profile-undecided` (lists all values to decide on, with their notes in
 * `details`), `profile-value-unknown` for a name this profile does not have, `profile-value-invalid`.
 *
 * @example
 * ```ts
 * const profile = adoptProfile(jesd22A104({ condition: 'G', soakMode: 2 }), {
 *   acceptUnconfirmed: ['dwell'],
 *   replace: { cycles: 1000 },
 * });
 * ```
 */
export function adoptProfile<K extends ProfileKind>(
  definition: ProfileDefinition<K>,
  choices: ProfileChoices<K> = {},
): Profile<K> {
  const { kind, id, document, title } = definition;
  const facts = definition.values as Readonly<Record<string, Fact<unknown>>>;
  const replace = (choices.replace ?? {}) as Readonly<Record<string, unknown>>;
  const replaced = Object.keys(replace).filter((name) => replace[name] !== undefined);
  const asked: readonly string[] = choices.acceptUnconfirmed ?? [];
  for (const name of asked) {
    if (facts[name] === undefined) refuseName(id, name, Object.keys(facts));
  }
  for (const name of replaced) {
    const known: readonly string[] = valueNames[kind];
    if (!known.includes(name)) refuseName(id, name, known);
  }
  const undecided = Object.entries(facts).filter(
    ([name, { confidence }]) =>
      !replaced.includes(name) &&
      (confidence === 'unspecified' || (confidence === 'unconfirmed' && !asked.includes(name))),
  );
  if (undecided.length > 0) refuseUndecided(id, undecided);

  const values: Record<string, unknown> = {};
  for (const [name, fact] of Object.entries(facts)) if ('value' in fact) values[name] = fact.value;
  for (const name of replaced) {
    if (replace[name] === null) delete values[name];
    else values[name] = replace[name];
  }
  const adopted = values as unknown as ProfileValues[K];
  assertValues(id, kind, adopted);
  const accepted = asked.filter(
    (name) => !replaced.includes(name) && facts[name]?.confidence === 'unconfirmed',
  );
  return { kind, id, document, title, values: adopted, accepted, replaced };
}

const valueNames: { readonly [K in ProfileKind]: readonly (keyof ProfileValues[K] & string)[] } = {
  cycling: [
    'low',
    'high',
    'lowTolerance',
    'highTolerance',
    'dwell',
    'dwellOn',
    'cycles',
    'transfer',
    'recovery',
    'rate',
    'rampTime',
    'humidity',
  ],
  steady: ['temperature', 'tolerance', 'duration', 'humidity'],
};

function refuseName(id: string, name: string, known: readonly string[]): never {
  throw new FourwireError(
    'range',
    'profile-value-unknown',
    `${id} has no value "${name}"; it has ${known.join(', ')}.`,
  );
}

function refuseUndecided(id: string, undecided: readonly (readonly [string, Fact<unknown>])[]): never {
  const texts = undecided.map(([name, fact]) =>
    'value' in fact ? `${name} (unconfirmed: ${JSON.stringify(fact.value)})` : `${name} (to be given)`,
  );
  throw new FourwireError(
    'range',
    'profile-undecided',
    `${id} needs decisions on ${texts.join(', ')}: check the document, then name unconfirmed values in acceptUnconfirmed or give values in replace.`,
    { details: { undecided: Object.fromEntries(undecided) } },
  );
}

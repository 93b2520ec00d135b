import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';

const path = Type.String({
  pattern: '^[A-Za-z][A-Za-z0-9_-]*(/[A-Za-z0-9]+)*$',
  description: 'A device, or a member with its device: `oven/door/open`.',
});

const value = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);

/**
 * What is asked of the members of a bench: one value (`is`, `in`, `above`, `below`), or several of these joined by `all`,
 * `any` and `not`. A member is named with its device, `oven/door/open`; `field` takes one field of a record.
 */
export const conditionSchema = Type.Recursive(
  (condition) =>
    Type.Union([
      Type.Object(
        {
          member: path,
          field: Type.Optional(Type.String({ description: 'One field of a record.' })),
          is: Type.Optional(value),
          in: Type.Optional(Type.Array(value, { minItems: 1, description: 'The value is one of these.' })),
          above: Type.Optional(Type.Number({ description: 'The value is above this, in its own unit.' })),
          below: Type.Optional(Type.Number({ description: 'The value is below this, in its own unit.' })),
        },
        { additionalProperties: false, minProperties: 2 },
      ),
      Type.Object({ all: Type.Array(condition, { minItems: 1 }) }, { additionalProperties: false }),
      Type.Object({ any: Type.Array(condition, { minItems: 1 }) }, { additionalProperties: false }),
      Type.Object({ not: condition }, { additionalProperties: false }),
    ]),
  {
    $id: 'condition',
    description: 'The dangerous state. What cannot be read counts as dangerous.',
  },
);

const paths = (description: string) => Type.Optional(Type.Array(path, { minItems: 1, description }));

/** A rule of a bench: what must not be done, and what is to happen, while a condition holds. */
export const interlockSchema = Type.Object(
  {
    when: conditionSchema,
    forbid: paths(
      'Writes and commands that are refused then, by path; a device or a part stands for all in it.',
    ),
    stop: paths('Commands that are refused then, and stopped when it comes about while they run.'),
    safe: paths(
      'Devices that are made safe as soon as it comes about; the run that uses the bench is ended.',
    ),
    unreadableFor: Type.Optional(
      Type.Number({
        minimum: 0,
        description:
          'For how many seconds a member may be unreadable before a running command is stopped or a device made safe; 10 unless given.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** What is asked of the members of a bench. */
export type Condition =
  | {
      readonly member: string;
      readonly field?: string;
      readonly is?: string | number | boolean;
      readonly in?: readonly (string | number | boolean)[];
      readonly above?: number;
      readonly below?: number;
    }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** A rule of a bench: what must not be done, and what is to happen, while a condition holds. */
export type Interlock = Omit<Static<typeof interlockSchema>, 'when'> & { readonly when: Condition };

/** The rules of a bench by name: `{ 'no chuck move in contact': { when, forbid } }`. */
export type Interlocks = Readonly<Record<string, Interlock>>;

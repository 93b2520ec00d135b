import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';

const path = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]*(/[A-Za-z0-9]+)*$' });

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
          field: Type.Optional(Type.String()),
          is: Type.Optional(value),
          in: Type.Optional(Type.Array(value, { minItems: 1 })),
          above: Type.Optional(Type.Number()),
          below: Type.Optional(Type.Number()),
        },
        { additionalProperties: false, minProperties: 2 },
      ),
      Type.Object({ all: Type.Array(condition, { minItems: 1 }) }, { additionalProperties: false }),
      Type.Object({ any: Type.Array(condition, { minItems: 1 }) }, { additionalProperties: false }),
      Type.Object({ not: condition }, { additionalProperties: false }),
    ]),
  { $id: 'condition' },
);

/** A rule of a bench: what must not be done, and what is to happen, while a condition holds. */
export const interlockSchema = Type.Object(
  {
    /** The dangerous state. What cannot be read counts as dangerous. */
    when: conditionSchema,
    /** Writes and commands that are refused then, by path; a device or a part stands for all in it. */
    forbid: Type.Optional(Type.Array(path, { minItems: 1 })),
    /** Commands that are refused then, and stopped when it comes about while they run. */
    stop: Type.Optional(Type.Array(path, { minItems: 1 })),
    /** Devices that are made safe as soon as it comes about; the run that uses the bench is ended. */
    safe: Type.Optional(Type.Array(path, { minItems: 1 })),
    /** For how many seconds a member may be unreadable before a running command is stopped or a device made safe; 10 unless given. */
    unreadableFor: Type.Optional(Type.Number({ minimum: 0 })),
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

/**
 * The format of an item, by its name in SML. `W` is the localized character string (octal 22).
 * Source: SEMI E5; sheet secs-ii.md section 2.
 */
export type Format = 'L' | 'B' | 'BOOLEAN' | TextFormat | 'W' | NumberFormat | BigIntFormat;

/** Character formats with one byte a character: ASCII and JIS-8. */
export type TextFormat = 'A' | 'J';

/** Formats whose elements are whole numbers that a `number` holds exactly. */
export type IntegerFormat = 'I1' | 'I2' | 'I4' | 'U1' | 'U2' | 'U4';

/** IEEE 754 formats of 4 and 8 bytes. */
export type FloatFormat = 'F4' | 'F8';

/** Formats whose elements are a `number`. */
export type NumberFormat = IntegerFormat | FloatFormat;

/** Formats whose elements are a `bigint`, because not every value of 8 bytes fits a `number`. */
export type BigIntFormat = 'I8' | 'U8';

/** What the codec knows of a format: its 6-bit code, and the bytes of one element (0 for a list, which counts children). */
export interface FormatFacts<F extends Format = Format> {
  readonly format: F;
  readonly code: number;
  readonly size: number;
}

/** All formats. Five independent code bases agree on the codes; source: sheet secs-ii.md section 2. */
export const formats = {
  L: { format: 'L', code: 0o00, size: 0 },
  B: { format: 'B', code: 0o10, size: 1 },
  BOOLEAN: { format: 'BOOLEAN', code: 0o11, size: 1 },
  A: { format: 'A', code: 0o20, size: 1 },
  J: { format: 'J', code: 0o21, size: 1 },
  W: { format: 'W', code: 0o22, size: 1 },
  I8: { format: 'I8', code: 0o30, size: 8 },
  I1: { format: 'I1', code: 0o31, size: 1 },
  I2: { format: 'I2', code: 0o32, size: 2 },
  I4: { format: 'I4', code: 0o34, size: 4 },
  F8: { format: 'F8', code: 0o40, size: 8 },
  F4: { format: 'F4', code: 0o44, size: 4 },
  U8: { format: 'U8', code: 0o50, size: 8 },
  U1: { format: 'U1', code: 0o51, size: 1 },
  U2: { format: 'U2', code: 0o52, size: 2 },
  U4: { format: 'U4', code: 0o54, size: 4 },
} as const satisfies { readonly [F in Format]: FormatFacts<F> };

/** The largest length that three length bytes can say: bytes of a payload, or children of a list. */
export const maxItemLength = 0xff_ffff;

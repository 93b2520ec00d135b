/** What a field holds; names as in the STDF V4 specification. `kx…` has as many elements as an earlier field says. */
export type FieldType =
  | 'U1'
  | 'U2'
  | 'U4'
  | 'I1'
  | 'I2'
  | 'R4'
  | 'B1'
  | 'C1'
  | 'Cn'
  | 'Bn'
  | 'kxU1'
  | 'kxU2'
  | 'kxR4'
  | 'kxN1';

/** What a field of a type is in a record. */
export type FieldValue<T extends FieldType> = T extends 'C1' | 'Cn'
  ? string
  : T extends 'Bn'
    ? Uint8Array
    : T extends 'kxU1' | 'kxU2' | 'kxR4' | 'kxN1'
      ? readonly number[]
      : number;

/** A field of a record. */
export interface Field<
  N extends string = string,
  T extends FieldType = FieldType,
  R extends boolean = boolean,
> {
  readonly name: N;
  readonly type: T;
  /** Whether a record must have it. */
  readonly required: R;
  /** What stands for it where it is missing and a later field is there. */
  readonly missing: number | string;
  /** The field that holds the number of elements. */
  readonly count?: string;
}

/** A field that a record must have. */
export function need<const N extends string, const T extends FieldType>(
  name: N,
  type: T,
  count?: string,
): Field<N, T, true> {
  return { name, type, required: true, missing: 0, ...(count === undefined ? {} : { count }) };
}

/** A field that may be left out; `missing` stands for it where a later field is there. */
export function may<const N extends string, const T extends FieldType>(
  name: N,
  type: T,
  missing: number | string = defaultMissing(type),
  count?: string,
): Field<N, T, false> {
  return { name, type, required: false, missing, ...(count === undefined ? {} : { count }) };
}

/** Several texts that may be left out. */
export function texts<const N extends string>(...names: readonly N[]): readonly Field<N, 'Cn', false>[] {
  return names.map((name) => may(name, 'Cn'));
}

function defaultMissing(type: FieldType): number | string {
  if (type === 'C1') return ' ';
  return type === 'Cn' ? '' : 0;
}

/** No text and no count of bytes is longer. */
export const longestText = 255;

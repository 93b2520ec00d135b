/**
 * A value of a standard with how sure we are of it. `confirmed`: seen in a public source. `unconfirmed`: recalled, or
 * sources disagree; nothing uses it until the caller accepts or replaces it. `unspecified`: the caller has to give it,
 * because the standard leaves it open or no source was found. The note says why.
 */
export type Fact<T> =
  | { readonly confidence: 'confirmed' | 'unconfirmed'; readonly value: T; readonly note?: string }
  | { readonly confidence: 'unspecified'; readonly note: string };

/** A fact seen in a public source. */
export function confirmed<T>(value: T, note?: string): Fact<T> {
  return { confidence: 'confirmed', value, ...(note === undefined ? {} : { note }) };
}

/** A fact to be checked in the document before anyone relies on it. */
export function unconfirmed<T>(value: T, note?: string): Fact<T> {
  return { confidence: 'unconfirmed', value, ...(note === undefined ? {} : { note }) };
}

/** A fact that only the caller can give. */
export function unspecified<T>(note: string): Fact<T> {
  return { confidence: 'unspecified', note };
}

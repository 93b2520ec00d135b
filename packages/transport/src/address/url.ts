import { behind, invalid, partOf, split } from './part.ts';
import type { Part } from './part.ts';

/** A URL-like address taken apart. Nothing in it is percent-decoded. */
export interface Url {
  /** Without `://`. */
  readonly scheme: Part;
  /** From behind `//` up to the next `/` or `?`. */
  readonly authority: Part;
  /** From the `/` on; empty when there is none. */
  readonly path: Part;
  /** What follows the `?`. */
  readonly query: Part | undefined;
}

/** Takes `whole` apart, or gives nothing when it does not begin with a scheme and `://`. */
export function parseUrl(whole: Part): Url | undefined {
  const { source, text, start, end } = whole;
  const scheme = /^[a-z][a-z0-9+.-]{0,30}(?=:\/\/)/i.exec(text)?.[0];
  if (scheme === undefined) return undefined;
  const schemeEnd = start + scheme.length;
  const authority = schemeEnd + '://'.length;
  const pathEnd = indexOrEnd(source, '?', authority, end);
  const path = indexOrEnd(source, '/', authority, pathEnd);
  return {
    scheme: partOf(source, start, schemeEnd),
    authority: partOf(source, authority, path),
    path: partOf(source, path, pathEnd),
    query: pathEnd === end ? undefined : partOf(source, pathEnd + 1, end),
  };
}

/** The values of the query by key. Keys are compared without regard to case, and each comes at most once. */
export function parseOptions<Key extends string>(
  { query }: Url,
  keys: readonly Key[],
  example: string,
): ReadonlyMap<Key, Part> {
  const values = new Map<Key, Part>();
  if (query === undefined) return values;
  for (const pair of split(query, '&')) {
    const [name = pair, value] = split(pair, '=');
    const key = keys.find((candidate) => candidate.toLowerCase() === name.text.toLowerCase());
    if (key === undefined || values.has(key)) {
      const left = keys.filter((candidate) => !values.has(candidate));
      const expected = left.length === 0 ? 'no further option' : `one of the options ${left.join(', ')}`;
      throw invalid(name, expected, example);
    }
    values.set(key, value === undefined ? behind(name) : partOf(pair.source, value.start, pair.end));
  }
  return values;
}

/** One of `words`, in any letter case; the first of them when there is no `part`. */
export function choice<const Word extends string>(
  part: Part | undefined,
  words: readonly [Word, ...Word[]],
  example: string,
): Word {
  if (part === undefined) return words[0];
  const word = words.find((candidate) => candidate === part.text.toLowerCase());
  if (word === undefined) throw invalid(part, words.join(' or '), example);
  return word;
}

/** The part of `path` behind its `/`, or nothing when that is empty. */
export function behindSlash(path: Part): Part | undefined {
  return path.text.length > 1 ? partOf(path.source, path.start + 1, path.end) : undefined;
}

function indexOrEnd(source: string, mark: string, from: number, end: number): number {
  const at = source.indexOf(mark, from);
  return at < 0 || at > end ? end : at;
}

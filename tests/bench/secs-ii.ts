import { A, F4, L, U4, decodeItem, encodeItem } from '@fourwire/secs';
import type { Item } from '@fourwire/secs';
import type { Comparison } from './compare.ts';
import { plainDecode, plainEncode } from './plain-secs-codec.ts';

/** Status values as a machine reports them: a third each of counters, measured values and short texts. */
function statusValues(count: number): Item {
  const makers = [(n: number) => U4(n), (n: number) => F4(n / 7), (n: number) => A(`Unit-${n}`)];
  return L(Array.from({ length: count }, (_, n) => makers[n % 3]!(n)));
}

/** The same data as bare values, without their formats. */
function bareValues(item: Item): unknown {
  if (item.format === 'L') return item.value.map(bareValues);
  return item.format === 'A' ? item.value : (item.value as readonly unknown[])[0];
}

/** SECS-II items encoded and decoded, against JSON of the same items and of their bare values, and a codec without checks. */
export function comparisons(): Promise<readonly Comparison[]> {
  return Promise.resolve([...of(1000), ...of(100_000)]);
}

function of(count: number): readonly Comparison[] {
  const item = statusValues(count);
  const bytes = Buffer.from(encodeItem(item));
  const json = JSON.stringify(item);
  const values = bareValues(item);
  const bareJson = JSON.stringify(values);
  const encode = (): unknown => encodeItem(item);
  const decode = (): unknown => decodeItem(bytes);
  const against = (
    what: string,
    other: string,
    goal: number,
    ours: () => unknown,
    byHand: () => unknown,
  ) => ({
    name: `SECS-II, ${what} ${count} items`,
    with: other,
    goal,
    ours: async () => ours(),
    byHand: async () => byHand(),
  });
  return [
    against('encode', 'JSON.stringify of the items', 1, encode, () => JSON.stringify(item)),
    against('encode', 'JSON.stringify of bare values', 1, encode, () => JSON.stringify(values)),
    against('encode', 'a codec without checks', 0.7, encode, () => plainEncode(item)),
    against('decode', 'JSON.parse of the items', 1, decode, () => JSON.parse(json)),
    against('decode', 'JSON.parse of bare values', 1, decode, () => JSON.parse(bareJson)),
    against('decode', 'a codec without checks', 0.7, decode, () => plainDecode(bytes)),
  ];
}

import type { StdfRecord } from './records.ts';

/** The fields of a test that are given with its first result, and hold for the later ones unless they say otherwise. */
export class StaticFields {
  readonly #first = new Map<string, Readonly<Record<string, unknown>>>();

  /** A record with what it takes from the first of its test. */
  complete(record: StdfRecord, asFirst: readonly string[]): StdfRecord {
    if (record.record !== 'PTR' && record.record !== 'MPR') return record;
    const key = `${record.record} ${record.TEST_NUM}`;
    const first = this.#first.get(key);
    if (first === undefined) {
      this.#first.set(key, { ...record });
      return record;
    }
    const inherited = Object.fromEntries(
      asFirst.filter((name) => first[name] !== undefined).map((name) => [name, first[name]]),
    );
    return { ...record, ...inherited };
  }
}

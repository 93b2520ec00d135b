import { testFlags } from '@fourwire/probe-station';
import type { StdfRecordOf, StdfTest, StdfWriter } from '@fourwire/probe-station';
import type { EntryOf, MeasurementVerdict, Target } from './entry.ts';
import { textOf } from './stdf-words.ts';

/** A test of a file, with what its summary says. */
interface Test {
  readonly number: number;
  readonly name: string;
  readonly results: StdfTest;
  executed: number;
  failed: number;
  least: number;
  most: number;
}

/** The flags of a result. */
const flags: Readonly<Record<MeasurementVerdict, number>> = {
  pass: 0,
  fail: testFlags.failed,
  error: testFlags.resultInvalid | testFlags.noVerdict,
  'not-measured': testFlags.resultInvalid | testFlags.notExecuted | testFlags.noVerdict,
};

/** The tests of a file: a number for each measurement under each condition, in the order in which they come up. */
export class StdfTests {
  readonly #writer: StdfWriter;
  readonly #tests = new Map<string, Test>();

  constructor(writer: StdfWriter) {
    this.#writer = writer;
  }

  /** Writes a result. Gives false when the writer is to be flushed. */
  write(measurement: EntryOf<'measurement'>, head: number, site: number): boolean {
    const { value, verdict } = measurement;
    const test = this.#testOf(measurement);
    if (verdict !== 'not-measured') test.executed++;
    if (verdict === 'fail') test.failed++;
    if (value !== null) {
      test.least = Math.min(test.least, value);
      test.most = Math.max(test.most, value);
    }
    return test.results.result(head, site, value ?? Number.NaN, flags[verdict]);
  }

  /** A record for each test with how often it was done and failed. */
  *summaries(): Generator<StdfRecordOf<'TSR'>> {
    for (const { number, name, executed, failed, least, most } of this.#tests.values()) {
      yield {
        record: 'TSR',
        HEAD_NUM: 255,
        SITE_NUM: 0,
        TEST_TYP: 'P',
        TEST_NUM: number,
        EXEC_CNT: executed,
        FAIL_CNT: failed,
        TEST_NAM: name,
        ...(least <= most ? { TEST_MIN: least, TEST_MAX: most } : {}),
      };
    }
  }

  #testOf({ name, unit, limits, target }: EntryOf<'measurement'>): Test {
    const { subsite, wire, temperature, point } = target;
    // Unit and limits stand in a file once for each test; another unit or another limit is another test.
    const key = JSON.stringify([name, subsite, wire, temperature, point, unit, limits?.min, limits?.max]);
    const known = this.#tests.get(key);
    if (known !== undefined) return known;
    const number = this.#tests.size + 1;
    const title = textOf([name, ...conditions(target)].join(', '));
    const results = this.#writer.test({
      TEST_NUM: number,
      TEST_TXT: title,
      UNITS: textOf(unit),
      ...(limits?.min === undefined ? {} : { LO_LIMIT: limits.min }),
      ...(limits?.max === undefined ? {} : { HI_LIMIT: limits.max }),
    });
    const test: Test = {
      number,
      name: title,
      results,
      executed: 0,
      failed: 0,
      least: Infinity,
      most: -Infinity,
    };
    this.#tests.set(key, test);
    return test;
  }
}

function conditions({ subsite, wire, temperature, point }: Target): readonly string[] {
  return [
    ...(subsite === undefined ? [] : [`subsite ${subsite}`]),
    ...(wire === undefined ? [] : [`wire ${wire}`]),
    ...(temperature === undefined ? [] : [`${temperature} °C`]),
    ...(point === undefined ? [] : [point]),
  ];
}

import {
  FourwireError,
  aborted,
  defineDriver,
  either,
  oneOf,
  optionalField,
  record,
  text,
} from '@fourwire/core';
import type { ByteTransport, DriverContext, ImplementationOf, ValueOf } from '@fourwire/core';
import { Subject, fromEvent, lastValueFrom, map, merge, take, tap, throwError, timeout } from 'rxjs';
import { bondTester } from '../classes/bond-tester.ts';
import type { BondTestResult } from '../classes/bond-tester.ts';
import { bondTestDialectSchema, bondTestDialects } from '../bond-testing/csv-dialect.ts';
import { importBondTests } from '../bond-testing/import-bond-tests.ts';
import { ResultLines } from './result-lines.ts';

const dialectNames = Object.keys(bondTestDialects) as (keyof typeof bondTestDialects)[];

const bondTesterCsvOptions = record({
  /** How the tester writes its results: the name of a shipped dialect, or one of your own; `general` unless given. */
  dialect: optionalField(either(oneOf(dialectNames), bondTestDialectSchema)),
  /** The line of the headings, for a tester that sends none. */
  headings: optionalField(text()),
});

/** What the driver may be told. */
export interface BondTesterCsvOptions extends ValueOf<typeof bondTesterCsvOptions> {}

/**
 * Bond testers that hand their results out as lines of CSV, on a serial line or a socket: the tester itself, or a
 * program on its computer that passes on what it exports. Nothing is sent to the tester.
 *
 * Source: sheet wire-bonder.md section 9. Unconfirmed: no public wire protocol of any tester is known, and the headings
 * of the shipped dialects were compared with no tester's export.
 */
export const bondTesterCsv = defineDriver({
  name: 'bond-tester-csv',
  deviceClass: bondTester,
  wire: 'bytes',
  options: bondTesterCsvOptions,
  connect: (context: DriverContext<ByteTransport>, options: BondTesterCsvOptions) => {
    const { bus, path } = context;
    const { dialect: told = 'general' } = options;
    const dialect = typeof told === 'string' ? bondTestDialects[told] : told;
    const lines = new ResultLines(dialect, options.headings);
    const result$ = new Subject<BondTestResult>();
    const listen = bus.wire.listen?.bind(bus.wire);
    if (listen === undefined) {
      throw new FourwireError(
        'range',
        'stream-needed',
        `${bus.wire.address}: the tester speaks unasked; use a serial port or a TCP socket.`,
      );
    }
    return {
      // It is never asked anything: whatever is on the line counts as the tester.
      identify: async () =>
        Promise.resolve({ manufacturer: '', model: 'bond tester', serialNumber: '', firmware: '' }),
      setUp: async () => {
        lines.restart();
        listen((chunk) => {
          for (const one of lines.push(chunk)) {
            if (one instanceof FourwireError)
              context.report({ code: 200, text: `${path}: a line is no result; ${one.message}` });
            else result$.next(one);
          }
        });
        await Promise.resolve();
      },
      tearDown: async () => {
        listen(undefined);
        await Promise.resolve();
      },
      members: {
        result$,
        collect: {
          run: async ({ count, wait = 600 }, operation) => {
            const { signal } = operation;
            const results: BondTestResult[] = [];
            const stopped = fromEvent(signal, 'abort').pipe(
              map(() => {
                throw aborted(signal);
              }),
            );
            await lastValueFrom(
              merge(result$, stopped).pipe(
                timeout({
                  each: wait * 1000,
                  scheduler: context.clock.scheduler,
                  with: () => throwError(() => missing(path, { count, wait, results }, lines)),
                }),
                tap((result) => {
                  results.push(result);
                  operation.progress({ count: results.length });
                }),
                take(count),
              ),
              { defaultValue: undefined },
            );
            return { results };
          },
        },
        importResults: {
          run: async ({ text: csv }) => {
            const { results, problems } = importBondTests(csv, dialect);
            return Promise.resolve({ results, problems });
          },
        },
      } satisfies ImplementationOf<typeof bondTester>,
    };
  },
});

/** The next result did not come. What came is in the details. */
function missing(
  path: string,
  { count, wait, results }: { count: number; wait: number; results: readonly BondTestResult[] },
  { passedOver }: ResultLines,
): FourwireError {
  const why =
    passedOver === 0
      ? ''
      : ` ${passedOver} lines came before any headings and were passed over: give the headings as an option.`;
  return new FourwireError(
    'timeout',
    'timeout',
    `${path}: ${results.length} of ${count} results came, and no other within ${wait} s.${why}`,
    { details: { results } },
  );
}

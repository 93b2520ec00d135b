import { StdfWriter } from '@fourwire/probe-station';
import type { JournalEntry } from './entry.ts';
import { StdfLot } from './stdf-lot.ts';

/** What of a journal goes into a file of test data. */
export interface ExportStdfOptions {
  /**
   * Only what was measured at this nominal temperature, in °C. Plants expect one file for each; with several in one
   * file, each is a test of its own, and a die is in it once for each.
   */
  readonly temperature?: number;
}

/**
 * The wafer test in a journal as an STDF V4 file, in chunks as they are asked for: one pass, memory for the parts under
 * test alone. A measurement is a test, numbered in the order of declaration, for each subsite, wire and temperature;
 * dies have the native column (to the right) and row (up) as X and Y. Units are the UCUM codes of the journal.
 *
 * Parts come into the file when they are sorted (`bin`); those that never were, at the end of their wafer, with the bin
 * of their last measurement or 0.
 *
 * @throws FourwireError of kind `range`, code `stdf-value`, for what no field can carry
 *
 * @example
 * ```ts
 * await writeFile('lot.stdf', exportStdf(readJournal('run.jsonl')));
 * ```
 */
export async function* exportStdf(
  entries: AsyncIterable<JournalEntry> | Iterable<JournalEntry>,
  options: ExportStdfOptions = {},
): AsyncGenerator<Uint8Array> {
  let chunks: Uint8Array[] = [];
  const writer = new StdfWriter((bytes) => {
    chunks.push(bytes);
  });
  const lot = new StdfLot(writer, options.temperature);
  for await (const entry of entries) {
    if (lot.add(entry)) continue;
    await writer.flush();
    yield* chunks;
    chunks = [];
  }
  lot.finish();
  await writer.flush();
  yield* chunks;
}

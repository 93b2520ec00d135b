import { FourwireError } from '@fourwire/core';
import {
  WaferResults,
  layOutDies,
  toMapFile,
  waferGeometry,
  writeG85,
  writeSinf,
} from '@fourwire/probe-station';
import type { Bin, G85Options, SinfOptions, WaferMap } from '@fourwire/probe-station';
import type { EntryOf, JournalEntry } from './entry.ts';

/** A wafer as a journal has it: at each temperature, and how its dies were sorted there. */
export interface RecordedWafer {
  readonly wafer: string;
  readonly lot?: string | undefined;
  readonly device?: string | undefined;
  /** Nominal temperature in °C. */
  readonly temperature?: number | undefined;
  readonly map: WaferMap;
  readonly results: WaferResults;
}

/** Follows a journal and keeps its wafers. Memory grows with the dies. */
export class WaferLedger {
  readonly #wafers = new Map<string, RecordedWafer>();
  /** What the first entry of a wafer said, which a later one need not say again. */
  readonly #about = new Map<string, EntryOf<'wafer'>>();

  /** Entries of other types change nothing. */
  add(entry: JournalEntry): void {
    if (entry.type === 'wafer') this.#announce(entry);
    else if (entry.type === 'bin') this.#sort(entry);
  }

  /** The wafers whose geometry is known, in the order in which they were tested. */
  wafers(): readonly RecordedWafer[] {
    return [...this.#wafers.values()];
  }

  #announce(entry: EntryOf<'wafer'>): void {
    const about = { ...this.#about.get(entry.wafer), ...entry };
    this.#about.set(entry.wafer, about);
    const { wafer, temperature, lot, device, geometry, bins = [] } = about;
    const key = keyOf(wafer, entry.temperature);
    if (geometry === undefined || entry.phase === 'finished' || this.#wafers.has(key)) return;
    const results = new WaferResults();
    const whole = waferGeometry(geometry);
    const map = { geometry: whole, dies: layOutDies(whole), bins: [...bins], binOf: results.binOf };
    this.#wafers.set(key, { wafer, lot, device, temperature, map, results });
  }

  #sort({ target, bin, site, at }: EntryOf<'bin'>): void {
    const { wafer, die, temperature } = target;
    if (wafer === undefined || die === undefined) return;
    const known = this.#wafers.get(keyOf(wafer, temperature)) ?? this.#wafers.get(keyOf(wafer, undefined));
    known?.results.record({ die, measurements: [], bin, at, ...(site === undefined ? {} : { site }) });
  }
}

/** A file to be written. */
export interface NamedText {
  /** What suits it as the name of a file, without an ending: `W01` or `W01 at -40 °C`. */
  readonly name: string;
  readonly text: string;
}

/** Which kind of map file, and how it is written. */
export type MapOptions =
  | ({ readonly format: 'sinf' } & SinfOptions)
  | ({ readonly format: 'g85' } & G85Options);

/**
 * The wafer maps in a journal, each as the text of a SINF or a SEMI G85 file: a wafer for each temperature that it was
 * tested at, dies without a bin as skipped.
 *
 * @throws FourwireError of kind `range`, code `map-not-recorded`, when the journal has no wafer with its geometry; code
 * `map-file-value` for what the format cannot carry
 *
 * @example
 * ```ts
 * for (const { name, text } of await exportWaferMaps(readJournal('run.jsonl'), { format: 'sinf' }))
 *   await writeFile(`${name}.sinf`, text);
 * ```
 */
export async function exportWaferMaps(
  entries: AsyncIterable<JournalEntry> | Iterable<JournalEntry>,
  options: MapOptions,
): Promise<readonly NamedText[]> {
  const ledger = new WaferLedger();
  for await (const entry of entries) ledger.add(entry);
  const wafers = ledger.wafers();
  if (wafers.length === 0) {
    throw new FourwireError(
      'range',
      'map-not-recorded',
      'The journal has no wafer with its geometry; append an entry `wafer` with `geometry` and `bins` when its test begins.',
    );
  }
  return wafers.map((wafer) => {
    const { lot, device, map } = wafer;
    const file = toMapFile(map, { lot, device, wafer: wafer.wafer });
    return {
      name: titleOfWafer(wafer),
      text: options.format === 'sinf' ? writeSinf(file, options) : writeG85([file], options),
    };
  });
}

/** `W01`, or `W01 at -40 °C`. */
function titleOfWafer({ wafer, temperature }: Pick<RecordedWafer, 'wafer' | 'temperature'>): string {
  return temperature === undefined ? wafer : `${wafer} at ${temperature} °C`;
}

/** How many dies of a wafer are in each bin, as rows of a table. */
export function binRows({ results, map }: RecordedWafer): readonly (readonly [Bin, number])[] {
  const { counts } = results.summary(map.bins);
  return map.bins.map((bin) => [bin, counts.get(bin.code) ?? 0]);
}

function keyOf(wafer: string, temperature: number | undefined): string {
  return JSON.stringify([wafer, temperature]);
}

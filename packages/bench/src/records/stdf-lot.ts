import { partFlags } from '@fourwire/probe-station';
import type { Bin, StdfRecord, StdfWriter } from '@fourwire/probe-station';
import type { EntryOf, JournalEntry, MeasurementVerdict, Target } from './entry.ts';
import { StdfTests } from './stdf-tests.ts';
import { secondsOf, textOf, waferConfiguration } from './stdf-words.ts';

const head = 1;
/** Head 255: over all heads and sites. */
const everywhere = { HEAD_NUM: 255, SITE_NUM: 0 } as const;

/** A part of which measurements are waiting for its bin. */
interface OpenPart {
  readonly target: Target;
  readonly measurements: EntryOf<'measurement'>[];
}

/** How many parts there were. */
interface Counts {
  parts: number;
  good: number;
  retests: number;
}

/** Turns the entries of a journal into the records of a file, in the order in which readers want them. */
export class StdfLot {
  readonly #writer: StdfWriter;
  readonly #temperature: number | undefined;
  readonly #tests: StdfTests;
  readonly #parts = new Map<string, OpenPart>();
  readonly #seen = new Set<string>();
  readonly #bins = new Map<number, Bin>();
  readonly #hard = new Map<number, number>();
  readonly #soft = new Map<number, number>();
  readonly #all: Counts = { parts: 0, good: 0, retests: 0 };
  #ofWafer: Counts = { parts: 0, good: 0, retests: 0 };
  #wafer: string | undefined;
  #about: EntryOf<'wafer'> | undefined;
  #started: EntryOf<'run-started'> | undefined;
  #ended: EntryOf<'run-ended'> | undefined;
  #begun = false;
  #configured = false;
  #now = 0;
  #hasRoom = true;

  constructor(writer: StdfWriter, temperature: number | undefined) {
    this.#writer = writer;
    this.#temperature = temperature;
    this.#tests = new StdfTests(writer);
  }

  /** Takes an entry. Gives false when the writer is to be flushed before the next. */
  add(entry: JournalEntry): boolean {
    this.#now = entry.at;
    this.#hasRoom = true;
    switch (entry.type) {
      case 'run-started':
        this.#started ??= entry;
        break;
      case 'run-ended':
        this.#ended = entry;
        break;
      case 'wafer':
        this.#takeWafer(entry);
        break;
      case 'measurement':
        if (this.#isWanted(entry.target)) this.#partOf(entry.target).measurements.push(entry);
        break;
      case 'bin':
        if (this.#isWanted(entry.target)) this.#sort(this.#partOf(entry.target), entry);
        break;
      // The rest of a journal has no place in such a file.
      default:
    }
    return this.#hasRoom;
  }

  /** Writes what is still open, and the summaries. */
  finish(): void {
    this.#endWafer();
    // Parts of wafers whose test was never announced, or had ended.
    for (const part of this.#parts.values()) this.#sort(part);
    this.#endWafer();
    this.#begin();
    for (const summary of this.#tests.summaries()) this.#write({ ...summary, ...everywhere });
    for (const [code, count] of inOrder(this.#hard)) {
      const { pf, name } = this.#describeBin(code);
      this.#write({
        record: 'HBR',
        ...everywhere,
        HBIN_NUM: code,
        HBIN_CNT: count,
        HBIN_PF: pf,
        HBIN_NAM: name,
      });
    }
    for (const [code, count] of inOrder(this.#soft)) {
      const { pf, name } = this.#describeBin(code);
      this.#write({
        record: 'SBR',
        ...everywhere,
        SBIN_NUM: code,
        SBIN_CNT: count,
        SBIN_PF: pf,
        SBIN_NAM: name,
      });
    }
    this.#write({ record: 'PCR', ...everywhere, ...countsOf(this.#all) });
    const { reason } = this.#ended ?? {};
    this.#write({
      record: 'MRR',
      FINISH_T: secondsOf(this.#now),
      ...(reason === undefined ? {} : { EXC_DESC: textOf(reason) }),
    });
  }

  #isWanted({ temperature }: Target): boolean {
    return this.#temperature === undefined || this.#temperature === temperature;
  }

  #takeWafer(entry: EntryOf<'wafer'>): void {
    if (entry.phase === 'finished') {
      if (entry.wafer === this.#wafer) this.#endWafer();
      return;
    }
    if (this.#temperature !== undefined && (entry.temperature ?? this.#temperature) !== this.#temperature)
      return;
    this.#endWafer();
    const { lot, device, geometry } = { ...this.#about, ...entry };
    this.#about = { ...entry, ...(lot && { lot }), ...(device && { device }), ...(geometry && { geometry }) };
    for (const bin of entry.bins ?? []) this.#bins.set(bin.code, bin);
    this.#beginWafer(entry.wafer);
  }

  #partOf(target: Target): OpenPart {
    const { wafer, die, part, temperature } = target;
    const key = JSON.stringify([wafer, die?.column, die?.row, part, temperature]);
    let open = this.#parts.get(key);
    if (open === undefined) {
      open = { target: { wafer, die, part, temperature } as Target, measurements: [] };
      this.#parts.set(key, open);
    }
    return open;
  }

  /** Writes a part with its results; without an entry of its bin, with what its measurements say. */
  #sort(part: OpenPart, sorted?: EntryOf<'bin'>): void {
    const { target, measurements } = part;
    const { wafer, die, part: name } = target;
    const key = JSON.stringify([wafer, die?.column, die?.row, name, target.temperature]);
    this.#parts.delete(key);
    if (wafer !== this.#wafer) {
      this.#endWafer(key);
      this.#beginWafer(wafer);
    }
    this.#begin();
    const site = sorted?.site ?? measurements.at(-1)?.site ?? 0;
    const station = { HEAD_NUM: head, SITE_NUM: site };
    const hard = sorted?.bin ?? measurements.findLast(({ bin }) => bin !== undefined)?.bin ?? 0;
    const good = this.#isGood(sorted, measurements);
    const isRetest = this.#seen.has(key) || (sorted?.retest ?? 0) > 0;
    this.#seen.add(key);
    this.#write({ record: 'PIR', ...station });
    for (const measurement of measurements) {
      this.#hasRoom = this.#tests.write(measurement, head, site) && this.#hasRoom;
    }
    for (const counts of [this.#all, this.#ofWafer]) {
      counts.parts++;
      if (good === true) counts.good++;
      if (isRetest) counts.retests++;
    }
    const soft = sorted?.softBin ?? hard;
    this.#hard.set(hard, (this.#hard.get(hard) ?? 0) + 1);
    this.#soft.set(soft, (this.#soft.get(soft) ?? 0) + 1);
    this.#write({
      record: 'PRR',
      ...station,
      PART_FLG: partFlagsOf(good, isRetest, die !== undefined),
      NUM_TEST: measurements.length,
      HARD_BIN: hard,
      SOFT_BIN: soft,
      ...(die === undefined ? {} : { X_COORD: die.column, Y_COORD: die.row }),
      // A clock that was set back must not make the file impossible.
      TEST_T: Math.max(0, Math.round((sorted?.seconds ?? 0) * 1000)),
      PART_ID: textOf(name ?? String(this.#all.parts)),
    });
  }

  #isGood(
    sorted: EntryOf<'bin'> | undefined,
    measurements: readonly EntryOf<'measurement'>[],
  ): boolean | undefined {
    if (sorted?.verdict !== undefined) return sorted.verdict === 'pass';
    const quality = sorted === undefined ? undefined : this.#bins.get(sorted.bin)?.quality;
    if (quality === 'pass' || quality === 'fail') return quality === 'pass';
    const verdicts = new Set<MeasurementVerdict>(measurements.map(({ verdict }) => verdict));
    if (verdicts.has('fail') || verdicts.has('error')) return false;
    return verdicts.has('pass') ? true : undefined;
  }

  #beginWafer(wafer: string | undefined): void {
    this.#wafer = wafer;
    this.#ofWafer = { parts: 0, good: 0, retests: 0 };
    if (wafer === undefined) return;
    this.#begin();
    const { geometry } = this.#about ?? {};
    if (!this.#configured && geometry !== undefined) {
      this.#configured = true;
      this.#write(waferConfiguration(geometry));
    }
    this.#write({
      record: 'WIR',
      HEAD_NUM: head,
      SITE_GRP: 255,
      START_T: secondsOf(this.#now),
      WAFER_ID: textOf(wafer),
    });
  }

  /** Writes the parts that were never sorted, and the end of their wafer. */
  #endWafer(except?: string): void {
    for (const [key, part] of this.#parts) {
      if (key !== except && part.target.wafer === this.#wafer) this.#sort(part);
    }
    if (this.#wafer === undefined) return;
    this.#write({
      record: 'WRR',
      HEAD_NUM: head,
      SITE_GRP: 255,
      FINISH_T: secondsOf(this.#now),
      ...countsOf(this.#ofWafer),
      WAFER_ID: textOf(this.#wafer),
    });
    this.#wafer = undefined;
  }

  /** Writes what stands at the beginning, as soon as it is known which lot it is. */
  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    const { at = this.#now, title = '', who = '', why = '', script = '', bench = '' } = this.#started ?? {};
    const { lot = '', device = '' } = this.#about ?? {};
    this.#write({
      record: 'MIR',
      SETUP_T: secondsOf(at),
      START_T: secondsOf(this.#now),
      STAT_NUM: 1,
      LOT_ID: textOf(lot),
      PART_TYP: textOf(device),
      NODE_NAM: textOf(bench),
      TSTR_TYP: 'Fourwire',
      JOB_NAM: textOf(script === '' ? title : script),
      OPER_NAM: textOf(who),
      EXEC_TYP: '@fourwire/bench',
      EXEC_VER: textOf(this.#started?.versions['@fourwire/bench'] ?? ''),
      TST_TEMP: this.#temperature === undefined ? '' : `${this.#temperature} °C`,
      USER_TXT: textOf(why),
    });
  }

  #describeBin(code: number): { readonly pf: string; readonly name: string } {
    const bin = this.#bins.get(code);
    if (bin === undefined) return { pf: ' ', name: '' };
    return { pf: { pass: 'P', fail: 'F', none: ' ' }[bin.quality], name: textOf(bin.name) };
  }

  #write(record: StdfRecord): void {
    this.#hasRoom = this.#writer.write(record) && this.#hasRoom;
  }
}

function inOrder(counts: ReadonlyMap<number, number>): readonly (readonly [number, number])[] {
  return [...counts].toSorted(([a], [b]) => a - b);
}

function countsOf({ parts, good, retests }: Counts) {
  return { PART_CNT: parts, RTST_CNT: retests, ABRT_CNT: 0, GOOD_CNT: good } as const;
}

/** The flags of a part; where nothing says whether it is good, that it has no verdict. */
function partFlagsOf(good: boolean | undefined, isRetest: boolean, isDie: boolean): number {
  const supersedes = isDie ? partFlags.supersedesByCoordinates : partFlags.supersedesById;
  let flags = isRetest ? supersedes : 0;
  if (good === undefined) flags |= partFlags.noVerdict;
  if (good === false) flags |= partFlags.failed;
  return flags;
}

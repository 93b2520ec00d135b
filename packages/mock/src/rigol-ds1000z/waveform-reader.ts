import type { SampleAxis, ScopeRecord } from '../oscilloscope/scope-record.ts';
import { definiteBlock } from '../scpi/blocks.ts';
import type { Ds1000zScope } from './ds1000z-scope.ts';
import { scientific } from './number-format.ts';

const formats = ['BYTE', 'WORD', 'ASC'];
const modes = ['NORM', 'MAX', 'RAW'];

/** How many points one read gives at most. */
const limits: Readonly<Record<string, number>> = { BYTE: 250_000, WORD: 125_000, ASC: 15_625 };

/** Codes of a division, and the code of the middle of the screen. */
const [codesOfDivision, reference] = [25, 127];

/** Count digits of a block. */
export const blockDigits = 9;

/** What is read, and how (sheet scope-rigol-ds1000z.md, "Waveform transfer"). */
export class WaveformReader {
  source = 1;
  mode = 'NORM';
  format = 'BYTE';
  /** Numbers of the first and last point, from 1. */
  first = 1;
  last = 1200;
  readonly #scope: Ds1000zScope;

  constructor(scope: Ds1000zScope) {
    this.#scope = scope;
  }

  reset(): void {
    Object.assign(this, { source: 1, mode: 'NORM', format: 'BYTE', first: 1, last: 1200 });
  }

  /** The samples that can be read. */
  get axis(): SampleAxis {
    const { screen, model } = this.#scope;
    const memory = this.mode === 'RAW' || (this.mode === 'MAX' && model.acquiring === 'stopped');
    return memory ? (model.record?.memory ?? model.memory) : screen;
  }

  preamble(): readonly (string | number)[] {
    const { model } = this.#scope;
    const { start, interval, points } = this.axis;
    const { increment, origin } = this.#vertical(model.record);
    const { type, averages } = model.settings.quality;
    return [
      formats.indexOf(this.format),
      modes.indexOf(this.mode),
      points,
      type === 'average' ? averages : 1,
      scientific(interval),
      scientific(start),
      0,
      scientific(increment),
      origin,
      reference,
    ];
  }

  /** Unconfirmed: where there is nothing to read, and of the memory of a scope that runs, the block is empty. */
  data(): string {
    const { model } = this.#scope;
    const { record } = model;
    const shown = model.channels[this.source - 1]?.settings.enabled === true;
    if (record === undefined || !shown || (this.mode === 'RAW' && model.acquiring !== 'stopped'))
      return definiteBlock('', blockDigits);
    const { axis } = this;
    const last = Math.min(this.last, axis.points);
    const points = Math.max(0, Math.min(last - this.first + 1, limits[this.format] ?? 0));
    const { increment, origin } = this.#vertical(record);
    const zero = origin + reference;
    const codes = Uint8Array.from(record.volts(this.source, axis, this.first - 1, points), (volts) =>
      Math.min(255, Math.max(0, Math.round(volts / increment) + zero)),
    );
    return definiteBlock(this.#encode(codes, increment, zero), blockDigits);
  }

  #encode(codes: Uint8Array, increment: number, zero: number): string {
    if (this.format === 'BYTE') return Buffer.from(codes).toString('latin1');
    if (this.format === 'ASC')
      return Array.from(codes, (code) => scientific((code - zero) * increment)).join(',');
    // One byte of information, the low one first.
    const words = Buffer.alloc(2 * codes.length);
    for (const [index, code] of codes.entries()) words[2 * index] = code;
    return words.toString('latin1');
  }

  /** V for each code, and the codes that an offset adds. */
  #vertical(record: ScopeRecord | undefined): { readonly increment: number; readonly origin: number } {
    const settings = record?.settings(this.source) ?? this.#scope.model.channels[this.source - 1]?.settings;
    const { scale, offset } = settings ?? { scale: 1, offset: 0 };
    const increment = scale / codesOfDivision;
    return { increment, origin: Math.round(offset / increment) };
  }
}

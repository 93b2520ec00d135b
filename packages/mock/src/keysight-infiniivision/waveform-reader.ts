import type { SampleAxis, ScopeRecord } from '../oscilloscope/scope-record.ts';
import { definiteBlock } from '../scpi/blocks.ts';
import { nr1, nr3 } from '../scpi/number-format.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { InfiniiVisionScope } from './infiniivision-scope.ts';

const formats: Readonly<Record<string, number>> = { BYTE: 0, WORD: 1, ASC: 4 };
const types = { normal: 0, peak: 1, average: 2, 'high-resolution': 3 } as const;

/** Count digits of a block. */
export const blockDigits = 8;

/** What `NORMal` reads at most. Unconfirmed. */
const deepestScreen = 62_500;

/** What is read, and how (sheet scope-keysight-infiniivision.md, "Waveform"). */
export class WaveformReader {
  source = 1;
  format = 'BYTE';
  unsigned = true;
  leastFirst = false;
  pointsMode = 'NORM';
  points = 1000;
  readonly #scope: InfiniiVisionScope;

  constructor(scope: InfiniiVisionScope) {
    this.#scope = scope;
  }

  reset(): void {
    Object.assign(this, {
      source: 1,
      format: 'BYTE',
      unsigned: true,
      leastFirst: false,
      pointsMode: 'NORM',
      points: 1000,
    });
  }

  get #record(): ScopeRecord {
    const { model } = this.#scope;
    const { record } = model;
    if (record === undefined) throw new ScpiRefusal(-230);
    if (this.pointsMode === 'RAW' && model.acquiring !== 'stopped') throw new ScpiRefusal(-221);
    return record;
  }

  /** The samples that are read: all, or every so many. */
  axis({ memory }: ScopeRecord): SampleAxis {
    const screen = this.pointsMode === 'NORM' || this.#scope.model.acquiring !== 'stopped';
    const points = Math.min(this.points, memory.points, screen ? deepestScreen : memory.points);
    return { start: memory.start, interval: (memory.interval * memory.points) / points, points };
  }

  /** Codes of the whole range, and the code of its middle. */
  get #codes(): readonly [all: number, middle: number] {
    const all = this.format === 'WORD' ? 65_536 : 256;
    return [all, this.unsigned ? all / 2 : 0];
  }

  #vertical(record: ScopeRecord): { readonly increment: number; readonly origin: number } {
    const { scale, offset } = record.settings(this.source);
    return { increment: (8 * scale) / this.#codes[0], origin: offset };
  }

  preamble(): readonly string[] {
    const record = this.#record;
    const { start, interval, points } = this.axis(record);
    const { increment, origin } = this.#vertical(record);
    const { type, averages } = record.quality;
    return [
      nr1(formats[this.format] ?? 0),
      nr1(types[type]),
      nr1(points),
      nr1(type === 'average' ? averages : 1),
      nr3(interval),
      nr3(start),
      '+0',
      nr3(increment),
      nr3(origin),
      nr1(this.#codes[1]),
    ];
  }

  data(): string {
    const record = this.#record;
    if (this.#scope.model.channels[this.source - 1]?.settings.enabled !== true) throw new ScpiRefusal(-221);
    const axis = this.axis(record);
    const volts = record.volts(this.source, axis);
    if (this.format === 'ASC')
      return definiteBlock(Array.from(volts, (volt) => nr3(volt, 5)).join(','), blockDigits);
    const { increment, origin } = this.#vertical(record);
    const [all, middle] = this.#codes;
    const size = this.format === 'WORD' ? 2 : 1;
    // A converter of eight bits; averaging and high resolution give four more.
    const fine = record.quality.type === 'average' || record.quality.type === 'high-resolution';
    const step = size === 1 ? 1 : fine ? 16 : 256;
    const bytes = new DataView(new ArrayBuffer(size * volts.length));
    for (const [index, volt] of volts.entries()) {
      // The lowest code is a hole, the next one and the highest are clipped.
      const code = Math.round((volt - origin) / increment / step) * step + all / 2;
      const kept = Math.min(all - 1, Math.max(1, code)) - all / 2 + middle;
      if (size === 1) bytes.setUint8(index, kept);
      else bytes.setUint16(2 * index, kept, this.leastFirst);
    }
    return definiteBlock(Buffer.from(bytes.buffer).toString('latin1'), blockDigits);
  }
}

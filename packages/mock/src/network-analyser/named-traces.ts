import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { parameterOf } from './vna-commands.ts';
import type { Trace } from './vna-commands.ts';
import { displayFormats } from './vna-display.ts';

/** Traces that have names, of which one is selected: PNA and ZNx. */
export class NamedTraces {
  readonly #traces = new Map<string, Trace>();
  #selected = '';
  readonly #initial: readonly [string, string];

  /** @param initial - name and parameter of the trace that `*RST` leaves */
  constructor(initial: readonly [string, string]) {
    this.#initial = initial;
    this.reset();
  }

  reset(): void {
    this.#traces.clear();
    this.define(...this.#initial);
  }

  define(name: string, parameter: string): void {
    this.#traces.set(name, { parameter, format: 'MLOG' });
    this.#selected = name;
  }

  select(name: string): void {
    if (!this.#traces.has(name)) throw new ScpiRefusal(-224);
    this.#selected = name;
  }

  clear(): void {
    this.#traces.clear();
    this.#selected = '';
  }

  /** The selected trace; refused when there is none. */
  get selected(): Trace {
    const trace = this.#traces.get(this.#selected);
    if (trace === undefined) throw new ScpiRefusal(-221);
    return trace;
  }

  /** `'name,parameter,…'`. */
  get catalogue(): string {
    return [...this.#traces].map(([name, { parameter }]) => `${name},${parameter}`).join(',');
  }

  /** The traces by number, from 1. */
  at(number: number | undefined): Trace {
    const trace = [...this.#traces.values()][(number ?? 1) - 1];
    if (trace === undefined) throw new ScpiRefusal(-114);
    return trace;
  }

  get count(): number {
    return this.#traces.size;
  }
}

/** Adds the commands of named traces; `define` is the word that defines one. */
export function addNamedTraces(instrument: ScpiInstrument, traces: NamedTraces, define: string): void {
  const head = 'CALCulate[1]:PARameter';
  instrument.on(
    `${head}${define}`,
    ({ need }) => traces.define(need(0).string(), parameterOf(need(1).string())),
    2,
  );
  instrument.on(`${head}:SELect`, ({ need }) => traces.select(need(0).string()));
  instrument.on(`${head}:DELete:ALL`, () => traces.clear(), 0);
  instrument.on(`${head}:CATalog?`, () => `"${traces.catalogue}"`);
  onWord(instrument, 'CALCulate[1]:FORMat', displayFormats, {
    get: () => traces.selected.format,
    set: (word) => {
      traces.selected.format = word;
    },
  });
}

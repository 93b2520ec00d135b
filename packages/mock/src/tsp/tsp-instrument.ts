import type { Clock } from '@fourwire/core';
import { realBytes } from '../scpi/blocks.ts';
import { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { LuaInterpreter } from './lua-interpreter.ts';
import { parseLua } from './lua-parser.ts';
import { LuaTable, isIndexable, typeOf } from './lua-value.ts';
import type { LuaBlock } from './lua-syntax.ts';
import type { LuaValue } from './lua-value.ts';
import { TspError } from './tsp-error.ts';
import type { TspFormat } from './tsp-format.ts';
import { TspObject } from './tsp-object.ts';

/** How the instrument's scripts differ from those of its relatives. */
export interface TspDialect {
  /** A number as `print` writes it. */
  readonly number: (value: number) => string;
  /** What stands for no error in `errorqueue.next()`. */
  readonly noError?: string;
}

/** What is answered even while the instrument refuses everything. */
const aboutErrors = /\b(?:errorqueue|eventlog)\b/;

/** Where a script that is being sent goes. */
interface Loading {
  readonly name: string | undefined;
  readonly run: boolean;
  readonly lines: string[];
}

/**
 * An instrument that runs scripts (TSP): a message is a chunk of Lua, and nothing is answered unless it prints. Common
 * commands are messages of their own. Simulators add their objects to {@link globals}. Source: sheet smu-keithley-2600.md.
 */
export class TspInstrument extends ScpiInstrument {
  readonly globals = new LuaTable();
  readonly format: TspFormat = { real: undefined, swapped: false };
  readonly #dialect: TspDialect;
  readonly #interpreter: LuaInterpreter;
  #printed: string[] = [];
  #loading: Loading | undefined;

  constructor(identity: string, clock: Clock, dialect: TspDialect) {
    super(identity, { commonOnly: true, errorDepth: 100 });
    this.#dialect = dialect;
    this.#interpreter = new LuaInterpreter(this.globals, (refusal) => this.status.raise(refusal));
    this.#addBasics(clock);
    this.#addErrorQueue();
  }

  override async execute(message: string): Promise<string | undefined> {
    const text = message.trim();
    if (text.startsWith('*')) return super.execute(text);
    if (this.faults.refuses(text) && !aboutErrors.test(text)) {
      this.status.raise(new ScpiRefusal(-240));
      return undefined;
    }
    if (await this.#isScriptLine(text)) return this.#taken();
    return this.runScript(text);
  }

  /** Runs a chunk; gives what it printed. */
  async runScript(text: string): Promise<string | undefined> {
    this.#printed = [];
    await this.#guarded(async () => this.#interpreter.run(parseLua(text)));
    return this.#taken();
  }

  /** Runs what may end in an error of a script; the error goes into the queue. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ScpiRefusal)) throw error;
      this.status.raise(error);
    }
  }

  #taken(): string | undefined {
    const printed = this.#printed;
    this.#printed = [];
    return printed.length === 0 ? undefined : printed.join('\n');
  }

  /** Whether a line belongs to a script that is being sent; nothing is carried out meanwhile. */
  async #isScriptLine(text: string): Promise<boolean> {
    const loading = this.#loading;
    if (loading === undefined) {
      const [, verb, name] = /^(loadscript|loadandrunscript)(?:\s+(\w+))?$/.exec(text) ?? [];
      if (verb === undefined) return false;
      this.#loading = { name, run: verb === 'loadandrunscript', lines: [] };
      return true;
    }
    if (text !== 'endscript') {
      loading.lines.push(text);
      return true;
    }
    this.#loading = undefined;
    await this.#guarded(async () => this.#load(loading));
    return true;
  }

  async #load({ name, run, lines }: Loading): Promise<void> {
    const chunk: LuaBlock = parseLua(lines.join('\n'));
    const work = async (): Promise<readonly LuaValue[]> => {
      await this.#interpreter.run(chunk);
      return [];
    };
    if (name !== undefined) this.globals.set(name, work);
    if (run) await work();
  }

  /** A value as `print` writes it. */
  text(value: LuaValue): string {
    if (typeof value === 'number') return this.#dialect.number(value);
    if (value === undefined) return 'nil';
    return typeof value === 'object' || typeof value === 'function' ? typeOf(value) : String(value);
  }

  /** Prints a line. */
  print(text: string): void {
    this.#printed.push(text);
  }

  /** Writes numbers as `printbuffer` does. */
  printNumbers(numbers: readonly number[]): void {
    const { real, swapped } = this.format;
    if (real === undefined) this.print(numbers.map((number) => this.#dialect.number(number)).join(', '));
    else this.print(`#0${realBytes(numbers, real, swapped)}`);
  }

  #addBasics(clock: Clock): void {
    const { globals } = this;
    const nothing: readonly LuaValue[] = [];
    const add = (name: string, work: (...values: readonly LuaValue[]) => readonly LuaValue[] | void): void =>
      globals.set(name, (...values) => work(...values) ?? nothing);
    add('print', (...values) => this.print(values.map((value) => this.text(value)).join('\t')));
    add('printnumber', (...values) => this.printNumbers(values.map(Number)));
    add('printbuffer', (first, last, ...buffers) =>
      this.printNumbers(interleaved(Number(first), Number(last), buffers)),
    );
    add('reset', () => this.reset());
    add('tostring', (value) => [this.text(value)]);
    add('tonumber', (value) => [Number.isNaN(Number(value)) ? undefined : Number(value)]);
    add('type', (value) => [typeOf(value)]);
    add('collectgarbage', () => {});
    add('exit', () => {});
    add('opc', () => {
      void this.idle().then(() => this.status.operationComplete());
    });
    globals.set('waitcomplete', async () => {
      await this.idle();
      return nothing;
    });
    globals.set('delay', async (seconds) => {
      await clock.sleep(1000 * Math.max(0, Number(seconds)));
      return nothing;
    });
    const math = new TspObject().add({
      pi: Math.PI,
      abs: (value) => [Math.abs(Number(value))],
      floor: (value) => [Math.floor(Number(value))],
      ceil: (value) => [Math.ceil(Number(value))],
      sqrt: (value) => [Math.sqrt(Number(value))],
      log10: (value) => [Math.log10(Number(value))],
      max: (...values) => [Math.max(...values.map(Number))],
      min: (...values) => [Math.min(...values.map(Number))],
    });
    globals.set('math', math);
    const scripts = new TspObject().on('delete', (name) => {
      globals.set(name, undefined);
      return nothing;
    });
    globals.set('script', scripts);
  }

  #addErrorQueue(): void {
    const { status } = this;
    const node = 1;
    const queue = new TspObject()
      .attribute('count', { get: () => status.errorCount })
      .on('clear', () => {
        while (status.errorCount > 0) status.takeError();
        return [];
      })
      .on('next', () => {
        const { code, text } = status.takeError();
        if (code === 0) return [0, this.#dialect.noError ?? 'Queue Is Empty', 0, undefined];
        return [code, text, severityOf(code), node];
      });
    this.globals.set('errorqueue', queue);
  }
}

/** Unconfirmed but for syntax errors, which are recoverable: all but hardware errors are. */
function severityOf(code: number): number {
  return code === -240 ? 30 : 20;
}

/** `printbuffer(first, last, a, b)`: a[first], b[first], a[first + 1] and so on; a buffer stands for its readings. */
function interleaved(first: number, last: number, buffers: readonly LuaValue[]): number[] {
  const arrays = buffers.map((buffer) => {
    const readings = isIndexable(buffer) ? buffer.get('readings') : undefined;
    return isIndexable(readings) ? readings : buffer;
  });
  const numbers: number[] = [];
  for (let index = first; index <= last; index++) {
    for (const array of arrays) {
      const value = isIndexable(array) ? array.get(index) : undefined;
      if (typeof value !== 'number')
        throw new TspError(-286, `TSP Runtime error at line 1: index ${index} is not in the buffer`);
      numbers.push(value);
    }
  }
  return numbers;
}

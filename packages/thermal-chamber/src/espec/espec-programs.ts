import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';
import type { Program } from '../programs/program.ts';
import { confirmStored, slotEmpty } from '../running/stored-programs.ts';
import { wholeNumberOf } from './espec-numbers.ts';
import type { EspecSession } from './espec-session.ts';
import { formatStep, fromEspec, parseHeader, parseStep, toEspec } from './espec-steps.ts';
import type { EspecProgram } from './espec-steps.ts';

/** The programs in the memory of a panel. */
export class EspecPrograms {
  readonly #session: EspecSession;
  readonly #hasHumidity: boolean;
  readonly #guaranteeBand: number | undefined;

  constructor(session: EspecSession, hasHumidity: boolean, guaranteeBand: number | undefined) {
    this.#session = session;
    this.#hasHumidity = hasHumidity;
    this.#guaranteeBand = guaranteeBand;
  }

  async list(call: Call): Promise<readonly { slot: number; name: string }[]> {
    const programs: { slot: number; name: string }[] = [];
    for (const slot of await this.#used(call)) {
      const [name = ''] = await this.#session.fields(`PRGM USE?,RAM:${slot}`, call);
      programs.push({ slot, name });
    }
    return programs;
  }

  async read(slot: number, call: Call): Promise<Program> {
    return fromEspec(await this.stored(slot, call), this.#guaranteeBand);
  }

  /** The program as the panel keeps it. */
  async stored(slot: number, call: Call): Promise<EspecProgram> {
    if (!(await this.#used(call)).includes(slot)) throw slotEmpty(slot);
    const { count, name, counters, end } = parseHeader(
      await this.#session.text(`PRGM DATA?,RAM:${slot}`, call),
    );
    const steps: EspecProgram['steps'][number][] = [];
    for (let step = 1; step <= count; step++) {
      steps.push(parseStep(await this.#session.text(`PRGM DATA?,RAM:${slot},STEP${step}`, call)));
    }
    return { name, steps, counters, end };
  }

  async write(slot: number, program: Program, call: Call): Promise<number> {
    const wanted = toEspec(program);
    if ((await this.#used(call)).includes(slot)) await this.erase(slot, call);
    const set = async (text: string): Promise<void> =>
      this.#session.set(`PRGM DATA WRITE,PGM${slot},${text}`, call);
    await set('EDIT START');
    try {
      const relays = relaysOf(program);
      for (const [index, step] of wanted.steps.entries()) {
        await set(`STEP${index + 1},${formatStep(step, relays, this.#hasHumidity)}`);
      }
      const [a, b] = wanted.counters.map(({ first, last, repeats }) => `(${first}.${last}.${repeats})`);
      if (a !== undefined) await set(`COUNT,A${a}${b === undefined ? '' : `,B${b}`}`);
      await set(`NAME,${wanted.name}`);
      await set(`END,${wanted.end}`);
      await set('EDIT END');
    } catch (error) {
      // A program that is half written must not stay open: nobody could write another.
      await this.#session.set(`PRGM DATA WRITE,PGM${slot},EDIT CANCEL`, { urgent: true }).catch(() => {});
      throw error;
    }
    confirmStored(slot, JSON.stringify(await this.stored(slot, call)) === JSON.stringify(wanted));
    return slot;
  }

  async erase(slot: number, call: Call): Promise<void> {
    try {
      await this.#session.set(`PRGM ERASE,RAM:${slot}`, call);
    } catch (error) {
      if (FourwireError.is(error) && error.device?.code === 'DATA NOT READY') throw slotEmpty(slot);
      throw error;
    }
  }

  async #used(call: Call): Promise<readonly number[]> {
    const [, ...slots] = await this.#session.fields('PRGM USE?,RAM', call);
    return slots.map(wholeNumberOf);
  }
}

/** The time signals that a program switches. */
function relaysOf({ steps }: Program): readonly number[] {
  const names = steps.flatMap((step) => (step.type === 'jump' ? [] : Object.keys(step.outputs ?? {})));
  return [...new Set(names)].map(Number).toSorted((a, b) => a - b);
}

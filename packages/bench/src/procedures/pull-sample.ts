import { FourwireError } from '@fourwire/core';
import type { BondTester } from '@fourwire/wirebonder';
import { prompt, step } from '../procedure/action.ts';
import type { Action, StepContext } from '../procedure/action.ts';
import type { Target } from '../records/entry.ts';
import type { DeclaredMeasurement, Journal } from '../records/journal.ts';

/** How the wires of a sample are pulled and judged. */
export interface PullOptions {
  /** How many wires of a sample are pulled. */
  readonly wires: number;
  /** How long to wait for each result, in s; what the tester's class says unless given. */
  readonly wait: number | undefined;
  /** The smallest force that passes, in cN. */
  readonly minimum: number;
  /** Failure codes that fail a wire whatever its force. */
  readonly failing: readonly string[];
}

/** How a sample came out. */
export interface PulledSample {
  readonly strip: string;
  readonly pulled: number;
  readonly failed: number;
  /** Mean force, in cN. */
  readonly mean: number;
}

/** What one wire gave. */
interface Pulled {
  /** In cN; null where there is none. */
  readonly force: number | null;
  readonly isGood: boolean;
}

type Result = Awaited<ReturnType<BondTester['collect']>>['results'][number];

/** Tests in which a wire is pulled; what a tester sends of others says nothing of pull forces. */
const pulls: ReadonlySet<string> = new Set(['wire-pull', 'tweezer-pull']);

/** Pulls the wires of the strips that a plan samples, and records every force. */
export class Puller {
  readonly options: PullOptions;
  readonly #tester: BondTester;
  readonly #force: DeclaredMeasurement;

  /** @param strips - those that are sampled */
  constructor(tester: BondTester, journal: Journal, strips: readonly string[], options: PullOptions) {
    this.options = options;
    this.#tester = tester;
    const numbers = Array.from({ length: options.wires }, (_, index) => index + 1);
    this.#force = journal.declare({
      name: 'pull force',
      unit: 'cN',
      limits: { min: options.minimum },
      targets: strips.flatMap((strip) => numbers.map((number) => targetOf(strip, number))),
    });
  }

  /**
   * Waits for the results of so many wires, and records them. Those that came before the tester fell silent count: their
   * wires are broken.
   *
   * @param done - wires of the strip that were pulled before
   */
  async pull(strip: string, done: number, { signal, progress }: StepContext): Promise<readonly Pulled[]> {
    const { wait, wires } = this.options;
    const count = wires - done;
    const collecting = this.#tester.collect({ count, ...(wait === undefined ? {} : { wait }) }, { signal });
    collecting.progress$.subscribe({
      next: ({ count: now }) => progress(now / count, `${done + now} of ${wires} wires pulled`),
      error: () => {},
    });
    try {
      const { results } = await collecting;
      return this.#record(strip, done, results);
    } catch (error) {
      if (!FourwireError.is(error) || error.kind !== 'timeout') throw error;
      const came = (error.details?.['results'] ?? []) as readonly Result[];
      const pulled = this.#record(strip, done, came);
      for (let number = done + came.length + 1; number <= wires; number++) {
        this.#force.error(error.message, targetOf(strip, number));
      }
      return pulled;
    }
  }

  #record(strip: string, done: number, results: readonly Result[]): readonly Pulled[] {
    return results.map((result, index) => this.#judge(result, targetOf(strip, done + index + 1)));
  }

  #judge({ test, force, failure, unit, wire }: Result, target: Target): Pulled {
    if (!pulls.has(test)) {
      this.#force.error(`a ${test} test, which is no pull`, target);
      return { force: null, isGood: false };
    }
    const isLifted = failure !== undefined && this.options.failing.includes(failure.trim().toLowerCase());
    const words = [
      unit !== undefined && `unit ${unit}`,
      wire !== undefined && `wire ${wire}`,
      failure !== undefined && `failure ${failure}`,
      isLifted && 'fails whatever the force',
    ].filter((word) => word !== false);
    const { verdict, value } = this.#force.record(force, target, {
      ...(words.length === 0 ? {} : { reason: words.join(', ') }),
      ...(isLifted ? { verdict: 'fail' } : {}),
    });
    return { force: value, isGood: verdict === 'pass' };
  }
}

/**
 * Pulls a sample, each wire once. Where a person is at the bench, they are asked what to do when results do not come or the
 * run was interrupted in the middle; otherwise the run ends then.
 *
 * @returns the sample, or undefined when the lot is to be stopped
 * @throws FourwireError of kind `timeout`, code `sample-incomplete`, and of kind `state`, code `step-interrupted`
 */
export function* pullSample(
  puller: Puller,
  strip: string,
  { ask = false, secondsPerPull = 10 }: { readonly ask?: boolean; readonly secondsPerPull?: number },
): Generator<Action, PulledSample | undefined, unknown> {
  const { wires } = puller.options;
  const dry = { force: puller.options.minimum, isGood: true };
  const all: Pulled[] = [];
  for (let tries = 1; all.length < wires; tries++) {
    const left = wires - all.length;
    let problem: string;
    try {
      const pulled = yield* step(
        `pull ${left} wires of ${strip}${tries === 1 ? '' : ` (${tries})`}`,
        async (context) => puller.pull(strip, wires - left, context),
        { once: true, seconds: left * secondsPerPull, dry: () => Array.from({ length: left }, () => dry) },
      );
      all.push(...pulled);
      if (all.length >= wires) break;
      problem = `Only ${all.length} of ${wires} wires of ${strip} have a result, and no other came.`;
      if (!ask) {
        yield* step(`miss results of ${strip}`, () => {
          throw new FourwireError(
            'timeout',
            'sample-incomplete',
            `${problem} Look at the tester; ask lets a person decide.`,
          );
        });
      }
    } catch (error) {
      if (!ask || !FourwireError.is(error) || error.code !== 'step-interrupted') throw error;
      problem = `The run was interrupted while wires of ${strip} were pulled, and their results are lost.`;
    }
    if ((yield* prompt(problem, ['pull others', 'stop the lot'])) === 'stop the lot') return undefined;
  }
  const forces = all.flatMap(({ force }) => (force === null ? [] : [force]));
  return {
    strip,
    pulled: all.length,
    failed: all.filter(({ isGood }) => !isGood).length,
    mean: forces.length === 0 ? 0 : forces.reduce((sum, force) => sum + force, 0) / forces.length,
  };
}

function targetOf(strip: string, number: number): Target {
  return { part: strip, point: `sample ${number}` };
}

import type { LedgerItem } from '../records/ledger.ts';
import { count } from './words.ts';
import { collect } from './run-data.ts';
import type { Entries, RunData } from './run-data.ts';

/** How many measurements came to which verdict; a repeated measurement counts once, with its last verdict. */
export interface Tally {
  readonly declared: number;
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly notMeasured: number;
  /** How many of them have no limits: of those every value passes. */
  readonly unlimited: number;
}

/** The answer of a run. */
export interface RunVerdict {
  readonly result: 'pass' | 'fail' | 'incomplete' | 'none';
  /** The answer in one word or two. */
  readonly word: string;
  /** Why, in a sentence or two. */
  readonly because: string;
}

/** Counts verdicts. */
export function tally(items: Iterable<LedgerItem>): Tally {
  const counts = { pass: 0, fail: 0, error: 0, 'not-measured': 0 };
  let unlimited = 0;
  for (const item of items) {
    counts[item.last?.verdict ?? 'not-measured']++;
    const { min, max } = item.limits ?? item.last?.limits ?? {};
    if (min === undefined && max === undefined) unlimited++;
  }
  const { pass, fail, error, 'not-measured': notMeasured } = counts;
  return { declared: pass + fail + error + notMeasured, pass, fail, error, notMeasured, unlimited };
}

/**
 * Judges a run. A run that did not come to its end is incomplete, whatever was measured. Otherwise the script's own
 * verdict holds; without one, the run passes when every declared measurement passed, fails when one failed, and is
 * incomplete when one has no value.
 */
export function judgeRun(run: RunData): RunVerdict {
  const counts = tally(run.ledger.items());
  const facts = factsOf(counts);
  const { ended } = run;
  if (ended?.outcome !== 'completed') {
    const how =
      ended === undefined
        ? 'was cut off'
        : ended.outcome === 'stopped'
          ? 'was stopped'
          : 'ended with an error';
    return say('incomplete', `The run ${how}${reasonOf(ended?.reason)} ${facts}`);
  }
  if (ended.verdict !== undefined) {
    return say(ended.verdict, `The script judged the run${reasonOf(ended.reason)} ${facts}`);
  }
  if (counts.declared === 0) return say('none', 'The run came to its end; it declared no measurement.');
  if (counts.pass === counts.declared && counts.unlimited === counts.declared)
    return say('none', facts, 'Not judged');
  const lacking = counts.error + counts.notMeasured > 0;
  return say(counts.fail > 0 ? 'fail' : lacking ? 'incomplete' : 'pass', facts);
}

const words = { pass: 'Passed', fail: 'Failed', incomplete: 'Incomplete', none: 'No measurements' } as const;

function say(result: RunVerdict['result'], because: string, word: string = words[result]): RunVerdict {
  return { result, word, because };
}

function reasonOf(reason: string | undefined): string {
  return reason === undefined ? '.' : `: ${reason.replace(/\.$/, '')}.`;
}

function factsOf({ declared, pass, fail, error, notMeasured, unlimited }: Tally): string {
  if (declared === 0) return 'No measurement was declared.';
  if (unlimited === declared && fail === 0) {
    const lacking = error + notMeasured;
    const number = lacking === 0 ? `${declared}` : `${pass} of ${declared}`;
    return `${number} measurement${declared === 1 ? ' has' : 's have'} a value; no limits were given to judge by.`;
  }
  return `${judged({ declared, pass, fail, error, notMeasured })}${unlimited === 0 ? '' : ` For ${unlimited} of them no limits were given.`}`;
}

function judged({ declared, pass, fail, error, notMeasured }: Omit<Tally, 'unlimited'>): string {
  if (pass === declared) {
    return declared === 1
      ? 'The one measurement is within limits.'
      : `All ${declared} measurements are within limits.`;
  }
  const rest = [
    fail > 0 && `${fail} outside limits`,
    error > 0 && `${error} gave no value`,
    notMeasured > 0 && `${notMeasured} not measured`,
  ].filter((word) => word !== false);
  return `${pass} of ${count(declared, 'measurement')} within limits; ${rest.join(', ')}.`;
}

/** The answer of the run of a journal. */
export async function judgeJournal(entries: Entries): Promise<RunVerdict> {
  return judgeRun(await collect(entries, 'bond'));
}

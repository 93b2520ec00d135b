import { FourwireError } from '@fourwire/core';
import type { Bench } from '../bench/bench.ts';
import { openJournal } from '../records/journal.ts';
import { memorySink } from '../records/sink.ts';
import type { Action, Actions } from './action.ts';
import { drive } from './drive.ts';
import type { Procedure } from './procedure.ts';

/** An action as it is planned. */
export interface PlannedAction {
  /** Its place: `3`, or `3/left/1` for the second of the branch `left` of the fourth. */
  readonly key: string;
  readonly kind: Action['kind'];
  readonly name: string;
  /** In seconds; of parallel branches, the longest. */
  readonly seconds: number;
  readonly once: boolean;
  /** Why it would be refused, where it would. */
  readonly refusal?: string;
}

/** What a procedure would do. */
export interface Plan {
  readonly actions: readonly PlannedAction[];
  /** How long it takes, in seconds, as far as its steps say. */
  readonly seconds: number;
}

/** No plan is longer; a procedure without an end must not be planned for ever. */
const longestPlan = 1_000_000;

/**
 * Plans a procedure on an open bench without touching a device: lists its steps, checks them against the limits of the
 * devices, and adds up their times. Where a step's result decides what comes next, its `dry` result is taken.
 *
 * @throws FourwireError of kind `range`, code `procedure-not-planned`, when it needs the result of a step that has no
 * `dry`, or has no end; as {@link Procedure.start}
 */
export async function planProcedure<O>(procedure: Procedure<O>, bench: Bench, options: O): Promise<Plan> {
  const journal = await openJournal(memorySink(), { clock: bench.clock });
  const actions: PlannedAction[] = [];
  try {
    const seconds = await planActions(procedure.start(bench, options, journal), '', actions);
    return { actions, seconds };
  } catch (cause) {
    if (FourwireError.is(cause)) throw cause;
    throw new FourwireError(
      'range',
      'procedure-not-planned',
      `${procedure.name} cannot be planned: after "${actions.at(-1)?.name ?? 'its begin'}" it fails with "${String(cause)}"; give that step a dry result.`,
      { cause },
    );
  } finally {
    await journal.close();
  }
}

async function planActions(
  sequence: Actions<unknown>,
  prefix: string,
  actions: PlannedAction[],
): Promise<number> {
  let total = 0;
  await drive(sequence, async (action, index) => {
    if (actions.length >= longestPlan) {
      throw new FourwireError(
        'range',
        'procedure-not-planned',
        `The procedure has more than ${longestPlan} steps, or no end.`,
      );
    }
    const key = `${prefix}${index}`;
    const place = actions.length;
    actions.push(planned(action, key));
    if (action.kind === 'parallel') {
      let longest = 0;
      const outputs: Record<string, undefined> = {};
      for (const [name, branch] of Object.entries(action.branches)) {
        longest = Math.max(longest, await planActions(branch, `${key}/${name}/`, actions));
        outputs[name] = undefined;
      }
      actions[place] = { ...planned(action, key), seconds: longest };
      total += longest;
      return outputs;
    }
    if (action.kind === 'prompt') return action.choices[0];
    if (action.kind === 'checkpoint') return undefined;
    total += action.seconds;
    return action.dry?.();
  });
  return total;
}

function planned(action: Action, key: string): PlannedAction {
  const { kind, name } = action;
  if (kind !== 'step') return { key, kind, name, seconds: 0, once: false };
  const refusal = action.check?.();
  return {
    key,
    kind,
    name,
    seconds: action.seconds,
    once: action.once,
    ...(refusal === undefined ? {} : { refusal }),
  };
}

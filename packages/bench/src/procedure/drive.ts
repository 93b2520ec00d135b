import type { Action, Actions } from './action.ts';

/**
 * Does the actions of a sequence one after the other, gives it what each results in or throws, and gives its result.
 *
 * @param signal - ends the sequence where it stands: it may then no longer catch what an action throws, and go on
 */
export async function drive<R>(
  actions: Actions<R>,
  perform: (action: Action, index: number) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<R> {
  let index = 0;
  let next = await actions.next();
  while (next.done !== true) {
    let output: unknown;
    try {
      output = await perform(next.value, index++);
    } catch (error) {
      if (signal?.aborted === true) {
        await actions.return(undefined as R);
        throw error;
      }
      next = await actions.throw(error);
      continue;
    }
    next = await actions.next(output);
  }
  return next.value;
}

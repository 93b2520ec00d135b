import type { Action, Actions } from './action.ts';

/** Does the actions of a sequence one after the other, gives it what each results in or throws, and gives its result. */
export async function drive<R>(
  actions: Actions<R>,
  perform: (action: Action, index: number) => Promise<unknown>,
): Promise<R> {
  let index = 0;
  let next = await actions.next();
  while (next.done !== true) {
    let output: unknown;
    try {
      output = await perform(next.value, index++);
    } catch (error) {
      next = await actions.throw(error);
      continue;
    }
    next = await actions.next(output);
  }
  return next.value;
}

import type { Operation } from '@fourwire/core';
import { firstValueFrom } from 'rxjs';

/** What a command's plan does before and after. */
export interface Around<B> {
  readonly prepare: (bench: B) => Promise<void>;
  readonly tidy: (bench: B) => Promise<void>;
}

/** Has another command under way while one is tried, and ends it afterwards, so that nothing waits for it. */
export function during<B extends object>(
  start: (bench: B) => Operation<unknown, unknown> | undefined,
): Around<B> {
  const underWay = new WeakMap<B, Operation<unknown, unknown>>();
  return {
    prepare: async (bench) => {
      const operation = start(bench);
      if (operation === undefined) return;
      underWay.set(bench, operation);
      // How it ends is not what is tried.
      operation.then(
        () => {},
        () => {},
      );
      await firstValueFrom(operation.progress$);
    },
    tidy: async (bench) => {
      await underWay.get(bench)?.stop('tidied up');
    },
  };
}

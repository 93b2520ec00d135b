import { FourwireError } from '@fourwire/core';
import type { Call } from '@fourwire/core';

/**
 * Does something that the machine cannot be kept from finishing: the caller is let go when its signal is aborted, but the
 * wire stays taken until the machine has answered. So whatever is asked next is answered by a machine that stands, and no
 * late answer is taken for another.
 *
 * @throws FourwireError of kind `aborted` as soon as the signal is aborted
 */
export async function seeThrough<R>({ signal, ...call }: Call, work: (call: Call) => Promise<R>): Promise<R> {
  if (signal === undefined) return work(call);
  const done = work(call);
  // Nobody waits for it after an abort.
  done.catch(() => {});
  let letGo = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    letGo = () => reject(FourwireError.from(signal.reason));
  });
  if (signal.aborted) letGo();
  else signal.addEventListener('abort', letGo, { once: true });
  try {
    return await Promise.race([done, aborted]);
  } finally {
    signal.removeEventListener('abort', letGo);
  }
}

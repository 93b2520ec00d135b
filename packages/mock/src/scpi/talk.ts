import { VirtualClock } from '@fourwire/core';
import type { ScpiInstrument } from './scpi-instrument.ts';

/** A simulated instrument in virtual time, to talk to in tests. */
export interface Talk<S> {
  readonly clock: VirtualClock;
  readonly simulator: S;
  /** Sends messages one after the other and gives the last answer. */
  readonly say: (...messages: string[]) => Promise<string | undefined>;
  /** Lets time pass. */
  readonly wait: (seconds: number) => Promise<void>;
}

/** Makes a simulator to talk to. */
export function talk<S extends { readonly instrument: ScpiInstrument }>(
  make: (clock: VirtualClock) => S,
): Talk<S> {
  const clock = new VirtualClock();
  const simulator = make(clock);
  return {
    clock,
    simulator,
    say: async (...messages) =>
      clock.run(async () => {
        let answer: string | undefined;
        for (const message of messages) answer = await simulator.instrument.execute(message);
        return answer;
      }),
    wait: async (seconds) => clock.run(async () => clock.sleep(1000 * seconds)),
  };
}

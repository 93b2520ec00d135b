import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';

/** What still works while the instrument refuses everything: common commands, and asking for errors. */
const alwaysServed = /^\s*(?:\*|:?syst(?:em)?:err(?:or)?\b)/i;

/** The faults of the level `protocol` that an instrument with SCPI has. */
export class ScpiFaults {
  readonly #error = new FaultFlag();
  readonly #terminator = new LineEndFault();
  readonly switches: FaultSwitches;

  /** @param machine - what the instrument does when its power fails for a moment, and when its error queue runs over */
  constructor(machine: { readonly brownOut: () => void; readonly overflow?: () => void }) {
    const { overflow } = machine;
    this.switches = {
      'error-reply': this.#error.switch,
      'wrong-terminator': this.#terminator.switch,
      'brown-out': (active) => {
        if (active) machine.brownOut();
      },
      ...(overflow !== undefined && {
        'error-queue-overflow': (active: boolean) => {
          if (active) overflow();
        },
      }),
    };
  }

  /** Whether the instrument refuses a message with -240 and gives no response. */
  refuses(message: string): boolean {
    return this.#error.active && !alwaysServed.test(message);
  }

  /** What ends a response on a byte stream. */
  lineEnd(normal: string): string {
    return this.#terminator.end(normal);
  }
}

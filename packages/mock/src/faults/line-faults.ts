import type { FaultSwitches } from './catalogue.ts';
import { FaultFlag } from './flag.ts';
import { LineEndFault } from './line-end-fault.ts';

/** The faults of a protocol whose replies are lines: `error-reply` and `wrong-terminator`. */
export class LineFaults {
  /** Whether the machine refuses what it is told. */
  readonly error = new FaultFlag();
  readonly terminator = new LineEndFault();
  readonly switches: FaultSwitches = {
    'error-reply': this.error.switch,
    'wrong-terminator': this.terminator.switch,
  };
}

import type { FaultSwitch } from './catalogue.ts';

/** A fault that something looks at when it matters. */
export class FaultFlag {
  active = false;
  readonly switch: FaultSwitch = (active) => {
    this.active = active;
  };
}

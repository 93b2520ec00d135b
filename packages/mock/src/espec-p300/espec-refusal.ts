import { FourwireError } from '@fourwire/core';

/** Why a panel does not do what it is told (sheet espec-p300.md, section 3). */
export type EspecReason =
  | 'CMD ERR'
  | 'ADDR ERR'
  | `CONT NOT READY-${1 | 2 | 3 | 4 | 5}`
  | 'DATA NOT READY'
  | 'PARA ERR'
  | 'DATA OUT OF RANGE'
  | 'PROTECT ON'
  | `PRGM WRITE ERR-${1 | 2 | 3 | 4 | 6 | 7 | 8 | 9 | 10 | 11 | 13 | 15}`
  | 'INVALID REQ'
  | 'CHB NOT READY';

/** Thrown by a command, and answered with `NA:` and the reason. */
export class EspecRefusal extends FourwireError {
  readonly reason: EspecReason;

  constructor(reason: EspecReason) {
    super('device', 'simulator-refused', reason, { device: { code: reason, text: reason } });
    this.reason = reason;
  }
}

import { FourwireError } from '@fourwire/core';
import { ProberRefusal } from '../prober/prober-refusal.ts';
import type { ProberReason } from '../prober/prober-refusal.ts';

/** Codes that the simulated prober gives (sheet wentworth-pegasus.md, section 3). */
export const pegasusCodes = {
  ok: 0,
  outsideArea: 3,
  unknown: 8,
  noIncrement: 9,
  chuckRaised: 10,
  unreferenced: 11,
  tooSmall: 13,
  tooLarge: 14,
  aboveLimit: 16,
  notGrossLifted: 22,
  notSupported: 303,
  userAbort: 306,
  doorBeforeMove: 601,
  doorDuringMove: 602,
  vacuumFailed: 603,
} as const;

/** Thrown where the prober has a code of its own. */
export class PegasusRefusal extends FourwireError {
  readonly number: number;

  constructor(name: keyof typeof pegasusCodes) {
    super('device', 'simulator-refused', `INF ${pegasusCodes[name]}`);
    this.number = pegasusCodes[name];
  }
}

const reasons: Readonly<Record<ProberReason, keyof typeof pegasusCodes>> = {
  moving: 'userAbort',
  stopped: 'userAbort',
  'out-of-travel': 'outsideArea',
  'door-open': 'doorBeforeMove',
  'not-ready': 'userAbort',
  'local-mode': 'userAbort',
  vacuum: 'vacuumFailed',
  'no-wafer': 'vacuumFailed',
  'home-unset': 'unreferenced',
  'contact-unset': 'aboveLimit',
  'at-load': 'unreferenced',
  'no-such-die': 'outsideArea',
  'end-of-route': 'outsideArea',
};

/** The code of what went wrong; `underWay` when something moved already. */
export function pegasusCode(error: unknown, underWay: boolean): number {
  if (error instanceof PegasusRefusal) return error.number;
  if (!(error instanceof ProberRefusal)) return pegasusCodes.notSupported;
  if (error.reason === 'door-open' && underWay) return pegasusCodes.doorDuringMove;
  return pegasusCodes[reasons[error.reason]];
}

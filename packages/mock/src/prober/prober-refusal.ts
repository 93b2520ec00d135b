import { FourwireError } from '@fourwire/core';

/** Why a simulated prober does not do what it was told, by name, with what it would say in plain words. */
const proberReasons = {
  moving: 'The chuck is moving',
  stopped: 'The move was stopped',
  'out-of-travel': 'The target is outside the travel of the axis',
  'door-open': 'The door is open',
  'not-ready': 'The machine is not ready',
  'local-mode': 'An operator has taken local control',
  vacuum: 'The wafer is not held',
  'no-wafer': 'There is no wafer on the chuck',
  'home-unset': 'Home is not set',
  'contact-unset': 'The contact height is not set',
  'at-load': 'The chuck is where wafers are put on',
  'no-such-die': 'The map has no such die or subsite',
  'end-of-route': 'There is no further die on the route',
} as const;

/** The name of one of `proberReasons`. */
export type ProberReason = keyof typeof proberReasons;

/** Thrown where a simulated prober refuses; each family says it in its own codes. */
export class ProberRefusal extends FourwireError {
  readonly reason: ProberReason;

  constructor(reason: ProberReason, text: string = proberReasons[reason]) {
    super('device', 'simulator-refused', text);
    this.reason = reason;
  }
}

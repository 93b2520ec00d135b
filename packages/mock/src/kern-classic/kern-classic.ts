import type { ByteService, Timer } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { BalanceMachine, balanceFaults } from '../measuring/balance-machine.ts';
import type { BalanceSimulatorOptions, BalanceUnit, PanView } from '../measuring/balance-machine.ts';
import type { Simulator } from '../simulator.ts';

/** How long a stable weight is waited for, in s; then there is no answer. */
const patience = 40;

/** Units in two characters. Kilograms and milligrams are not among those that the frame has. */
const units: Readonly<Partial<Record<BalanceUnit, string>>> = {
  g: ' G',
  '[car_m]': 'CT',
  '[oz_av]': 'OZ',
  '[lb_av]': 'LB',
};

/**
 * A KERN balance with the classic dialect on a serial line: single letters, and lines of 14 characters with their end
 * (sheet balances-ohaus-aandd-radwag-kern.md). Unconfirmed: the letters `s` and `t`.
 */
export class KernClassicSimulator implements Simulator {
  readonly name = 'kern-classic';
  /** What the pan carries and the panel shows. */
  readonly machine: BalanceMachine;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };

  constructor(options: BalanceSimulatorOptions = {}) {
    const machine = new BalanceMachine(options);
    this.machine = machine;
    const lineEnd = new LineEndFault();
    this.faults = { ...balanceFaults(machine), 'wrong-terminator': lineEnd.switch };
    const serial: ByteService = {
      connect(peer) {
        const waits = new Set<Timer>();
        const print = (): void =>
          peer.send(Buffer.from(`${kernLine(machine, machine.look())}${lineEnd.end('\r\n')}`, 'latin1'));
        const stopKey = machine.printKey.listen(print);
        const letter = (own: string): void => {
          if (own === 's') print();
          else if (own === 'w') {
            machine.whenSettled(waits, patience, (how) => {
              if (how !== 'late') print();
            });
          } else if (own === 't') machine.whenSettled(waits, patience, () => tare(machine));
        };
        return {
          receive: (bytes) => {
            for (const byte of bytes) letter(String.fromCharCode(byte));
          },
          closed: () => {
            stopKey();
            for (const wait of waits) wait.cancel();
          },
        };
      },
    };
    this.services = { serial };
  }
}

/** The one key for both: near the zero it sets zero, and tares elsewhere. */
function tare(machine: BalanceMachine): void {
  if (machine.zero() !== 'done') machine.tare();
}

/** Sign, seven characters with the point, unit, verdict of a comparison, status. */
function kernLine(machine: BalanceMachine, { state, text }: PanView): string {
  const unit = units[machine.unit] ?? ' G';
  // The display shows o-Err or u-Err, and the digits mean nothing.
  if (state === 'over' || state === 'under') return `${state === 'over' ? '+' : '-'}       ${unit} E`;
  const sign = text.startsWith('-') ? '-' : '+';
  return `${sign}${text.replace('-', '').padStart(7)}${unit} ${state === 'stable' ? 'S' : 'U'}`;
}

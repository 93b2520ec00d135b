import type { ByteService, Timer } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { BalanceMachine, balanceFaults } from '../measuring/balance-machine.ts';
import type { BalanceSimulatorOptions } from '../measuring/balance-machine.ts';
import { Repeater } from '../measuring/repeater.ts';
import type { Simulator } from '../simulator.ts';
import { sbiLine } from './sbi-line.ts';
import type { SbiState } from './sbi-line.ts';
import { EscapeReader } from './escape-reader.ts';

/** What a simulated balance with SBI may be told. */
export interface SartoriusSbiSimulatorOptions extends BalanceSimulatorOptions {
  /** Whether lines begin with six characters that say what they are; they do unless `false`. */
  readonly idCodes?: boolean;
  /** Sends a line so many milliseconds apart without being asked, as the menu can set it; never unless given. */
  readonly autoPrint?: number;
  /** Whether the print command waits for a stable weight, as the menu can set it; it does not unless `true`. */
  readonly printStable?: boolean;
}

/** How long taring, zeroing and a print with stability wait, in s. Unconfirmed. */
const patience = 40;

/**
 * A Sartorius balance with SBI on a serial line and over TCP port 49155 (sheet sartorius-sbi.md). Control commands are
 * not acknowledged.
 */
export class SartoriusSbiSimulator implements Simulator {
  readonly name = 'sartorius-sbi';
  /** What the pan carries and the panel shows. */
  readonly machine: BalanceMachine;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService; readonly tcp: ByteService };
  readonly #error = new FaultFlag();
  readonly #lineEnd = new LineEndFault();
  readonly #options: SartoriusSbiSimulatorOptions;

  constructor(options: SartoriusSbiSimulatorOptions = {}) {
    this.machine = new BalanceMachine(options);
    this.#options = options;
    this.faults = {
      ...balanceFaults(this.machine),
      'error-reply': this.#error.switch,
      'wrong-terminator': this.#lineEnd.switch,
    };
    const service = this.#service();
    this.services = { serial: service, tcp: service };
  }

  #service(): ByteService {
    return {
      connect: (peer) => {
        const { machine } = this;
        const say = (text: string): void =>
          peer.send(Buffer.from(`${text}${this.#lineEnd.end('\r\n')}`, 'latin1'));
        const print = (): void => say(this.#line());
        const waits = new Set<Timer>();
        const settled = (act: () => void): void => {
          machine.whenSettled(waits, patience, (how) => {
            if (how === 'stable') act();
          });
        };
        const command = (code: string): void => {
          switch (code) {
            case 'P':
            case 'p_':
              if (this.#options.printStable === true) machine.whenSettled(waits, patience, print);
              else print();
              break;
            case 'T':
              settled(() => {
                if (machine.zero() !== 'done') machine.tare();
              });
              break;
            case 'U':
              settled(() => machine.tare());
              break;
            case 'V':
              settled(() => machine.zero());
              break;
            case 'Z':
              if (!machine.adjusting) machine.adjust(waits);
              break;
            case 'S':
              machine.powerCycle();
              break;
            case 'x1_':
              say('PMA7501-X00V1  ');
              break;
            case 'x2_':
              say(machine.serialNumber.padEnd(15));
              break;
            case 'x3_':
              say('00-39-21       ');
              break;
            default:
            // Filters, keys, the beep and unknown commands show nothing on the line.
          }
        };
        const reader = new EscapeReader(command);
        const stopKey = machine.printKey.listen(print);
        const auto = new Repeater(machine.clock);
        if (this.#options.autoPrint !== undefined) auto.start(this.#options.autoPrint, print);
        return {
          receive: (bytes) => reader.push(bytes),
          closed: () => {
            stopKey();
            auto.stop();
            for (const wait of waits) wait.cancel();
          },
        };
      },
    };
  }

  #line(): string {
    const { machine } = this;
    const view = machine.look();
    const state: SbiState = this.#error.active ? 'error' : machine.adjusting ? 'adjusting' : view.state;
    return sbiLine({
      state,
      text: view.text,
      unit: machine.unit,
      idCodes: this.#options.idCodes ?? true,
    });
  }
}

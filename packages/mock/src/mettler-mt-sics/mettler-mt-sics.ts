import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { BalanceMachine, balanceFaults } from '../measuring/balance-machine.ts';
import type { BalanceSimulatorOptions } from '../measuring/balance-machine.ts';
import { lineInstrument } from '../measuring/line-instrument.ts';
import type { Simulator } from '../simulator.ts';
import { SicsConversation } from './sics-commands.ts';

/**
 * A Mettler Toledo balance with MT-SICS of the levels 0 to 2 on a serial line and over TCP (sheet mt-sics.md). Weights
 * in the displayed unit (`SU`, `SIU`) and in the unit of the host are the same here.
 */
export class MettlerMtSicsSimulator implements Simulator {
  readonly name = 'mettler-mt-sics';
  /** What the pan carries and the panel shows. */
  readonly machine: BalanceMachine;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService; readonly tcp: ByteService };

  constructor(options: BalanceSimulatorOptions = {}) {
    const machine = new BalanceMachine(options);
    this.machine = machine;
    const busy = new FaultFlag();
    const error = new FaultFlag();
    const lineEndFault = new LineEndFault();
    this.faults = {
      ...balanceFaults(machine),
      busy: busy.switch,
      'error-reply': error.switch,
      'wrong-terminator': lineEndFault.switch,
    };
    const { clock, printKey: key, power } = machine;
    const identity = { type: 'XS204 Excellence', software: '1.10 18.6.1.1361.772' };
    const service = lineInstrument({ clock, lineEnd: '\r\n', lineEndFault, key, power }, (client) => {
      const conversation = new SicsConversation(machine, client, identity);
      return {
        line: (text) => {
          if (error.active) client.reply('EL');
          else if (busy.active && /^[A-Z]/.test(text)) client.reply(`${busyName(text)} I`);
          else conversation.line(text);
        },
        pressed: () => conversation.pressed(),
        poweredOn: () => conversation.reset(),
      };
    });
    this.services = { serial: service, tcp: service };
  }
}

function busyName(text: string): string {
  const [name = ''] = text.split(' ');
  return name.startsWith('S') ? 'S' : name;
}

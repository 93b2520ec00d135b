import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import type { Simulator } from '../simulator.ts';
import { BalanceMachine, balanceFaults } from './balance-machine.ts';
import type { BalanceSimulatorOptions } from './balance-machine.ts';
import { lineInstrument } from './line-instrument.ts';
import type { LineClient, LineConversation } from './line-instrument.ts';

/** A dialect of lines that balances speak. */
export interface BalanceDialect {
  readonly name: string;
  /** Whether a lone line feed or carriage return ends a command; only a line feed does unless given. */
  readonly terminator?: 'either';
  /** What it answers with to everything under the fault `error-reply`; without it the machine has no such fault. */
  readonly errorReply?: string;
  readonly open: (machine: BalanceMachine, client: LineClient) => LineConversation;
}

/** A simulated balance that speaks in lines: the machine with a dialect in front of it. */
export abstract class LineBalanceSimulator implements Simulator {
  readonly name: string;
  /** What the pan carries and the panel shows. */
  readonly machine: BalanceMachine;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };

  protected constructor(dialect: BalanceDialect, options: BalanceSimulatorOptions) {
    const machine = new BalanceMachine(options);
    this.name = dialect.name;
    this.machine = machine;
    const error = new FaultFlag();
    const lineEndFault = new LineEndFault();
    const { errorReply, terminator } = dialect;
    this.faults = {
      ...balanceFaults(machine),
      'wrong-terminator': lineEndFault.switch,
      ...(errorReply === undefined ? {} : { 'error-reply': error.switch }),
    };
    const { clock, printKey: key, power } = machine;
    const lines = terminator === undefined ? {} : { terminator };
    const serial = lineInstrument(
      { clock, lineEnd: '\r\n', lineEndFault, key, power, ...lines },
      (client) => {
        const conversation = dialect.open(machine, client);
        return {
          ...conversation,
          line: (text) => {
            if (error.active && errorReply !== undefined) client.reply(errorReply);
            else conversation.line(text);
          },
        };
      },
    );
    this.services = { serial };
  }
}

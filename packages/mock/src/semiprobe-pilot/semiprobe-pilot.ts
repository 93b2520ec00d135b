import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { commandLines } from '../prober/command-lines.ts';
import { proberFaults } from '../prober/prober-faults.ts';
import { ProberMachine } from '../prober/prober-machine.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { pilotCommands } from './pilot-commands.ts';

/** What a simulated station under PILOT may be told. */
export interface PilotSimulatorOptions extends SimulatorOptions, ProberMachineOptions {}

/** What ends a reply: three characters, which the one public driver drops. Unconfirmed which. */
const replyEnd = ' \r\n';

/** The number that stops. */
const stop = '35';

/**
 * A SemiProbe station run by PILOT, over TCP (port 5050 on its computer, 4000 for others), in front of the physics of a
 * prober (sheet small-probers.md, section B): commands are numbers, and each is answered by one line when it is done.
 * Nothing forbids a sideways move in contact. Unconfirmed: the words of a failure, and that a stop overtakes a move.
 */
export class PilotSimulator implements Simulator {
  readonly name = 'semiprobe-pilot';
  /** Physics, settings and faults. */
  readonly model: ProberMachine;
  readonly faults: FaultSwitches;
  readonly services: {
    /** Belongs on TCP port 5050. */
    readonly tcp: ByteService;
  };

  constructor(options: PilotSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.model = new ProberMachine(clock, random, options);
    const fails = new FaultFlag();
    this.faults = { 'error-reply': fails.switch, ...proberFaults(this.model) };
    const commands = pilotCommands(this.model);
    const carryOut = async (number: string, argument: string): Promise<string> => {
      const command = Object.hasOwn(commands, number) ? commands[number] : undefined;
      if (command === undefined || fails.active) return `${number} Failed! Unknown command`;
      try {
        const value = await command(argument);
        return `${number} Executed!${typeof value === 'string' ? ` ${value}` : ''}`;
      } catch (error) {
        return `${number} Failed! ${error instanceof ProberRefusal ? error.message : 'Internal error'}`;
      }
    };
    this.services = {
      tcp: commandLines(carryOut, { end: () => replyEnd, urgent: (number) => number === stop }),
    };
  }
}

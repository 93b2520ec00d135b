import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { commandLines } from '../prober/command-lines.ts';
import { proberFaults } from '../prober/prober-faults.ts';
import { ProberMachine } from '../prober/prober-machine.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import type { DieIndex } from '../prober/prober-map.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';
import type { MessageService } from '../serve/message-service.ts';
import { messageServiceOf } from '../serve/message-service-of.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';

/** What a simulated Signatone station may be told. */
export interface SignatoneSimulatorOptions extends SimulatorOptions, ProberMachineOptions {
  /** Whether both indices count the other way, as one laboratory has it. */
  readonly mirrored?: boolean;
}

/** How an action is acknowledged. */
const acknowledges = { done: '0:', failed: '1:' } as const;

/** What a question is answered with; an action is acknowledged. */
type SignatoneCommand = (argument: string) => Promise<string | void> | string | void;

/**
 * A Signatone station over TCP and GPIB, in front of the physics of a prober (sheet small-probers.md, section C). An
 * action is acknowledged by `0:` when it is done, which the one public driver finds before its next answer. Unconfirmed:
 * that one which failed is acknowledged by `1:`, the letters of `GETCR`, and that a move lowers nothing by itself.
 */
export class SignatoneSimulator implements Simulator {
  readonly name = 'signatone';
  /** Physics, settings and faults. */
  readonly model: ProberMachine;
  readonly faults: FaultSwitches;
  readonly services: { readonly tcp: ByteService };
  /** The same over GPIB. */
  readonly messages: MessageService;

  constructor(options: SignatoneSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.model = new ProberMachine(clock, random, options);
    if (options.mirrored === true) this.model.map.orient = 'DL';
    this.faults = proberFaults(this.model);
    const commands = signatoneCommands(this.model);
    const carryOut = async (word: string, argument: string): Promise<string> => {
      const name = word.toUpperCase();
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (command === undefined) return acknowledges.failed;
      try {
        const answer = await command(argument);
        return typeof answer === 'string' ? answer : acknowledges.done;
      } catch {
        return acknowledges.failed;
      }
    };
    this.services = { tcp: commandLines(carryOut, { end: () => '\r\n' }) };
    this.messages = messageServiceOf(this.services.tcp, { keepsResponses: true });
  }
}

function signatoneCommands(model: ProberMachine): Readonly<Record<string, SignatoneCommand>> {
  const { map } = model;
  const step = async (die: DieIndex): Promise<void> => {
    const { home } = model;
    if (map.die(die) === undefined) throw new ProberRefusal('no-such-die');
    const { x, y } = map.place(die, 0);
    await model.moveXY(home.x + x, home.y + y);
    map.current = { column: die.column, row: die.row };
  };
  return {
    '*IDN?': () => 'Signatone,WaveLink,0,1.0',
    MOVECR: async (argument) => {
      const [, column, row] = /^(-?\d+)\s*,\s*(-?\d+)$/.exec(argument.trim()) ?? [];
      if (column === undefined || row === undefined) throw new ProberRefusal('no-such-die');
      await step(map.native(Number(column), Number(row)));
    },
    GETCR: () => {
      const { column, row } = map.indexed(map.current);
      return `C${column},R${row}`;
    },
    TOFIRSTSITE: async () => step(map.at(0)),
    NEXT: async () => step(map.neighbour(1)),
    ZCHUCKUP: async () => void (await model.moveZ(model.active.touchdown)),
    ZCHUCKDOWN: async () => {
      // Unconfirmed: where wafers are put on, the chuck is down already, so that nothing is left to do.
      if (model.place === 'Probing') await model.moveZ(model.active.separation);
    },
    LOADWAFER: async () => model.moveLoad('FrontLoad'),
  };
}

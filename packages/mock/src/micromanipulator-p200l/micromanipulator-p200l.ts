import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineFaults } from '../faults/line-faults.ts';
import { commandLines } from '../prober/command-lines.ts';
import type { CarryOut } from '../prober/command-lines.ts';
import { proberFaults } from '../prober/prober-faults.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { p200lCommands, P200lModel } from './p200l-commands.ts';

/** What a simulated P200L may be told. */
export interface P200lSimulatorOptions extends SimulatorOptions, ProberMachineOptions {}

/** Codes of the lines of a reply. */
const codes = { value: '#192', done: '#064', bad: '#066', aborted: '#079', working: '#080' } as const;

/**
 * A Micromanipulator P200L behind the Router of NetProbe 7, over TCP (port 9002), in front of the physics of a prober
 * (sheet small-probers.md, section A): a reply is several lines that end with a carriage return; those that move say
 * first that they are at work, and last that they are done. Unconfirmed: that a move which fails ends as aborted.
 */
export class P200lSimulator implements Simulator {
  readonly name = 'micromanipulator-p200l';
  /** Physics, settings and faults. */
  readonly model: P200lModel;
  readonly faults: FaultSwitches;
  readonly services: {
    /** Belongs on TCP port 9002. */
    readonly tcp: ByteService;
  };

  constructor(options: P200lSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.model = new P200lModel(clock, random, options);
    const { error, terminator, switches } = new LineFaults();
    this.faults = { ...switches, ...proberFaults(this.model) };
    const commands = p200lCommands(this.model);
    const carryOut: CarryOut = async (word, argument, say) => {
      const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
      if (command === undefined || error.active) return codes.bad;
      try {
        if (/^:PRB:(?:UP|DN)$/.test(word)) say(codes.working);
        const value = await command(argument.trimEnd());
        if (typeof value === 'string') {
          say(codes.value);
          say(value);
        }
        return codes.done;
      } catch (failure) {
        const bad = failure instanceof ProberRefusal && failure.reason === 'no-such-die';
        return bad ? codes.bad : codes.aborted;
      }
    };
    this.services = { tcp: commandLines(carryOut, { end: () => terminator.end('\r') }) };
  }
}

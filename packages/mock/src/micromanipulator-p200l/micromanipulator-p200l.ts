import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { lineService } from '../line-service.ts';
import { proberFaults } from '../prober/prober-faults.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';
import { CommandLane, ReplyQueue } from '../prober/reply-queue.ts';
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
    const error = new FaultFlag();
    const terminator = new LineEndFault();
    this.faults = {
      'error-reply': error.switch,
      'wrong-terminator': terminator.switch,
      ...proberFaults(this.model),
    };
    const commands = p200lCommands(this.model);
    const lane = new CommandLane();
    this.services = {
      tcp: lineService(
        (send) => {
          let open = true;
          const say = (line: string): void => {
            if (open) send(`${line}${terminator.end('\r')}`);
          };
          const queue = new ReplyQueue(say, lane);
          return {
            line: (line) => {
              const [, word = '', argument = ''] = /^\s*(\S+)\s*(.*?)\s*$/.exec(line) ?? [];
              if (word === '') return;
              queue.push(async () => {
                const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
                if (command === undefined || error.active) return codes.bad;
                try {
                  if (/^:PRB:(?:UP|DN)$/.test(word)) say(codes.working);
                  const value = await command(argument);
                  if (typeof value === 'string') {
                    say(codes.value);
                    say(value);
                  }
                  return codes.done;
                } catch (failure) {
                  const bad = failure instanceof ProberRefusal && failure.reason === 'no-such-die';
                  return bad ? codes.bad : codes.aborted;
                }
              });
            },
            closed: () => {
              open = false;
              queue.close();
            },
          };
        },
        { terminator: 'either' },
      ),
    };
  }
}

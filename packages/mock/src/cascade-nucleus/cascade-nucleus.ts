import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { lineService } from '../line-service.ts';
import { proberFaults } from '../prober/prober-faults.ts';
import { ProberRefusal } from '../prober/prober-refusal.ts';
import { CommandLane, ReplyQueue } from '../prober/reply-queue.ts';
import type { MessageService } from '../serve/message-service.ts';
import { messageServiceOf } from '../serve/message-service-of.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { NucleusArguments, nucleusOperations, nucleusQuestions } from './nucleus-commands.ts';
import { fullHeader } from './nucleus-header.ts';
import { NucleusModel } from './nucleus-model.ts';
import type { NucleusModelOptions } from './nucleus-model.ts';

/** What a simulated station under Nucleus may be told. */
export interface NucleusSimulatorOptions extends SimulatorOptions, NucleusModelOptions {
  /** Whether operations are answered when it is switched on; true unless given. */
  readonly responses?: boolean;
}

/** Bits of `*ESR?`. Unconfirmed: that an operation that failed sets bit 4. */
const event = { complete: 1, failed: 16 } as const;

/** Who it is. Unconfirmed text. */
const identity = 'Cascade Microtech,Summit 12000,0,Nucleus 4.1';

/**
 * A Cascade station run by Nucleus over GPIB, in front of the physics of a prober (sheet cascade-nucleus.md). With
 * responses on, every operation is answered by `COMPLETE` or an error when it is done; with responses off it is silent,
 * and `*OPC` sets bit 0 of `*ESR?`, which stays until `*CLS`. Unconfirmed: the texts of errors.
 */
export class NucleusSimulator implements Simulator {
  readonly name = 'cascade-nucleus';
  readonly wire = 'vxi11';
  /** Physics, settings and faults. */
  readonly model: NucleusModel;
  readonly faults: FaultSwitches;
  readonly services = {};
  /** Replies that nobody has read stay, one after the other. */
  readonly messages: MessageService;
  /** Whether operations are answered. */
  responses: boolean;
  #events = 0;
  /** The operations that were begun, with responses off. */
  #begun: Promise<unknown> = Promise.resolve();

  constructor(options: NucleusSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.model = new NucleusModel(clock, random, options);
    this.responses = options.responses ?? true;
    const error = new FaultFlag();
    this.faults = { 'error-reply': error.switch, ...proberFaults(this.model) };
    this.messages = messageServiceOf(
      this.#lines(() => error.active),
      { keepsResponses: true },
    );
  }

  #lines(refuses: () => boolean): ByteService {
    const questions = nucleusQuestions(this.model);
    const operations = nucleusOperations(this.model);
    const operate = async (header: string, args: NucleusArguments): Promise<string> => {
      try {
        const operation = Object.hasOwn(operations, header) ? operations[header] : undefined;
        if (operation === undefined) return 'ERROR Undefined header';
        if (refuses()) return 'ERROR Execution error';
        await operation(args);
        return 'COMPLETE';
      } catch (error) {
        return `ERROR ${error instanceof ProberRefusal ? error.message : 'Internal error'}`;
      }
    };
    const lane = new CommandLane();
    return lineService((send) => {
      const queue = new ReplyQueue((reply) => send(`${reply}\n`), lane);
      const ask = (header: string, args: NucleusArguments): string | undefined => {
        try {
          return questions[header]?.(args);
        } catch {
          return 'ERROR Invalid parameter';
        }
      };
      const take = (command: string): void => {
        const [, word = '', rest = ''] = /^\s*(\S+)\s*(.*)$/.exec(command) ?? [];
        if (word === '' || this.#common(word, queue)) return;
        if (word.startsWith('$')) {
          this.#mode(fullHeader(word.slice(1)), rest);
          return;
        }
        const header = fullHeader(word);
        const args = new NucleusArguments(rest);
        if (Object.hasOwn(questions, header)) queue.push(() => ask(header, args));
        else if (this.responses) queue.push(async () => operate(header, args));
        else {
          this.#begun = this.#begun.then(async () => {
            if ((await operate(header, args)) !== 'COMPLETE') this.#events |= event.failed;
          });
        }
      };
      return {
        line: (line) => {
          for (const command of line.split(';')) take(command);
        },
        closed: () => queue.close(),
      };
    });
  }

  /** `*` commands. */
  #common(word: string, queue: ReplyQueue): boolean {
    const upper = word.toUpperCase();
    if (upper === '*IDN?') queue.push(() => identity);
    else if (upper === '*ESR?') queue.push(() => String(this.#events));
    else if (upper === '*CLS' || upper === '*RST') this.#events = 0;
    else if (upper === '*OPC')
      this.#begun = this.#begun.then(() => {
        this.#events |= event.complete;
      });
    else return false;
    return true;
  }

  /** `$` commands never answer. */
  #mode(header: string, argument: string): void {
    if (header === 'set:response') this.responses = argument.trim().toUpperCase() === 'ON';
  }
}

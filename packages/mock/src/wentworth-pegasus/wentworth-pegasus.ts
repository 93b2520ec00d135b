import type { ByteService, Clock } from '@fourwire/core';
import { CommandGap } from '../command-gap.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineFaults } from '../faults/line-faults.ts';
import { lineService } from '../line-service.ts';
import { proberFaults } from '../prober/prober-faults.ts';
import type { ProberMachineOptions } from '../prober/prober-machine.ts';
import { CommandLane, ReplyQueue } from '../prober/reply-queue.ts';
import type { MessageService } from '../serve/message-service.ts';
import { messageServiceOf } from '../serve/message-service-of.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { pegasusCommands } from './pegasus-commands.ts';
import { PegasusModel } from './pegasus-model.ts';
import { pegasusCode, pegasusCodes } from './pegasus-refusal.ts';

/** What a simulated Pegasus may be told. */
export interface PegasusSimulatorOptions extends SimulatorOptions, ProberMachineOptions {
  /** Milliseconds that must lie between two commands; one that comes sooner is not heard. 500 unless given. */
  readonly gap?: number;
}

/** Commands that it takes while it steps by its own list. */
const whileIndexing = new Set(['NXT', 'NXF', 'CUP', 'CDW', 'ESC']);

/**
 * A Wentworth Pegasus S200 over RS-232 and GPIB, in front of the physics of a prober (sheet wentworth-pegasus.md): every
 * command is answered by one line when it is done, an action by `INF` and a code. `ESC` goes to local without an answer,
 * and coming back to remote says `INF 000` unasked. Unconfirmed: that a command which comes too soon is lost, and that
 * the chuck's own keys are taken while it steps by its list.
 */
export class PegasusSimulator implements Simulator {
  readonly name = 'wentworth-pegasus';
  /** Physics, settings and faults. */
  readonly model: PegasusModel;
  readonly faults: FaultSwitches;
  readonly services: {
    /** RS-232. */
    readonly serial: ByteService;
  };
  /** GPIB. Replies that nobody has read stay, one after the other. */
  readonly messages: MessageService;
  readonly #clock: Clock;
  readonly #gap: number;
  readonly #lineFaults = new LineFaults();
  readonly #queues = new Set<ReplyQueue>();

  constructor(options: PegasusSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.#clock = clock;
    this.#gap = options.gap ?? 500;
    this.model = new PegasusModel(clock, random, options);
    const machine = proberFaults(this.model);
    this.faults = {
      ...this.#lineFaults.switches,
      ...machine,
      'local-mode': (active) => {
        machine['local-mode']?.(active);
        if (!active) this.#backToRemote();
      },
    };
    this.services = { serial: this.#lines() };
    this.messages = messageServiceOf(this.services.serial, { keepsResponses: true });
  }

  /** The operator gives control back to the computer; the prober says so unasked. */
  #backToRemote(): void {
    this.model.remote = true;
    for (const queue of this.#queues) queue.push(() => 'INF 000');
  }

  #lines(): ByteService {
    const { model } = this;
    const commands = pegasusCommands(model);
    const carryOut = async (word: string, argument: string): Promise<string | undefined> => {
      if (model.localMode || !model.remote) return undefined;
      if (model.indexing && !whileIndexing.has(word)) return undefined;
      const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
      if (command === undefined) return inf(pegasusCodes.unknown);
      if (this.#lineFaults.error.active) return inf(pegasusCodes.notSupported);
      const before = model.doorOpen;
      try {
        const value = await command(argument);
        return typeof value === 'string' ? `${word}${value}` : inf(pegasusCodes.ok);
      } catch (error) {
        return inf(pegasusCode(error, !before));
      }
    };
    const lane = new CommandLane();
    return lineService((send) => {
      const queue = new ReplyQueue((reply) => {
        gap.begin(this.#gap);
        send(`${reply}${this.#lineFaults.terminator.end('\n')}`);
      }, lane);
      this.#queues.add(queue);
      const gap = new CommandGap(this.#clock);
      return {
        line: (line) => {
          const [, word = '', argument = ''] = /^\s*(\S+)\s*(.*)$/.exec(line) ?? [];
          if (word === '' || !gap.over) return;
          gap.begin(this.#gap);
          if (word === 'ESC') model.remote = false;
          else queue.push(async () => carryOut(word, argument));
        },
        closed: () => {
          queue.close();
          this.#queues.delete(queue);
        },
      };
    });
  }
}

const inf = (code: number): string => `INF ${String(code).padStart(3, '0')}`;

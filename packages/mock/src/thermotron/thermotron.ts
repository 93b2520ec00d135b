import type { ByteService, Clock } from '@fourwire/core';
import { chamberFaults } from '../chamber-controller/chamber-faults.ts';
import { CommandGap } from '../command-gap.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineFaults } from '../faults/line-faults.ts';
import type { FaultFlag } from '../faults/flag.ts';
import { lineService } from '../line-service.ts';
import type { MessageService } from '../serve/message-service.ts';
import { messageServiceOf } from '../serve/message-service-of.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { thermotron2800Command } from './thermotron-2800.ts';
import { thermotronCommand } from './thermotron-commands.ts';
import { ThermotronModel } from './thermotron-model.ts';
import type { ThermotronGeneration, ThermotronModelOptions } from './thermotron-model.ts';

/** What a simulated Thermotron chamber may be told. */
export interface ThermotronSimulatorOptions extends SimulatorOptions, ThermotronModelOptions {
  /** The controller; an 8800 unless given. */
  readonly generation?: ThermotronGeneration;
  /** How many ms a 3800 needs after each set command; it hangs when spoken to sooner. 800 unless given (sheet section 5). */
  readonly minimumGap?: number;
}

/** How long a 3800 needs after INIT, in ms. */
const initTime = 3000;

/** Unconfirmed: the number that an 8800 refuses with. */
const refused = '1';

/**
 * A test chamber with a Thermotron controller over serial line, GPIB and TCP (port 8888), in front of the physics of a
 * chamber, with programs that are stored and run (sheet thermotron.md). An 8800 acknowledges set commands with `0`; a 3800
 * answers queries alone, and hangs when it is spoken to too soon after a set command until its power is cycled.
 */
export class ThermotronSimulator implements Simulator {
  readonly name = 'thermotron';
  /** Physics, settings and programs. */
  readonly model: ThermotronModel;
  readonly faults: FaultSwitches;
  readonly services: {
    /** Belongs on TCP port 8888 of an 8200 or 8800. */
    readonly tcp: ByteService;
    readonly serial: ByteService;
  };
  readonly messages: MessageService;
  #hangs = false;

  constructor(options: ThermotronSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new ThermotronModel(clock, random, options);
    this.model = model;
    const { error, terminator: lineEnd, switches } = new LineFaults();
    this.faults = {
      ...chamberFaults(model.controller),
      ...switches,
      'brown-out': (active) => {
        if (active) this.powerCycle();
      },
    };
    const answer = this.#language(options, clock, error);
    const lines = lineService(
      (send) => ({
        line: (text, end) => {
          const reply = answer(text.trim());
          if (reply !== undefined) send(`${reply}${lineEnd.end(end)}`);
        },
      }),
      { terminator: 'either' },
    );
    this.services = { tcp: lines, serial: lines };
    this.messages = messageServiceOf(lines);
  }

  /** Whether it was spoken to too soon and answers nothing until {@link powerCycle}. */
  get hangs(): boolean {
    return this.#hangs;
  }

  /** Switches it off and on. */
  powerCycle(): void {
    this.#hangs = false;
    this.model.powerCycle();
  }

  #language(
    options: ThermotronSimulatorOptions,
    clock: Clock,
    error: FaultFlag,
  ): (line: string) => string | undefined {
    const { model } = this;
    const generation = options.generation ?? '8800';
    if (generation === '2800') return (line) => thermotron2800Command(model, line);
    const stages = generation === '3800';
    const identity = { model: generation, version: stages ? '2.10' : '8800-1.0', stages };
    if (!stages) {
      return (line) => {
        // Numbers acknowledge set commands alone (sheet section 2). Unconfirmed: that a query which is not understood is
        // not answered.
        const isQuery = line.endsWith('?');
        const result = error.active ? false : thermotronCommand(model, identity, line);
        if (typeof result === 'string') return result;
        if (isQuery) return undefined;
        return result === true ? '0' : refused;
      };
    }
    const gap = new CommandGap(clock);
    return (line) => {
      if (!gap.over) this.#hangs = true;
      if (this.#hangs || error.active) return undefined;
      const result = thermotronCommand(model, identity, line);
      if (!line.endsWith('?')) gap.begin(line === 'INIT' ? initTime : (options.minimumGap ?? 800));
      return typeof result === 'string' ? result : undefined;
    };
  }
}

import type { ByteService } from '@fourwire/core';
import { BathModel } from '../bath/bath-model.ts';
import type { BathModelOptions } from '../bath/bath-model.ts';
import { CommandGap } from '../command-gap.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineFaults } from '../faults/line-faults.ts';
import { lineService } from '../line-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { julaboCommand, julaboSettings } from './julabo-commands.ts';
import type { JulaboState } from './julabo-commands.ts';

/** What a simulated Julabo circulator may be told. */
export interface JulaboSimulatorOptions extends SimulatorOptions, BathModelOptions {
  /** Whether remote mode is on at the panel; it is unless given. */
  readonly remote?: boolean;
  /** Address on an RS-485 line, which then stands before each command and answer. Unconfirmed: that it is decimal. */
  readonly address?: number;
  /** What comes within so many ms of an `OUT` command is lost; 250 unless given (sheet section 1). */
  readonly minimumGap?: number;
}

/**
 * A Julabo circulator over its serial line or raw TCP, in front of the physics of a bath (sheet julabo-huber.md, section 1).
 * `OUT` commands have no answer, and do nothing while remote mode is off. Unconfirmed: what becomes of commands that come
 * too fast, and the texts of refusals in `STATUS`.
 */
export class JulaboSimulator implements Simulator {
  readonly name = 'julabo';
  /** Physics and settings. */
  readonly model: BathModel;
  /** Remote mode and control parameters. */
  readonly state: JulaboState;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService; readonly tcp: ByteService };

  constructor(options: JulaboSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new BathModel(clock, random, options);
    this.model = model;
    const state: JulaboState = {
      remote: options.remote ?? true,
      settings: new Map(julaboSettings),
      refusal: undefined,
    };
    this.state = state;
    const { error, terminator: lineEnd, switches } = new LineFaults();
    this.faults = { ...model.faults, ...switches };
    const gap = new CommandGap(clock);
    const prefix = options.address === undefined ? '' : `A${String(options.address).padStart(3, '0')}_`;
    const serial = lineService(
      (send) => ({
        line: (text) => {
          if (!gap.over || !text.startsWith(prefix)) return;
          const command = error.active ? 'REFUSED' : text.slice(prefix.length);
          const answer = julaboCommand(model, state, command);
          if (/^\s*out/i.test(command)) gap.begin(options.minimumGap ?? 250);
          if (answer !== undefined) send(`${prefix}${answer}${lineEnd.end('\r\n')}`);
        },
      }),
      { terminator: 'either' },
    );
    this.services = { serial, tcp: serial };
  }
}

import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { lineInstrument } from '../measuring/line-instrument.ts';
import type { LineClient } from '../measuring/line-instrument.ts';
import { controllerFaults } from '../motion/motion-faults.ts';
import { requireRange } from '../physics/check.ts';
import { messageServiceOf } from '../serve/message-service-of.ts';
import type { MessageService } from '../serve/message-service.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { espCommand } from './esp-commands.ts';
import { EspAxisRefusal, EspController, EspRefusal, espErrors } from './esp-controller.ts';

/** What a simulated ESP controller may be told. */
export interface NewportEspSimulatorOptions extends SimulatorOptions {
  /** How many axes it has; 3 unless given. */
  readonly axes?: number;
  /** Whether motors are on and axes homed from the start, as an earlier program left them; false unless given. */
  readonly referenced?: boolean;
}

/** The longest line that it takes. Unconfirmed. */
const longestLine = 80;

/**
 * A Newport ESP300 with linear stages of 100 mm, on a serial line and on GPIB (sheet newport-esp.md). What was wrong with
 * a command stands in its queue of errors; after a hardware limit it does not answer for some seconds.
 */
export class NewportEspSimulator implements Simulator {
  readonly name = 'newport-esp';
  readonly model: EspController;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService; readonly tcp: ByteService };
  readonly messages: MessageService;
  readonly #error = new FaultFlag();
  readonly #busy = new FaultFlag();

  /** @throws FourwireError of kind `range` when there are less than one or more than three axes */
  constructor(options: NewportEspSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { axes = 3 } = options;
    requireRange('axes', axes, 1, 3, 'of the controller');
    const model = new EspController(clock, random, axes);
    this.model = model;
    if (options.referenced === true)
      for (const axis of model.axes) {
        axis.controlled.enabled = true;
        axis.controlled.assumeReferenced();
        axis.controlled.position -= 50_000;
      }
    const lineEndFault = new LineEndFault();
    this.faults = {
      ...controllerFaults(
        model.axes.map(({ controlled }) => controlled.motor),
        model,
      ),
      'sensor-open': (active) => {
        model.axes.forEach((axis, index) => {
          axis.feedbackFault = active;
          if (!active) return;
          axis.controlled.halt();
          axis.controlled.enabled = false;
          model.failAxis(index + 1, 'feedbackFault');
        });
      },
      'error-queue-overflow': (active) => {
        if (active) model.overflow();
      },
      'error-reply': this.#error.switch,
      busy: this.#busy.switch,
      'wrong-terminator': lineEndFault.switch,
    };
    const service = lineInstrument(
      { clock, lineEnd: '\r\n', terminator: '\r', lineEndFault, maxLineBytes: 8 * longestLine },
      (client) => ({ line: (text) => this.#take(client, text.replaceAll('\n', '')) }),
    );
    this.services = { serial: service, tcp: service };
    this.messages = messageServiceOf(service, { terminator: '\r' });
  }

  #take(client: LineClient, text: string): void {
    const { model } = this;
    if (model.silent) return;
    if (text.length > longestLine) {
      model.fail(espErrors.parameterRange);
      return;
    }
    for (const part of text.split(';')) {
      const [, axis = '', name = '', given = ''] =
        /^\s*(\d{0,2})\s*([A-Za-z]{2})\s*(.*?)\s*$/.exec(part) ?? [];
      if (name === '') {
        if (part.trim() !== '') model.fail(espErrors.commandUnknown);
        continue;
      }
      const reply = this.#carryOut(axis === '' ? undefined : Number(axis), name.toUpperCase(), given);
      if (reply !== undefined) client.reply(reply);
    }
  }

  #carryOut(axis: number | undefined, name: string, given: string): string | undefined {
    const asksErrors = name === 'TE' || name === 'TB';
    try {
      if (this.#error.active && !asksErrors) throw new EspRefusal('commandUnknown');
      if (this.#busy.active && !given.endsWith('?') && !asksErrors) throw new EspRefusal('notAllowed');
      return espCommand(this.model, { axis, name, given });
    } catch (error) {
      if (error instanceof EspRefusal) this.model.fail(error.code);
      else if (error instanceof EspAxisRefusal) this.model.failAxis(axis ?? 0, error.error);
      else throw error;
      return undefined;
    }
  }
}

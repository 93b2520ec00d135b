import type { ByteService } from '@fourwire/core';
import { withClientLimit } from '../client-limit.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { lineInstrument } from '../measuring/line-instrument.ts';
import type { LineClient } from '../measuring/line-instrument.ts';
import { controllerFaults } from '../motion/motion-faults.ts';
import { withSingleBytes } from '../motion/single-bytes.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { piCommand } from './pi-commands.ts';
import { PiController, PiRefusal } from './pi-controller.ts';
import { piQuery, piSingleByte } from './pi-queries.ts';

/** What a simulated PI controller may be told. */
export interface PiGcsSimulatorOptions extends SimulatorOptions {
  /** The ids of its axes; 1, 2 and 3 unless given. */
  readonly axes?: readonly string[];
  /** Whether servos are on and axes referenced from the start, as an earlier program left them; false unless given. */
  readonly referenced?: boolean;
  /** How many clients it has room for on TCP; as many as come unless given. */
  readonly clients?: number;
}

/** The longest command. Unconfirmed. */
const longestLine = 512;

/** What single bytes ask for, and the one that stops everything. */
const singleBytes = [0x03, 0x04, 0x05, 0x07, 0x08, 0x18];
const stopAll = 0x18;

/**
 * A PI controller with linear stages of 50 mm, in GCS 2.0 on a serial line and on TCP (sheet pi-gcs.md). A command is not
 * answered; the last error is kept until somebody asks for it.
 */
export class PiGcsSimulator implements Simulator {
  readonly name = 'pi-gcs';
  readonly model: PiController;
  readonly faults: FaultSwitches;
  readonly services: {
    readonly serial: ByteService;
    /** Belongs on TCP port 50000. */
    readonly tcp: ByteService;
  };
  readonly #error = new FaultFlag();
  readonly #busy = new FaultFlag();

  constructor(options: PiGcsSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new PiController(clock, random, options.axes ?? ['1', '2', '3']);
    this.model = model;
    if (options.referenced === true)
      for (const axis of model.axes) {
        axis.servo = true;
        axis.controlled.assumeReferenced();
      }
    const lineEndFault = new LineEndFault();
    this.faults = {
      ...controllerFaults(
        model.axes.map(({ controlled }) => controlled.motor),
        model,
      ),
      'sensor-open': (active) => {
        model.sensorsValid = !active;
      },
      'error-reply': this.#error.switch,
      busy: this.#busy.switch,
      'wrong-terminator': lineEndFault.switch,
    };
    const lineOptions = { clock, lineEnd: '\n', lineEndFault, maxLineBytes: 8 * longestLine };
    const service = withSingleBytes(
      singleBytes,
      (byte) => {
        if (byte === stopAll) {
          model.stop(model.axes, 'at once');
          return undefined;
        }
        if (byte === 0x07 && this.#busy.active) return this.#lines(['\u00b0'], lineEndFault);
        return this.#lines(piSingleByte(model, byte) ?? [], lineEndFault);
      },
      lineInstrument(lineOptions, (client) => ({
        line: (text) => this.#take(client, text, lineEndFault),
      })),
    );
    const { clients } = options;
    this.services = {
      serial: service,
      tcp: clients === undefined ? service : withClientLimit(service, clients),
    };
  }

  #take(client: LineClient, text: string, lineEnd: LineEndFault): void {
    const [name = '', ...given] = text.trim().split(/\s+/);
    const word = name.toUpperCase();
    const { model } = this;
    if (word === '') return;
    try {
      if (text.length > longestLine) throw new PiRefusal('commandTooLong');
      if (this.#error.active && word !== 'ERR?') throw new PiRefusal('unknown');
      if (!word.endsWith('?')) {
        if (this.#busy.active) throw new PiRefusal('moveInProgress');
        piCommand(model, word, given);
        return;
      }
      client.send(this.#lines(piQuery(model, word, given), lineEnd));
    } catch (error) {
      if (!(error instanceof PiRefusal)) throw error;
      model.error = error.code;
    }
  }

  /** A blank before the end of a line says that another follows. */
  #lines(lines: readonly string[], lineEnd: LineEndFault): string {
    return lines.length === 0 ? '' : `${lines.join(' \n')}${lineEnd.end('\n')}`;
  }
}

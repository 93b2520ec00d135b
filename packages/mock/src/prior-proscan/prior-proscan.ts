import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { lineInstrument } from '../measuring/line-instrument.ts';
import type { LineClient } from '../measuring/line-instrument.ts';
import { controllerFaults } from '../motion/motion-faults.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { proScanCommand, proScanErrors, ProScanRefusal } from './proscan-commands.ts';
import { ProScanPanel } from './proscan-panel.ts';

/** What a simulated ProScan may be told. */
export interface PriorProScanSimulatorOptions extends SimulatorOptions {
  /**
   * When it answers a move with `R`: once it is accepted, as the open drivers expect of the standard mode, or at its end,
   * as the ProScan III manual (4.1) says; `accepted` unless given. In compatibility mode always at the end.
   */
  readonly answersMoves?: 'accepted' | 'arrived';
  /** The step of the focus, in µm; 0.1 unless given. */
  readonly focusResolution?: number;
}

/**
 * A Prior ProScan with a stage, a focus, filter wheels and shutters on a serial line (sheets microscope-stages-focus.md
 * and tango-prior.md, part B). Anything of comma, blank, tab, semicolon, colon and equals sign separates arguments.
 */
export class PriorProScanSimulator implements Simulator {
  readonly name = 'prior-proscan';
  /** Axes, shutters, wheels and what was set. */
  readonly model: ProScanPanel;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService; readonly tcp: ByteService };
  readonly #answersMoves: 'accepted' | 'arrived';
  readonly #error = new FaultFlag();
  readonly #busy = new FaultFlag();

  constructor(options: PriorProScanSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new ProScanPanel(clock, random.fork('axes'), options.focusResolution ?? 0.1);
    this.model = model;
    this.#answersMoves = options.answersMoves ?? 'accepted';
    const lineEndFault = new LineEndFault();
    this.faults = {
      ...controllerFaults([model.x, model.y, model.z], model),
      'error-reply': this.#error.switch,
      busy: this.#busy.switch,
      'wrong-terminator': lineEndFault.switch,
    };
    const serial = lineInstrument(
      { clock, lineEnd: '\r', terminator: '\r', lineEndFault, maxLineBytes: 1000 },
      (client) => ({ line: (text) => this.#take(client, text) }),
    );
    this.services = { serial, tcp: serial };
  }

  #take(client: LineClient, text: string): void {
    const [name = '', ...given] = text.split(/[,\s;:=]+/).filter((part) => part !== '');
    if (name === '') return;
    if (this.#error.active) return client.reply(`E,${proScanErrors.commandNotFound}`);
    const command = name.toUpperCase();
    if (command === 'K' || command === 'I') {
      this.model.moves.stop(command === 'K');
      return client.reply('R');
    }
    try {
      const outcome = proScanCommand(this.model, command, given);
      if (typeof outcome === 'string') return client.reply(outcome);
      if (this.#busy.active) throw new ProScanRefusal('notIdle');
      // Unconfirmed: what a ProScan whose interlock is open answers.
      if (this.model.emergency) throw new ProScanRefusal('noDrive');
      const atEnd = this.#answersMoves === 'arrived' || this.model.compatible || command === 'SIS';
      const done = (): void => client.reply('R');
      if (!this.model.moves.add(outcome, atEnd ? done : () => {})) throw new ProScanRefusal('queueFull');
      if (!atEnd) done();
    } catch (error) {
      if (!(error instanceof ProScanRefusal)) throw error;
      client.reply(error.line);
    }
  }
}

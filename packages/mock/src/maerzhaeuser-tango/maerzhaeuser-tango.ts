import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineFaults } from '../faults/line-faults.ts';
import { lineInstrument } from '../measuring/line-instrument.ts';
import type { LineClient } from '../measuring/line-instrument.ts';
import { controllerFaults } from '../motion/motion-faults.ts';
import { withSingleBytes } from '../motion/single-bytes.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { tangoCommand, tangoQuery } from './tango-commands.ts';
import { TangoController, TangoRefusal } from './tango-controller.ts';

/** What a simulated TANGO may be told. */
export interface MaerzhaeuserTangoSimulatorOptions extends SimulatorOptions {
  /** What lengths are in when the power comes on; `um` unless given. Unconfirmed: what leaves the factory. */
  readonly unit?: 'um' | 'mm';
}

/** Stops all axes at once, without an end of line. */
const abortByte = 0x03;

/** Commands and queries that are known without `!` or `?`. */
const bareQueries = new Set(['version', 'err', 'calst', 'det']);
const bareCommands = new Set(['moa', 'mor', 'cal', 'rm', 'a', 'save', 'restore', 'reset']);

/** The longest command. */
const longestLine = 255;

/** A Märzhäuser TANGO with a stage and a focus, on a serial line or a converter (sheet tango-prior.md, part A). */
export class MaerzhaeuserTangoSimulator implements Simulator {
  readonly name = 'maerzhaeuser-tango';
  readonly model: TangoController;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService; readonly tcp: ByteService };
  readonly #lineFaults = new LineFaults();

  constructor(options: MaerzhaeuserTangoSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new TangoController(clock, random, options.unit === 'mm' ? 2 : 1);
    this.model = model;
    this.faults = {
      ...controllerFaults(
        Object.values(model.axes).map(({ motor }) => motor),
        model,
      ),
      ...this.#lineFaults.switches,
    };
    const lines = lineInstrument(
      {
        clock,
        lineEnd: '\r',
        terminator: '\r',
        lineEndFault: this.#lineFaults.terminator,
        key: model.moveEnded,
        maxLineBytes: 4 * longestLine,
      },
      (client) => ({
        line: (text) => this.#take(client, text),
        pressed: () => {
          if (model.autostatus) client.reply(`${model.status}.`);
        },
      }),
    );
    const service = withSingleBytes(
      [abortByte],
      () => {
        model.stop();
        return undefined;
      },
      lines,
    );
    this.services = { serial: service, tcp: service };
  }

  /** Nothing but a query is answered; what was wrong is in `?err`. */
  #take(client: LineClient, text: string): void {
    const { model } = this;
    const [, mark = '', name = '', rest = ''] = /^([!?]?)(\w+)\s*(.*)$/.exec(text.trim()) ?? [];
    if (text.trim() === '') return;
    const given = rest === '' ? [] : rest.split(/\s+/);
    const word = name.toLowerCase();
    const bare = mark === '';
    try {
      if (text.length > longestLine) throw new TangoRefusal('lineTooLong');
      const asks = mark === '?' || (bare && bareQueries.has(word));
      if (bare && !asks && !bareCommands.has(word)) throw new TangoRefusal('markMissing');
      if (asks) client.reply(tangoQuery(model, word, given));
      else if (this.#lineFaults.error.active) throw new TangoRefusal('notExecutable');
      else tangoCommand(model, word, given);
    } catch (error) {
      if (!(error instanceof TangoRefusal)) throw error;
      model.error = error.code;
    }
  }
}

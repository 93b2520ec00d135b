import type { ByteService, Clock } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { displacementFaults } from '../measuring/displacement-faults.ts';
import { lineInstrument } from '../measuring/line-instrument.ts';
import { DisplacementModel } from '../physics/displacement-model.ts';
import type { DisplacementParameters } from '../physics/displacement-model.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { lkNumber } from './lk-number.ts';

/** What a simulated Keyence LK-G may be told. */
export interface KeyenceLkSimulatorOptions extends SimulatorOptions {
  /** `LK-G3000` unless given. */
  readonly variant?: 'LK-G3000' | 'LK-G5000';
  /** What differs from a head of 10 mm. */
  readonly parameters?: Partial<DisplacementParameters>;
  /** Decimals of a value in mm; 4 unless given. */
  readonly decimals?: number;
}

/** How long a value takes besides the sampling, in ms. */
const responseDelay = 3;

/**
 * A Keyence LK-G controller with two heads on a serial line (sheet keyence-displacement.md). The second head looks at the
 * same target as the first. Unconfirmed: `M0` to `M2` of the LK-G3000.
 */
export class KeyenceLkSimulator implements Simulator {
  readonly name = 'keyence-lk';
  /** Target and heads. */
  readonly model: DisplacementModel;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };
  readonly #clock: Clock;
  readonly #decimals: number;
  readonly #variant: 'LK-G3000' | 'LK-G5000';
  #setting = false;
  #program = 0;

  constructor(options: KeyenceLkSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.#clock = clock;
    this.#decimals = options.decimals ?? 4;
    this.#variant = options.variant ?? 'LK-G3000';
    this.model = new DisplacementModel({
      random: random.fork('target'),
      parameters: options.parameters ?? {},
    });
    const error = new FaultFlag();
    const busy = new FaultFlag();
    const lineEndFault = new LineEndFault();
    this.faults = {
      ...displacementFaults(this.model, clock),
      'error-reply': error.switch,
      busy: busy.switch,
      'wrong-terminator': lineEndFault.switch,
      'brown-out': (active) => {
        if (!active) return;
        this.#setting = false;
        this.model.reference = 0;
      },
    };
    const serial = lineInstrument({ clock, lineEnd: '\r', lineEndFault, terminator: '\r' }, (client) => ({
      line: (text) => {
        const command = text.trim().toUpperCase();
        const [main = ''] = command.split(',');
        // Somebody works at its panel: the wrong mode.
        if (busy.active) client.reply(`ER,${main},01`);
        else if (error.active) client.reply(`ER,${main},99`);
        else {
          const timer = clock.setTimer(responseDelay, () => {
            client.waits.delete(timer);
            client.reply(this.#answer(command));
          });
          client.waits.add(timer);
        }
      },
    }));
    this.services = { serial };
  }

  #answer(command: string): string {
    const [main = '', ...parameters] = command.split(',');
    if (main === 'Q0' || main === 'R0') {
      this.#setting = main === 'Q0';
      return main;
    }
    if (main === 'PR') return `PR,${this.#program}`;
    if (main === 'PW') {
      const program = Number(parameters[0]);
      if (parameters.length !== 1) return `ER,${main},21`;
      if (!(program >= 0 && program <= 7)) return `ER,${main},22`;
      this.#program = program;
      return command;
    }
    const value = this.#values(main, parameters);
    if (value === undefined) return `ER,${main},00`;
    return this.#setting ? `ER,${main},01` : value;
  }

  #values(main: string, parameters: readonly string[]): string | undefined {
    const value = (): string => lkNumber(this.model.sample(this.#clock.monotonic() / 1000), this.#decimals);
    if (this.#variant === 'LK-G5000') {
      const [head = ''] = parameters;
      if (main === 'MS') return /^0[12]$/.test(head) ? `MS,${head},${value()}` : `ER,MS,22`;
      return main === 'MA' ? `MA,${value()},${value()}` : undefined;
    }
    if (main === 'M0') return `M0,${value()},${value()}`;
    return main === 'M1' || main === 'M2' ? `${main},${value()}` : undefined;
  }
}

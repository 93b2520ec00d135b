import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { LineFaults } from '../faults/line-faults.ts';
import { FaultFlag } from '../faults/flag.ts';
import { displacementFaults } from '../measuring/displacement-faults.ts';
import { lineInstrument } from '../measuring/line-instrument.ts';
import { DisplacementModel } from '../physics/displacement-model.ts';
import type { DisplacementParameters } from '../physics/displacement-model.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { ilNumber, ilOutputs } from './il-number.ts';

/** What a simulated communication unit may be told. */
export interface KeyenceDlRs1aSimulatorOptions extends SimulatorOptions {
  /** How many amplifiers are on it, 1 to 15; 2 unless given. */
  readonly amplifiers?: number;
  /** What differs from heads of 10 mm. */
  readonly parameters?: Partial<DisplacementParameters>;
  /** Decimals of a value in mm; 3 unless given. */
  readonly decimals?: number;
}

/** Data numbers of an amplifier that a client may read. Unconfirmed: the numbers. */
const readable = { shown: '037', measured: '038' } as const;

/** A Keyence DL-RS1A with amplifiers of the series IL on a serial line (sheet keyence-displacement.md). */
export class KeyenceDlRs1aSimulator implements Simulator {
  readonly name = 'keyence-dl-rs1a';
  /** Target and head of each amplifier, by id. */
  readonly amplifiers: readonly DisplacementModel[];
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };
  /** The amplifiers report a fault of their own. */
  readonly #amplifierError = new FaultFlag();

  constructor(options: KeyenceDlRs1aSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const decimals = options.decimals ?? 3;
    this.amplifiers = Array.from(
      { length: options.amplifiers ?? 2 },
      (_unused, id) =>
        new DisplacementModel({ random: random.fork(`head ${id}`), parameters: options.parameters ?? {} }),
    );
    const settings = this.amplifiers.map(() => new Map<string, string>());
    const { error, terminator: lineEndFault, switches } = new LineFaults();
    const all = this.amplifiers.map((model) => displacementFaults(model, clock));
    this.faults = {
      'sensor-stuck': (active) => {
        for (const each of all) each['sensor-stuck']?.(active);
      },
      'out-of-range': (active) => {
        for (const each of all) each['out-of-range']?.(active);
      },
      'sensor-open': this.#amplifierError.switch,
      ...switches,
      'brown-out': (active) => {
        if (active) for (const each of settings) each.clear();
      },
    };
    const value = (model: DisplacementModel): string =>
      this.#amplifierError.active ? '+EE.EEE' : ilNumber(model.sample(clock.monotonic() / 1000), decimals);
    /** Reads or writes one amplifier. */
    const one = (name: 'SR' | 'SW', parameters: readonly string[]): string => {
      const [id = '', number = '', data] = parameters;
      const model = this.amplifiers[Number(id)];
      const own = settings[Number(id)];
      if (parameters.length !== (name === 'SR' ? 2 : 3)) return `ER,${name},21`;
      if (!/^\d\d$/.test(id) || model === undefined || own === undefined) return `ER,${name},65`;
      if (!/^\d{3}$/.test(number)) return `ER,${name},22`;
      if (name === 'SW' && data !== undefined) {
        if (number === readable.shown || number === readable.measured) return 'ER,SW,22';
        if (data.length > 10) return 'ER,SW,20';
        own.set(number, data);
        return `SW,${id},${number}`;
      }
      const reads = number === readable.shown || number === readable.measured;
      return `SR,${id},${number},${reads ? value(model) : (own.get(number) ?? '+000000000')}`;
    };
    const serial = lineInstrument(
      { clock, lineEnd: '\r\n', lineEndFault, terminator: 'either' },
      (client) => ({
        line: (text) => {
          const [name = '', ...parameters] = text.trim().split(',');
          if (error.active) client.reply(`ER,${name},00`);
          else if (name === 'M0' && parameters.length === 0)
            client.reply(['M0', ...this.amplifiers.map(value)].join(','));
          else if (name === 'MS' && parameters.length === 0) {
            const parts = this.amplifiers.flatMap((model) => {
              const shown = value(model);
              return [ilOutputs(shown), shown];
            });
            client.reply(['MS', ...parts].join(','));
          } else if (name === 'SR' || name === 'SW') client.reply(one(name, parameters));
          else if (name === 'AW' && parameters.length === 2) {
            const [number = '', data = ''] = parameters;
            for (const each of settings) each.set(number, data);
            client.reply(`AW,${number}`);
          } else client.reply(`ER,${name},00`);
        },
      }),
    );
    this.services = { serial };
  }
}

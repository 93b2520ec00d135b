import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import type { LineEnd } from '../line-service.ts';
import { GaugeModel } from '../physics/gauge-model.ts';
import type { GaugeParameters } from '../physics/gauge-model.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { lineInstrument } from './line-instrument.ts';
import type { LineClient, LineConversation } from './line-instrument.ts';
import { Signal } from './signal.ts';

/** What every simulated length gauge may be told. */
export interface GaugeSimulatorOptions extends SimulatorOptions {
  /** What differs from a hand gauge of 25 mm. */
  readonly parameters?: Partial<GaugeParameters>;
}

/** A dialect of lines that gauges speak. */
export interface GaugeDialect {
  readonly name: string;
  readonly lineEnd: '\r' | '\r\n';
  /** What ends a command; a carriage return unless given. */
  readonly terminator?: LineEnd | 'either';
  /** What differs from a hand gauge of 25 mm. */
  readonly parameters?: Partial<GaugeParameters>;
  /** What it answers with to everything under the fault `error-reply`; without it the machine has no such fault. */
  readonly errorReply?: string;
  /** Whether it has a battery. */
  readonly battery?: boolean;
  readonly open: (model: GaugeModel, client: LineClient) => LineConversation;
}

/** A simulated length gauge that speaks in lines: the gauge with a dialect in front of it. */
export abstract class LineGaugeSimulator implements Simulator {
  readonly name: string;
  /** Spindle and display. */
  readonly model: GaugeModel;
  /** The data button. */
  readonly button = new Signal();
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };

  protected constructor(dialect: GaugeDialect, options: GaugeSimulatorOptions) {
    const { clock, random } = simulatorContext(options);
    const model = new GaugeModel({
      random: random.fork('parts'),
      parameters: { ...dialect.parameters, ...options.parameters },
    });
    this.name = dialect.name;
    this.model = model;
    const { errorReply, lineEnd, terminator = '\r', battery = false } = dialect;
    const error = new FaultFlag();
    const lineEndFault = new LineEndFault();
    const power = new Signal();
    this.faults = {
      ...gaugeFaults(model, battery),
      'brown-out': (active) => {
        if (!active) return;
        model.restart();
        power.fire();
      },
      'wrong-terminator': lineEndFault.switch,
      ...(errorReply === undefined ? {} : { 'error-reply': error.switch }),
    };
    const serial = lineInstrument(
      { clock, lineEnd, lineEndFault, key: this.button, power, terminator },
      (client) => {
        const conversation = dialect.open(model, client);
        return {
          ...conversation,
          line: (text) => {
            if (error.active && errorReply !== undefined) client.reply(errorReply);
            else conversation.line(text);
          },
        };
      },
    );
    this.services = { serial };
  }
}

/** The faults that every gauge has. */
export function gaugeFaults(model: GaugeModel, battery: boolean): FaultSwitches {
  return {
    'sensor-stuck': (active) => {
      model.stuck = active;
    },
    'out-of-range': (active) => {
      model.beyond = active;
    },
    ...(battery
      ? {
          'low-battery': (active: boolean) => {
            model.batteryLow = active;
          },
        }
      : {}),
  };
}

/** A number with its sign always written, and the part before the point at least `digits` long. */
export function signed(text: string, digits = 1): string {
  const [whole = '', decimals] = text.replace('-', '').split('.');
  return `${text.startsWith('-') ? '-' : '+'}${whole.padStart(digits, '0')}${decimals === undefined ? '' : `.${decimals}`}`;
}

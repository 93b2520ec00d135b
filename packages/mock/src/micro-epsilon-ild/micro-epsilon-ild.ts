import type { BytePeer, ByteService, ByteSession, Clock } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { displacementFaults } from '../measuring/displacement-faults.ts';
import { Repeater } from '../measuring/repeater.ts';
import type { DisplacementParameters } from '../physics/displacement-model.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { ildCommand } from './ild-commands.ts';
import { IldSensor } from './ild-sensor.ts';
import type { IldSeries } from './ild-sensor.ts';

/** What a simulated optoNCDT may be told. */
export interface MicroEpsilonIldSimulatorOptions extends SimulatorOptions {
  /** `ILD1420` unless given. */
  readonly series?: IldSeries;
  /** What differs from a range of 10 mm. */
  readonly parameters?: Partial<DisplacementParameters>;
  /** `15030002` unless given. */
  readonly serialNumber?: string;
}

/** Values go out together every so many ms. */
const blockMs = 10;
/** The longest command. */
const longest = 255;

/**
 * A Micro-Epsilon optoNCDT on RS-422 (sheet micro-epsilon.md): text commands with a prompt, and the values between them
 * on the same line. `OUTADD_RS422 COUNTER` numbers the values.
 */
export class MicroEpsilonIldSimulator implements Simulator {
  readonly name = 'micro-epsilon-ild';
  /** Target, settings and what was measured. */
  readonly sensor: IldSensor;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };
  readonly #clock: Clock;
  readonly #error = new FaultFlag();
  #client: Repeater | undefined;

  constructor(options: MicroEpsilonIldSimulatorOptions = {}) {
    const context = simulatorContext(options);
    this.#clock = context.clock;
    this.sensor = new IldSensor(
      options.series ?? 'ILD1420',
      options.serialNumber ?? '15030002',
      context,
      options.parameters ?? {},
    );
    this.faults = {
      ...displacementFaults(this.sensor.target, context.clock),
      'error-reply': this.#error.switch,
      'brown-out': (active) => {
        if (active) this.sensor.restart();
      },
    };
    this.services = { serial: { connect: (peer) => this.#connect(peer) } };
  }

  /** A sensor has one line: whoever connects takes it over. */
  #connect(peer: BytePeer): ByteSession {
    this.#client?.stop();
    const sending = new Repeater(this.#clock);
    this.#client = sending;
    this.sensor.skip();
    sending.start(blockMs, () => this.#sendValues(peer));
    let rest = '';
    return {
      receive: (bytes) => {
        rest += new TextDecoder('latin1').decode(bytes);
        for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n')) {
          const line = rest.slice(0, at).replace(/\r$/, '');
          rest = rest.slice(at + 1);
          // What was measured before the command goes out before its answer.
          this.#sendValues(peer);
          this.#answer(peer, line);
        }
        if (rest.length > longest) {
          rest = '';
          peer.send(text('E214 Entered command is too long\r\n->'));
        }
      },
      closed: () => sending.stop(),
    };
  }

  #sendValues(peer: BytePeer): void {
    if (this.sensor.settings.output !== 'RS422') {
      this.sensor.skip();
      return;
    }
    const values = this.sensor.values();
    if (values.length > 0) peer.send(values);
  }

  #answer(peer: BytePeer, line: string): void {
    const echoes = this.sensor.settings.echo;
    const lines = this.#error.active ? ['E220 Timeout'] : ildCommand(this.sensor, line);
    peer.send(text([...(echoes ? [line] : []), ...lines, '->'].join('\r\n')));
  }
}

function text(characters: string): Uint8Array {
  return Buffer.from(characters, 'latin1');
}

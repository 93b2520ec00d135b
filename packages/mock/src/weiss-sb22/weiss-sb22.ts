import type { ByteService } from '@fourwire/core';
import type { ChamberAlarm } from '../chamber-controller/chamber-controller.ts';
import { chamberFaults } from '../chamber-controller/chamber-faults.ts';
import { FaultFlag } from '../faults/flag.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { requireRange } from '../physics/check.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { WeissChamber } from '../weiss-simserv/weiss-chamber.ts';
import type { WeissChamberOptions } from '../weiss-simserv/weiss-chamber.ts';
import { framed, Sb22Frames } from './sb22-frame.ts';

/** What a simulated SB 22 may be told. */
export interface WeissSb22SimulatorOptions extends SimulatorOptions, WeissChamberOptions {
  /** The address in its telegrams, 1 to 9; 1 unless given. */
  readonly address?: number;
}

/** Error numbers (sheet weiss-ascii2.md, section 7). The controller knows of no door. */
const errorNumbers: Readonly<Record<ChamberAlarm, number | undefined>> = {
  'sensor-open': 4,
  'compressor-tripped': 9,
  'over-temperature': 13,
  'door-open': undefined,
};

/**
 * A Weiss SB 22 on a serial line: telegrams between STX and ETX with a check (sheet weiss-ascii2.md, section 7).
 * Unconfirmed: what lies between the actual values and the error, and that channel 1 switches the chamber, 2 humidity.
 */
export class WeissSb22Simulator implements Simulator {
  readonly name = 'weiss-sb22';
  /** Physics and settings. */
  readonly model: WeissChamber;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };
  readonly #address: number;
  #channels = '0'.repeat(16);

  /** @throws FourwireError of kind `range` when there is no such address */
  constructor(options: WeissSb22SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    this.#address = options.address ?? 1;
    requireRange('address', this.#address, 1, 9, '');
    this.model = new WeissChamber(clock, random, options);
    const nak = new FaultFlag();
    const checksum = new FaultFlag();
    this.faults = {
      nak: nak.switch,
      'wrong-checksum': checksum.switch,
      ...chamberFaults(this.model.controller),
    };
    this.services = {
      serial: {
        connect: (peer) => {
          const frames = new Sb22Frames();
          return {
            receive: (bytes) => {
              for (const payload of frames.push(bytes)) {
                const reply = nak.active ? `${this.#address}\u{15}` : this.#answer(payload);
                if (reply === undefined) continue;
                const sent = Buffer.from(framed(reply), 'latin1');
                const last = sent.length - 2;
                if (checksum.active) sent[last] = (sent[last] ?? 0) ^ 1;
                peer.send(sent);
              }
            },
            closed: () => {},
          };
        },
      },
    };
  }

  /** Telegrams for others and malformed ones get no answer. */
  #answer(payload: string): string | undefined {
    this.model.advance();
    if (payload === `${this.#address}?`) return this.#status();
    const match = /^(\d)T([-\d]\d\d\.\d)F(\d\d)R([01]{16})$/.exec(payload);
    if (match === null || Number(match[1]) !== this.#address) return undefined;
    const { controller } = this.model;
    const temperature = Number(match[2]);
    // Unconfirmed: what is answered to a temperature outside the limits.
    if (temperature < controller.range.low || temperature > controller.range.high)
      return `${this.#address}\u{15}`;
    this.#channels = match[4] ?? this.#channels;
    controller.setpoint = temperature;
    this.model.humidity = this.#channels[1] === '1' ? Number(match[3]) : 0;
    controller.running = this.#channels[0] === '1';
    this.model.advance();
    return `${this.#address}\u{6}`;
  }

  #status(): string {
    const { controller, humidity } = this.model;
    const { chamber } = controller;
    const error = controller.alarms.flatMap((alarm) => errorNumbers[alarm] ?? [])[0];
    const actual = controller.sensorOpen ? 999.9 : chamber.reading;
    const errorText = error === undefined ? '--' : String(error).padStart(2, '0');
    const channels = controller.running ? this.#channels : `0${this.#channels.slice(1)}`;
    return `${this.#address}T${field(actual)}F${percent(chamber.relativeHumidity)}R0000000E${errorText}T${field(controller.setpoint)}F${percent(humidity)}R${channels}`;
  }
}

/** Five characters: `025.0`, `-40.0`. */
function field(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return value < 0 && Number(text) !== 0 ? `-${text.padStart(4, '0')}` : text.padStart(5, '0');
}

function percent(value: number): string {
  return String(Math.min(99, Math.round(value))).padStart(2, '0');
}

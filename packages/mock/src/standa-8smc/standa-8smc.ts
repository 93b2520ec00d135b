import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { withCrc } from '../modbus/crc16.ts';
import { motionFaults } from '../motion/motion-faults.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { smcCommand, SmcValueRefusal } from './smc-commands.ts';
import { SmcReader } from './smc-frame.ts';
import type { SmcRequest } from './smc-frame.ts';
import { SmcMotor } from './smc-motor.ts';

/** What a simulated 8SMC controller may be told. */
export interface Standa8smcSimulatorOptions extends SimulatorOptions {
  /** Whether it was homed, and its position zeroed there, before; false unless given. */
  readonly referenced?: boolean;
}

/**
 * A Standa 8SMC5 with a stepper motor and a linear stage of 100 mm, on the serial line of its USB port (sheet
 * standa-8smc.md). A command is answered by its letters at once; its end is seen in the status alone.
 */
export class Standa8smcSimulator implements Simulator {
  readonly name = 'standa-8smc';
  readonly model: SmcMotor;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };
  readonly #error = new FaultFlag();
  readonly #checksum = new FaultFlag();

  constructor(options: Standa8smcSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new SmcMotor(clock, random.fork('motor'));
    this.model = model;
    if (options.referenced === true) {
      model.controlled.assumeReferenced();
      model.controlled.enabled = true;
    }
    this.faults = {
      ...motionFaults([model.controlled.motor], {
        emergency: (pressed) => {
          model.emergency = pressed;
          if (pressed) model.raiseAlarm();
        },
        restart: () => model.restart(),
      }),
      'sensor-open': (active) => {
        model.encoderFailed = active;
      },
      'error-reply': this.#error.switch,
      'wrong-checksum': this.#checksum.switch,
    };
    this.services = {
      serial: {
        connect: (peer) => {
          const reader = new SmcReader();
          return {
            receive: (bytes) => {
              for (const request of reader.take(bytes)) peer.send(this.#answer(request));
            },
            closed: () => {},
          };
        },
      },
    };
  }

  #answer(request: SmcRequest): Uint8Array {
    if ('zero' in request) return Uint8Array.of(0);
    if ('refused' in request) return Buffer.from(request.refused);
    const { command, data } = request;
    // Unconfirmed: when it says this; the sheet names it for values out of range.
    if (this.#error.active) return Buffer.from('errv');
    try {
      const reply = smcCommand(this.model, command, data);
      const letters = Buffer.from(command);
      if (reply === undefined) return letters;
      const checked = withCrc(reply);
      if (this.#checksum.active) checked[checked.length - 1] = (checked.at(-1) ?? 0) ^ 0xff;
      return Uint8Array.of(...letters, ...checked);
    } catch (error) {
      if (!(error instanceof SmcValueRefusal)) throw error;
      return Buffer.from('errv');
    }
  }
}

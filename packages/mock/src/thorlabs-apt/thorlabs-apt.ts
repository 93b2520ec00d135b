import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { Repeater } from '../measuring/repeater.ts';
import { motionFaults } from '../motion/motion-faults.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { aptAddresses, AptReader, encodeApt } from './apt-frame.ts';
import type { AptMessage } from './apt-frame.ts';
import { aptChannel, aptHandlers, aptIds, aptStatus } from './apt-messages.ts';
import { AptMotor } from './apt-motor.ts';

/** What a simulated APT controller may be told. */
export interface ThorlabsAptSimulatorOptions extends SimulatorOptions {
  /** Whether it was homed before; false unless given. */
  readonly referenced?: boolean;
}

/** How often it tells its status where it is asked to, in ms. */
const updateMs = 100;

/** Messages that switch what it tells by itself. */
const telling = { startUpdates: 0x0011, stopUpdates: 0x0012, noEnds: 0x0018 } as const;

/**
 * A Thorlabs KDC101 with an actuator of 25 mm, in the APT protocol on the serial line of its USB port (sheet
 * thorlabs-apt.md). It tells by itself when a move has ended; what it does not know it does not answer.
 */
export class ThorlabsAptSimulator implements Simulator {
  readonly name = 'thorlabs-apt';
  readonly model: AptMotor;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };
  readonly #error = new FaultFlag();
  readonly #unit = new FaultFlag();

  constructor(options: ThorlabsAptSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new AptMotor(clock, random.fork('channel/1'));
    this.model = model;
    if (options.referenced === true) model.controlled.assumeReferenced();
    this.faults = {
      ...motionFaults([model.controlled.motor], {
        emergency: (pressed) => {
          model.emergency = pressed;
          if (pressed) model.enable(false);
        },
        restart: () => model.restart(),
      }),
      'sensor-open': (active) => {
        model.encoderFault = active;
        if (active) model.controlled.halt();
      },
      'error-reply': this.#error.switch,
      'wrong-unit-id': this.#unit.switch,
    };
    this.services = {
      serial: {
        connect: (peer) => {
          const reader = new AptReader();
          const updates = new Repeater(clock);
          let tellsEnds = true;
          const send = (message: Uint8Array): void => peer.send(this.#addressed(message));
          const stopListening = model.controlled.ended.listen(() => {
            if (!tellsEnds) return;
            const { lastEnd, lastRun } = model.controlled;
            if (lastEnd !== 'target') send(aptStatus(model, aptIds.stopped));
            else if (lastRun === 'reference') send(encodeApt(aptIds.homed, [aptChannel, 0]));
            else send(aptStatus(model, aptIds.completed));
          });
          const take = (message: AptMessage): void => {
            if (message.destination !== aptAddresses.unit) return;
            // Unconfirmed: what it says with this.
            if (this.#error.active) return send(encodeApt(aptIds.hardwareResponse, [0, 0]));
            if (message.id === telling.noEnds) tellsEnds = false;
            else if (message.id === telling.stopUpdates) updates.stop();
            else if (message.id === telling.startUpdates)
              updates.start(updateMs, () => send(aptStatus(model, aptIds.status)));
            const reply = aptHandlers[message.id]?.(model, message);
            if (reply !== undefined) send(reply);
          };
          return {
            receive: (bytes) => {
              for (const message of reader.take(bytes)) take(message);
            },
            closed: () => {
              updates.stop();
              stopListening();
            },
          };
        },
      },
    };
  }

  /** Its source is that of another unit under the fault. */
  #addressed(message: Uint8Array): Uint8Array {
    return this.#unit.active ? message.with(5, aptAddresses.unit + 1) : message;
  }
}

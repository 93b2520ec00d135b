import { seededRandom, systemClock } from '@fourwire/core';
import type { ByteService, Clock, Random } from '@fourwire/core';
import type { FaultSwitches } from './faults/catalogue.ts';
import type { MessageService } from './serve/message-service.ts';

/** What every simulator is told: where its time and its chance come from. */
export interface SimulatorOptions {
  /** The system's clock unless given. */
  readonly clock?: Clock;
  /** Seed 1 unless given, so that a simulator does the same every time. */
  readonly random?: Random;
}

/**
 * A simulated machine: a model with state and physics behind one or more protocols. State lives in the model, so it
 * survives a client's reconnection, and a model may be served over several protocols at once. A protocol turns bytes
 * into calls of the model; mounts such as `serveTcp` put it on a wire.
 */
export interface Simulator {
  /** What it is, for example `watlow-f4t`. */
  readonly name: string;
  /** The protocols it speaks, by the name of the wire they belong on, for example `tcp` or `modbus-rtu`. */
  readonly services: Readonly<Record<string, ByteService>>;
  /** What it speaks on wires that carry messages and a status byte (GPIB, VXI-11, HiSLIP, USBTMC), where it has one. */
  readonly messages?: MessageService;
  /**
   * The wire of this computer that stands for its own where its services do not say: `vxi11` for a machine with nothing but
   * a GPIB connector, which is reached through a gateway. HiSLIP unless given.
   */
  readonly wire?: 'vxi11';
  /** The faults of its protocols and of the machine; those of a wire come from a `FaultyWire`. */
  readonly faults: FaultSwitches;
}

/** The clock and the random source that a simulator works with. */
export function simulatorContext(options: SimulatorOptions): {
  readonly clock: Clock;
  readonly random: Random;
} {
  return { clock: options.clock ?? systemClock, random: options.random ?? seededRandom(1) };
}

/**
 * Tells a model how much time has passed since it last asked. Models advance when they are looked at and need no
 * timers: physics in closed form makes one long step as good as many short ones.
 */
export class ElapsedTime {
  readonly #clock: Clock;
  #last: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#last = clock.monotonic();
  }

  /** Seconds since the last call. */
  take(): number {
    const now = this.#clock.monotonic();
    const seconds = (now - this.#last) / 1000;
    this.#last = now;
    return seconds;
  }
}

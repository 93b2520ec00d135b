import { convert } from '@fourwire/core';
import type { Clock, Random, Timer, Unit } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { BalanceModel } from '../physics/balance-model.ts';
import type { BalanceParameters, BalanceVerdict } from '../physics/balance-model.ts';
import { ElapsedTime, simulatorContext } from '../simulator.ts';
import type { SimulatorOptions } from '../simulator.ts';
import { Signal } from './signal.ts';

/** Units that balances show, as UCUM codes. */
export type BalanceUnit = 'g' | 'kg' | 'mg' | '[car_m]' | '[oz_av]' | '[lb_av]';

/** What every simulated balance may be told. */
export interface BalanceSimulatorOptions extends SimulatorOptions {
  /** What differs from a precision balance of 220 g. */
  readonly parameters?: Partial<BalanceParameters>;
  /** `12345678` unless given. */
  readonly serialNumber?: string;
}

/** What the pan shows, in the unit of the display. */
export interface PanView {
  readonly state: 'stable' | 'unstable' | 'over' | 'under';
  /** In the unit of the display. */
  readonly value: number;
  /** With as many decimals as the display has. */
  readonly text: string;
}

/** How a wait for a stable weight ended. */
export type Settled = 'stable' | 'late' | 'over' | 'under';

/** How often somebody who waits for stability looks, in ms. */
const lookMs = 50;

/** What every simulated balance does, whatever dialect it speaks; it advances by itself to the time of its clock. */
export class BalanceMachine {
  /** What the display shows. */
  unit: BalanceUnit = 'g';
  readonly serialNumber: string;
  /** The print key. */
  readonly printKey = new Signal();
  /** Power comes back. */
  readonly power = new Signal();
  readonly clock: Clock;
  readonly #model: BalanceModel;
  readonly #elapsed: ElapsedTime;
  #adjusting = false;

  constructor(options: BalanceSimulatorOptions) {
    const { clock, random } = simulatorContext(options);
    this.clock = clock;
    this.serialNumber = options.serialNumber ?? '12345678';
    this.#model = new BalanceModel({ random: sensorNoise(random), parameters: options.parameters ?? {} });
    this.#elapsed = new ElapsedTime(clock);
  }

  /** The physics, advanced to now. Set what lies on the pan here. */
  get model(): BalanceModel {
    this.#model.advance(this.#elapsed.take());
    return this.#model;
  }

  /** Whether the built-in weight is on its way. */
  get adjusting(): boolean {
    return this.#adjusting;
  }

  /** Decimals of the display. */
  get decimals(): number {
    const step = convert(this.#model.parameters.readability, 'g', this.unit satisfies Unit);
    return Math.max(0, Math.floor(-Math.log10(step) + 1e-9));
  }

  /** One look at the pan. */
  look(): PanView {
    const { model } = this;
    const { range, stable } = model;
    const value = this.inUnit(model.reading);
    const state = range === 'within' ? (stable ? 'stable' : 'unstable') : range;
    return { state, value, text: this.textOf(value) };
  }

  /** A number in the unit of the display as the display writes it; never a negative zero. */
  textOf(value: number): string {
    const text = value.toFixed(this.decimals);
    return Number(text) === 0 ? text.replace('-', '') : text;
  }

  /** Grams in the unit of the display. */
  inUnit(grams: number): number {
    return convert(grams, 'g', this.unit);
  }

  /** A number in the unit of the display, in g. */
  inGrams(value: number): number {
    return convert(value, this.unit, 'g');
  }

  /**
   * Calls `done` once the weight is stable, out of range, or has not settled for `seconds`.
   *
   * @param waits - what its client waits for, and what ends with the client
   */
  whenSettled(waits: Set<Timer>, seconds: number, done: (ended: Settled) => void): Timer {
    const until = this.clock.monotonic() + seconds * 1000;
    let next: Timer | undefined;
    const timer: Timer = {
      cancel: () => {
        next?.cancel();
        waits.delete(timer);
      },
    };
    const end = (how: Settled): void => {
      waits.delete(timer);
      done(how);
    };
    const look = (): void => {
      const { range, stable } = this.model;
      if (range !== 'within') end(range);
      else if (stable) end('stable');
      else if (this.clock.monotonic() >= until) end('late');
      else next = this.clock.setTimer(lookMs, look);
    };
    waits.add(timer);
    look();
    return timer;
  }

  zero(): BalanceVerdict {
    return this.model.setZero();
  }

  tare(): BalanceVerdict {
    return this.model.setTare();
  }

  /** Adjusts with the built-in weight; tells at the end whether that went well. `waits` as in `whenSettled`. */
  adjust(waits: Set<Timer>, done: (well: boolean) => void = () => {}): Timer {
    const { model } = this;
    this.#adjusting = true;
    const end = (): void => {
      this.#adjusting = false;
      waits.delete(timer);
    };
    const inner = this.clock.setTimer(model.parameters.adjustment * 1000, () => {
      end();
      done(this.model.adjust());
    });
    const timer: Timer = {
      cancel: () => {
        inner.cancel();
        end();
      },
    };
    waits.add(timer);
    return timer;
  }

  /** Power fails and comes back. */
  powerCycle(): void {
    this.model.restart();
    this.power.fire();
  }
}

/** Its own stream of numbers: a dialect that asks more often must not weigh otherwise. */
function sensorNoise(random: Random): Random {
  return random.fork('sensor');
}

/** The faults that every balance has. */
export function balanceFaults(machine: BalanceMachine): FaultSwitches {
  return {
    'sensor-stuck': (active) => {
      machine.model.stuck = active;
    },
    'sensor-drift': (active) => {
      machine.model.driftPerHour = active ? machine.model.parameters.capacity / 1000 : 0;
    },
    unstable: (active) => {
      machine.model.vibrating = active;
    },
    overload: (active) => {
      machine.model.overloaded = active;
    },
    'brown-out': (active) => {
      if (active) machine.powerCycle();
    },
  };
}

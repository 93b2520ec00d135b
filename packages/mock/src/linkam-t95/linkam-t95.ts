import type { ByteService, Clock, Random } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { loopFaults } from '../faults/loop-faults.ts';
import { lineService } from '../line-service.ts';
import { ThermalLoopModel } from '../physics/thermal-loop-model.ts';
import { microscopeStage } from '../physics/thermal-loop-parameters.ts';
import type { ThermalLoopParameters } from '../physics/thermal-loop-parameters.ts';
import { ElapsedTime, simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';

/** What a simulated Linkam stage may be told. */
export interface LinkamT95SimulatorOptions extends SimulatorOptions {
  /** What differs from the usual stage. */
  readonly parameters?: Partial<ThermalLoopParameters>;
}

/** States of SB1 (sheet). */
const states = { stopped: 0x01, heating: 0x10, cooling: 0x20, atLimit: 0x30, held: 0x50 } as const;

/** The stage is at its limit within this, in K. Unconfirmed. */
const reachedWithin = 0.2;

/** What a byte of the status block is while nothing is to be said. */
const quiet = 0x80;

/** A microscope stage under a T95: goes to a limit at a rate, holds, and pumps nitrogen. Temperatures in °C. */
export class LinkamT95Model {
  /** K/min. */
  rate = 20;
  limit: number;
  /** Whether somebody told a limit. */
  told = false;
  held = false;
  /** `auto`, or 0 to 30 by hand. */
  pump: 'auto' | number = 'auto';
  sensorOpen = false;
  readonly #loop: ThermalLoopModel;
  readonly #elapsed: ElapsedTime;
  #started = false;

  constructor(clock: Clock, random: Random, parameters: Partial<ThermalLoopParameters> = {}) {
    const all = { ...microscopeStage, ...parameters };
    this.#loop = new ThermalLoopModel({ random, parameters: all });
    this.#elapsed = new ElapsedTime(clock);
    this.limit = all.roomTemperature;
  }

  /** The physics, advanced to now. */
  get loop(): ThermalLoopModel {
    this.advance();
    return this.#loop;
  }

  get started(): boolean {
    return this.#started;
  }

  /** Starts towards the limit, or stops. */
  set started(started: boolean) {
    this.advance();
    this.#started = started;
    this.held = false;
  }

  /** SB1. */
  get state(): number {
    const { body } = this.loop;
    if (!this.#started) return states.stopped;
    if (this.held) return states.held;
    if (Math.abs(body - this.limit) <= reachedWithin) return states.atLimit;
    return this.limit > body ? states.heating : states.cooling;
  }

  /** Goes to the time of the clock, with what is set now. */
  advance(): void {
    const seconds = this.#elapsed.take();
    const loop = this.#loop;
    loop.running = this.#started && !this.sensorOpen;
    loop.rampRate = this.rate;
    loop.setpoint = this.held ? loop.workingSetpoint : this.limit;
    loop.coolerLimit = this.pump === 'auto' ? 1 : this.pump / 30;
    loop.advance(seconds);
  }
}

/**
 * A Linkam T95 stage controller over its serial line or TCP, in front of the physics of a microscope stage (sheet
 * linkam-t95.md, of medium confidence). It does nothing before the first `T` since it was switched on. Unconfirmed: that
 * commands are answered with a lone CR, and how a broken sensor shows (temperature 7FFFh).
 */
export class LinkamT95Simulator implements Simulator {
  readonly name = 'linkam-t95';
  /** Physics and settings. */
  readonly model: LinkamT95Model;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService; readonly tcp: ByteService };
  #awake = false;

  constructor(options: LinkamT95SimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = new LinkamT95Model(clock, random, options.parameters);
    this.model = model;
    const silent = new FaultFlag();
    this.faults = {
      ...loopFaults(() => model.loop),
      // Nothing of it shows but that there is no answer.
      busy: silent.switch,
      'sensor-open': (active) => {
        model.advance();
        model.sensorOpen = active;
      },
      'brown-out': (active) => {
        if (!active) return;
        model.started = false;
        this.#awake = false;
      },
    };
    const serial = lineService(
      (send) => ({
        line: (text) => {
          if (silent.active) return;
          if (text === 'T') {
            this.#awake = true;
            send(`${this.#status()}\r`);
          } else if (this.#awake && this.#carryOut(text)) send('\r');
        },
      }),
      { terminator: '\r' },
    );
    this.services = { serial, tcp: serial };
  }

  /** Ten bytes: SB1, EB1, PB1, three reserved, and four digits of tenths. */
  #status(): string {
    const { model } = this;
    const tenths = model.sensorOpen ? 0x7fff : Math.round(model.loop.reading * 10) & 0xffff;
    const speed = model.pump === 'auto' ? 0 : model.pump;
    const bytes = [model.state, quiet, quiet + speed, quiet, quiet, quiet];
    return `${String.fromCharCode(...bytes)}${tenths.toString(16).padStart(4, '0')}`;
  }

  /** Gives whether it understood the command. */
  #carryOut(text: string): boolean {
    const { model } = this;
    model.advance();
    const [, name = '', digits = ''] = /^(R1|L1)([+-]?\d{1,5})$/.exec(text) ?? [];
    const number = Number(digits);
    if (name === 'R1' && number >= 1 && number <= 15_000) model.rate = number / 100;
    else if (name === 'L1' && number >= -2000 && number <= 6000) {
      model.limit = number / 10;
      model.told = true;
    } else if (text === 'S' || text === 'E') model.started = text === 'S';
    else if (text === 'O') model.held = model.started;
    else if (text === 'H' || text === 'C') model.held = false;
    else if (text === 'Pa0') model.pump = 'auto';
    else if (text === 'Pm0') model.pump = 0;
    else if (/^P[0-N]$/.test(text)) model.pump = text.charCodeAt(1) - 0x30;
    else return false;
    model.advance();
    return true;
  }
}

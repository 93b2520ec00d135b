import type { ByteService, Clock } from '@fourwire/core';
import { EspecFaults, especService } from '../espec-p300/espec-service.ts';
import { decimal } from '../espec-p300/espec-text.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { approach } from '../physics/curves.ts';
import { requireRange } from '../physics/check.ts';
import { ElapsedTime, simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';

/** `SEQN?`: idle, heat-up, test, pull-down, exhaust and drain, end. */
const sequence = { idle: 1, heatUp: 3, testing: 4, pullDown: 5, exhaust: 6, end: 7 } as const;

/** A HAST is slow: time constants in s of steam and of cooling down, and how long it drains. Unconfirmed. */
const slowness = { heating: 600, cooling: 1500, draining: 600 };
const room = 23;
/** K within which the test begins. */
const reached = 0.5;

/** What a simulated HAST may be told. */
export interface EspecHastSimulatorOptions extends SimulatorOptions {
  /** The address on RS-485, 1 to 16; 1 unless given. */
  readonly address?: number;
  /** Temperature in °C, humidity in %RH and hours of a test; 130, 85 and 96 unless given. */
  readonly test?: { readonly temperature: number; readonly humidity: number; readonly hours: number };
}

/** A pressure vessel with steam, and the sequence that it goes through. */
export class EspecHastModel {
  readonly test: Required<EspecHastSimulatorOptions>['test'];
  sequence: (typeof sequence)[keyof typeof sequence] = sequence.idle;
  temperature = room;
  /** Seconds tested so far. */
  tested = 0;
  readonly #elapsed: ElapsedTime;
  #drained = 0;

  constructor(clock: Clock, test: EspecHastModel['test']) {
    this.#elapsed = new ElapsedTime(clock);
    this.test = test;
  }

  /** Starts the test, as an operator does at the panel. Unconfirmed: the command that does. */
  start(): void {
    this.advance();
    this.tested = 0;
    this.sequence = sequence.heatUp;
  }

  /** Ends the test: pressure is released slowly before the vessel may be opened. */
  stop(): void {
    this.advance();
    if (this.sequence === sequence.heatUp || this.sequence === sequence.testing)
      this.sequence = sequence.pullDown;
  }

  /** Goes to now. */
  advance(): void {
    for (let rest = this.#elapsed.take(); rest > 0; rest -= 1) this.#step(Math.min(1, rest));
  }

  #step(seconds: number): void {
    const { temperature, hours } = this.test;
    const hot = this.sequence === sequence.heatUp || this.sequence === sequence.testing;
    // Steam heats towards more than it is to reach, and is throttled there.
    this.temperature = hot
      ? Math.min(temperature, approach(this.temperature, temperature + 20, slowness.heating, seconds))
      : approach(this.temperature, room, slowness.cooling, seconds);
    if (this.sequence === sequence.heatUp && temperature - this.temperature < reached)
      this.sequence = sequence.testing;
    else if (this.sequence === sequence.testing) {
      this.tested += seconds;
      if (this.tested >= hours * 3600) this.sequence = sequence.pullDown;
    } else if (this.sequence === sequence.pullDown && this.temperature < 100) {
      this.#drained = 0;
      this.sequence = sequence.exhaust;
    } else if (this.sequence === sequence.exhaust) {
      this.#drained += seconds;
      if (this.#drained >= slowness.draining) this.sequence = sequence.end;
    }
  }
}

/**
 * An ESPEC EHS HAST on RS-485: what can be read of it (sheet espec-scp220.md, section 3). Unconfirmed: its set commands,
 * so that a test is started at the panel, `model.start()`; and alarms, of which there are none.
 */
export class EspecHastSimulator implements Simulator {
  readonly name = 'espec-hast';
  readonly model: EspecHastModel;
  readonly faults: FaultSwitches;
  readonly services: { readonly serial: ByteService };

  constructor(options: EspecHastSimulatorOptions = {}) {
    const { clock } = simulatorContext(options);
    const address = options.address ?? 1;
    requireRange('address', address, 1, 16, '');
    const model = new EspecHastModel(clock, options.test ?? { temperature: 130, humidity: 85, hours: 96 });
    this.model = model;
    const faults = new EspecFaults();
    this.faults = faults.switches;
    const { temperature, humidity, hours } = model.test;
    const running = (): boolean => model.sequence > sequence.idle && model.sequence < sequence.end;
    const commands = {
      'ROM?': () => 'EHS V1.00',
      'MON?': () =>
        [decimal(model.temperature), humidity.toFixed(0), running() ? 'CONSTANT' : 'OFF', 0].join(','),
      'TW?': () => [decimal(temperature), decimal(model.temperature)].join(','),
      'SEQN?': () => String(model.sequence),
      'SET?': () => [decimal(temperature), humidity.toFixed(0), decimal(hours)].join(','),
      'TIME?': () => [decimal(hours), decimal(model.tested / 3600)].join(','),
      'PSET?': () => [decimal(temperature), humidity.toFixed(0), '0.0', 'OFF', 'OFF'].join(','),
      'CPAT?': () => '1',
      'PPAT?': () => '0',
      'PSTP?': () => '0',
    };
    this.services = { serial: especService(commands, { address, faults, before: () => model.advance() }) };
  }
}

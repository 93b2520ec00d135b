import { seededRandom } from '@fourwire/core';
import type { Clock, Random, Timer } from '@fourwire/core';
import type { BondSettings } from '../physics/bonding/bond-window.ts';
import { BondingModel } from '../physics/bonding/bonding-model.ts';
import type { BondedWire, BondOutcome } from '../physics/bonding/bonding-model.ts';
import { HeatedStageModel } from '../physics/bonding/heated-stage-model.ts';
import { ElapsedTime } from '../simulator.ts';

/** Processing states in the order of their codes (sheet gem.md, section 3). */
export const processStates = ['INIT', 'IDLE', 'SETUP', 'READY', 'EXECUTING', 'PAUSE'] as const;

/** A processing state. */
export type ProcessState = (typeof processStates)[number];

/** What is bonded under a recipe. */
export interface BondRecipe {
  readonly units: number;
  readonly wiresPerUnit: number;
  readonly first: BondSettings;
  readonly second: BondSettings;
  /** Stage temperature in °C. */
  readonly temperature: number;
}

/** Gold ball bonds at the optimum of the process: 6 units with 8 wires. */
export const defaultRecipe: BondRecipe = {
  units: 6,
  wiresPerUnit: 8,
  first: { force: 30, power: 250, time: 200, temperature: 115 },
  second: { force: 30, power: 300, time: 200, temperature: 115 },
  temperature: 115,
};

/** Which faults the machine reports, and as what. */
export type BondFault = 'non-stick' | 'short-tail' | 'wire-break' | 'wire-out';

/** One bond as the process monitor saw it. */
export interface MonitoredBond {
  readonly unit: number;
  readonly wire: number;
  readonly bond: 1 | 2;
  /** In cN, mW, ms and µm. */
  readonly settings: BondSettings;
  readonly deformation: number;
  readonly result: 'ok' | 'non-stick' | 'short-tail' | 'wire-break';
}

/** Who listens to the machine. */
export interface BonderListener {
  stateChanged(state: ProcessState, previous: ProcessState): void;
  started(): void;
  completed(): void;
  stopped(): void;
  bonded(bond: MonitoredBond): void;
  fault(fault: BondFault, set: boolean): void;
}

const faults: Partial<Record<BondOutcome, BondFault>> = {
  'non-stick-on-pad': 'non-stick',
  'non-stick-on-lead': 'non-stick',
  'short-tail': 'short-tail',
  'wire-break': 'wire-break',
  'efo-open': 'short-tail',
  'wire-out': 'wire-out',
};

/** How many seconds one wire takes: a bench-like pace, so that a lot can be watched (sheet wire-bonder.md, section 4). */
const secondsPerWire = 1;

/** How long the stage must be near its temperature before bonding, in K. */
const stageTolerance = 2;

/**
 * A wire bonder: recipes, a heated stage, units and wires bonded one after the other, counters and assists. State
 * lives here and survives a host's reconnection.
 */
export class BonderModel {
  readonly bonding: BondingModel;
  readonly recipes = new Map<string, Uint8Array>();
  /** Programs by recipe name; a recipe that was downloaded and is not known here runs the default. */
  readonly programs = new Map<string, BondRecipe>([['MEMS-GOLD', defaultRecipe]]);
  listener: BonderListener | undefined;
  lot = '';
  selected = '';
  units = 0;
  wires = 0;
  assists = 0;
  /** The last bond, for the variables of the bond report. */
  last: MonitoredBond | undefined;
  /** How every wire comes out while this is set: a fault. */
  always: BondOutcome | undefined;
  /** Outcomes of wires to come, by their number in the lot counted from 1: to provoke faults. */
  readonly #forced = new Map<number, BondOutcome>();
  readonly #clock: Clock;
  readonly #stage: HeatedStageModel;
  readonly #elapsed: ElapsedTime;
  #state: ProcessState = 'IDLE';
  #resumeTo: ProcessState = 'IDLE';
  #timer: Timer | undefined;
  #active: BondFault | undefined;

  constructor(clock: Clock, random: Random = seededRandom(1)) {
    this.#clock = clock;
    this.#elapsed = new ElapsedTime(clock);
    this.bonding = new BondingModel({ random: random.fork('bonding') });
    this.#stage = new HeatedStageModel({ random: random.fork('stage') });
    this.recipes.set('MEMS-GOLD', new TextEncoder().encode('gold 25 um, 6 units, 8 wires'));
  }

  get state(): ProcessState {
    return this.#state;
  }

  /** Temperature of the stage in °C. */
  get stageTemperature(): number {
    this.#stage.advance(this.#elapsed.take());
    return this.#stage.reading;
  }

  get #recipe(): BondRecipe {
    return this.programs.get(this.selected) ?? defaultRecipe;
  }

  /** Makes a wire of the next lot come out as `outcome`; wires count from 1. */
  failWire(wire: number, outcome: BondOutcome): void {
    this.#forced.set(wire, outcome);
  }

  /** Selects a recipe and heats the stage; false when it cannot be done now. */
  select(name: string): boolean {
    if (this.#state !== 'IDLE' && this.#state !== 'READY' && this.#state !== 'SETUP') return false;
    this.selected = name;
    this.#stage.advance(this.#elapsed.take());
    this.#stage.setpoint = this.#recipe.temperature;
    this.#go('SETUP');
    this.#waitForStage();
    return true;
  }

  /** Starts the lot; false when the machine is not ready. */
  start(lot: string): boolean {
    if (this.#state !== 'READY') return false;
    this.lot = lot;
    this.units = 0;
    this.wires = 0;
    this.assists = 0;
    this.#go('EXECUTING');
    this.listener?.started();
    this.#schedule();
    return true;
  }

  /** Finishes the wire under way and stands idle. */
  stop(): boolean {
    if (this.#state === 'IDLE' || this.#state === 'INIT') return false;
    this.#halt();
    this.#clearFault();
    this.#go('IDLE');
    this.listener?.stopped();
    return true;
  }

  pause(): boolean {
    if (this.#state !== 'EXECUTING' && this.#state !== 'READY' && this.#state !== 'SETUP') return false;
    this.#resumeTo = this.#state;
    this.#halt();
    this.#go('PAUSE');
    return true;
  }

  resume(): boolean {
    if (this.#state !== 'PAUSE') return false;
    this.#clearFault();
    const next = this.#resumeTo;
    this.#go(next);
    if (next === 'EXECUTING') this.#schedule();
    if (next === 'SETUP') this.#waitForStage();
    return true;
  }

  /** Switched off and on: the lot is lost, the recipes are kept. */
  brownOut(): void {
    this.#halt();
    this.#active = undefined;
    this.selected = '';
    this.#stage.setpoint = undefined;
    this.#state = 'IDLE';
  }

  #waitForStage(): void {
    this.#timer = this.#clock.setTimer(1000, () => {
      if (Math.abs(this.stageTemperature - this.#recipe.temperature) < stageTolerance) this.#go('READY');
      else this.#waitForStage();
    });
  }

  #schedule(): void {
    this.#timer = this.#clock.setTimer(secondsPerWire * 1000, () => this.#bondOne());
  }

  #bondOne(): void {
    const recipe = this.#recipe;
    const temperature = this.stageTemperature;
    this.bonding.forced = this.#forced.get(this.wires + 1) ?? this.always;
    this.#forced.delete(this.wires + 1);
    const bonded = this.bonding.bond({ ...recipe.first, temperature }, { ...recipe.second, temperature });
    const unit = Math.floor(this.wires / recipe.wiresPerUnit) + 1;
    const wire = (this.wires % recipe.wiresPerUnit) + 1;
    this.#report(bonded, unit, wire, recipe);
    this.wires++;
    if (this.wires % recipe.wiresPerUnit === 0) this.units++;
    const fault = faults[bonded.outcome];
    const done = this.units >= recipe.units;
    if (fault !== undefined) this.#assist(fault);
    else if (!done) this.#schedule();
    if (done) this.#complete();
  }

  #report({ outcome, first, second }: BondedWire, unit: number, wire: number, recipe: BondRecipe): void {
    const monitored = (bond: 1 | 2, deformation: number, result: MonitoredBond['result']): void => {
      this.last = {
        unit,
        wire,
        bond,
        settings: bond === 1 ? recipe.first : recipe.second,
        deformation,
        result,
      };
      this.listener?.bonded(this.last);
    };
    const failsOnFirst = outcome === 'non-stick-on-pad' || outcome === 'wire-break';
    const result = outcome === 'wire-break' ? 'wire-break' : 'non-stick';
    if (first !== undefined) monitored(1, first.deformation, failsOnFirst ? result : 'ok');
    if (second === undefined) return;
    const onSecond =
      outcome === 'non-stick-on-lead' ? 'non-stick' : outcome === 'short-tail' ? 'short-tail' : 'ok';
    monitored(2, second.deformation, onSecond);
  }

  /** Stands and calls the operator; the wire counts as made again by hand when work resumes. */
  #assist(fault: BondFault): void {
    this.assists++;
    this.#active = fault;
    this.listener?.fault(fault, true);
    this.#resumeTo = 'EXECUTING';
    this.#halt();
    this.#go('PAUSE');
  }

  #clearFault(): void {
    if (this.#active === undefined) return;
    this.listener?.fault(this.#active, false);
    this.#active = undefined;
  }

  #complete(): void {
    this.#halt();
    this.#clearFault();
    this.#go('IDLE');
    this.listener?.completed();
  }

  #halt(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #go(state: ProcessState): void {
    const previous = this.#state;
    this.#state = state;
    if (previous !== state) this.listener?.stateChanged(state, previous);
  }
}

import { seededRandom } from '@fourwire/core';
import type { Clock, Random, Timer } from '@fourwire/core';
import type { BondSettings } from '../physics/bonding/bond-window.ts';
import { BondingModel } from '../physics/bonding/bonding-model.ts';
import type { Bond, BondedWire, BondOutcome } from '../physics/bonding/bonding-model.ts';
import { HeatedStageModel } from '../physics/bonding/heated-stage-model.ts';
import { ElapsedTime } from '../simulator.ts';
import { defaultRecipe, recipeOf } from './bond-recipe.ts';
import type { BondRecipe, RecipeWire } from './bond-recipe.ts';

/** Processing states in the order of their codes (sheet gem.md, section 3). */
export const processStates = ['INIT', 'IDLE', 'SETUP', 'READY', 'EXECUTING', 'PAUSE'] as const;

/** A processing state. */
export type ProcessState = (typeof processStates)[number];

/** Which faults the machine reports, and as what. */
export type BondFault = 'non-stick' | 'short-tail' | 'wire-break' | 'wire-out' | 'efo-open' | 'tool-limit';

/** One bond as the process monitor saw it. */
export interface MonitoredBond {
  readonly strip: string;
  readonly unit: number;
  readonly die: number;
  readonly wire: number;
  readonly bond: 1 | 2;
  /** In cN, mW, ms and °C. */
  readonly settings: BondSettings;
  /** What came of it: weld, deformation in µm, traces. */
  readonly made: Bond;
  readonly result: 'ok' | 'non-stick' | 'short-tail' | 'wire-break';
}

/** A unit whose last wire was made. */
export interface BondedUnit {
  readonly strip: string;
  readonly unit: number;
  /** Whether all its wires are good, as far as the machine knows. */
  readonly good: boolean;
}

/** A wire that is on a unit now, for whoever tests it. */
export interface WireOnUnit {
  readonly lot: string;
  readonly strip: string;
  readonly unit: number;
  readonly wire: number;
  readonly bonded: BondedWire;
}

/** Who listens to the machine. */
export interface BonderListener {
  stateChanged(state: ProcessState, previous: ProcessState): void;
  started(): void;
  completed(): void;
  stopped(): void;
  bonded(bond: MonitoredBond): void;
  unitDone(unit: BondedUnit): void;
  strip(what: 'loaded' | 'completed', id: string): void;
  fault(fault: BondFault, set: boolean): void;
}

const faults: Partial<Record<BondOutcome, BondFault>> = {
  'non-stick-on-pad': 'non-stick',
  'non-stick-on-lead': 'non-stick',
  'short-tail': 'short-tail',
  'wire-break': 'wire-break',
  'efo-open': 'efo-open',
  'wire-out': 'wire-out',
};

/** How many seconds one wire takes: a bench-like pace, so that a lot can be watched (sheet wire-bonder.md, section 4). */
const secondsPerWire = 1;

/** How near the stage must be to its temperature before bonding, in K. */
const stageTolerance = 2;

/** As many wires as somebody may still want to test. */
const wiresKept = 20_000;

/**
 * A wire bonder: recipes, a heated stage, strips, units and wires bonded one after the other, counters and assists.
 * State lives here and survives a host's reconnection.
 */
export class BonderModel {
  readonly bonding: BondingModel;
  /** Bodies of the recipes; one that is no bond program is kept, and cannot be selected. */
  readonly recipes = new Map<string, Uint8Array>();
  /** Recipes that run whatever their bodies say. */
  readonly programs = new Map<string, BondRecipe>([['MEMS-GOLD', defaultRecipe]]);
  listener: BonderListener | undefined;
  lot = '';
  selected = '';
  units = 0;
  wires = 0;
  assists = 0;
  /** Units with a wire that is not good. */
  rejected = 0;
  /** The last bond, for the variables of the bond report. */
  last: MonitoredBond | undefined;
  lastUnit: BondedUnit | undefined;
  /** What the machine last called its operator for. */
  lastFault: BondFault | '' = '';
  /** How every wire comes out while this is set: a fault. */
  always: BondOutcome | undefined;
  /** Settings of the machine; the host may change them. */
  readonly settings = { toolLimit: 1_000_000, nonStickDetection: true };
  /** Wires made, oldest first. */
  readonly made: WireOnUnit[] = [];
  /** Outcomes of wires to come, by their number in the lot counted from 1: to provoke faults. */
  readonly #forced = new Map<number, BondOutcome>();
  readonly #clock: Clock;
  readonly #stage: HeatedStageModel;
  readonly #elapsed: ElapsedTime;
  #state: ProcessState = 'IDLE';
  #recipe: BondRecipe = defaultRecipe;
  #resumeTo: ProcessState = 'IDLE';
  #timer: Timer | undefined;
  #active: BondFault | undefined;
  #unitIsGood = true;

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

  /** The strip that is bonded, or was last; empty before the first. */
  get strip(): string {
    if (this.lot === '') return '';
    const index = Math.min(Math.floor(this.units / this.#recipe.units), this.#recipe.strips - 1);
    return `${this.lot}-${index + 1}`;
  }

  /** Makes a wire of the next lot come out as `outcome`; wires count from 1. */
  failWire(wire: number, outcome: BondOutcome): void {
    this.#forced.set(wire, outcome);
  }

  /** Whether a recipe may be replaced or deleted: not while it runs. */
  mayChange(name: string): boolean {
    return name !== this.selected || this.#state === 'IDLE';
  }

  /** Whether there is such a recipe, and this machine can run it. */
  canRun(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /** Selects a recipe and heats the stage; false when it cannot be done now. */
  select(name: string): boolean {
    const recipe = this.#find(name);
    if (recipe === undefined) return false;
    if (this.#state !== 'IDLE' && this.#state !== 'READY' && this.#state !== 'SETUP') return false;
    this.selected = name;
    this.#recipe = recipe;
    this.#stage.advance(this.#elapsed.take());
    this.#stage.setpoint = recipe.temperature;
    this.#halt();
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
    this.rejected = 0;
    this.#unitIsGood = true;
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

  #find(name: string): BondRecipe | undefined {
    const body = this.recipes.get(name);
    if (body === undefined) return undefined;
    const { material, diameter } = this.bonding.wire;
    const called = material === 'aluminiumSilicon' ? 'aluminium-silicon' : material;
    return recipeOf(body, { material: called, diameter }) ?? this.programs.get(name);
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
    const { wires, units, strips } = this.#recipe;
    if (this.units >= units * strips) {
      this.#complete();
      return;
    }
    if (this.bonding.toolBonds >= this.settings.toolLimit) {
      this.#assist('tool-limit');
      return;
    }
    const planned = wires[this.wires % wires.length];
    if (planned === undefined) return;
    if (this.wires % (wires.length * units) === 0) this.listener?.strip('loaded', this.strip);
    const bonded = this.#bond(planned);
    const fault = this.#noticed(bonded.outcome);
    this.#report(bonded, planned);
    // Without a bond there is no wire: the same one is tried again.
    if (bonded.first !== undefined) this.#count(bonded, planned, fault === undefined);
    if (fault !== undefined) this.#assist(fault);
    else if (this.units >= units * strips) this.#complete();
    else this.#schedule();
  }

  #bond({ first, second = first, length }: RecipeWire): BondedWire {
    const temperature = this.stageTemperature;
    this.bonding.forced = this.#forced.get(this.wires + 1) ?? this.always;
    this.#forced.delete(this.wires + 1);
    return this.bonding.bond({ ...first, temperature }, { ...second, temperature }, length);
  }

  /** What the machine's own monitors make of it. */
  #noticed(outcome: BondOutcome): BondFault | undefined {
    const fault = faults[outcome];
    return fault === 'non-stick' && !this.settings.nonStickDetection ? undefined : fault;
  }

  #count(bonded: BondedWire, { number }: RecipeWire, good: boolean): void {
    const { wires, units } = this.#recipe;
    const { strip } = this;
    const unit = (this.units % units) + 1;
    this.made.push({ lot: this.lot, strip, unit, wire: number, bonded });
    if (this.made.length > wiresKept) this.made.shift();
    this.#unitIsGood &&= good;
    this.wires++;
    if (this.wires % wires.length !== 0) return;
    this.lastUnit = { strip, unit, good: this.#unitIsGood };
    if (!this.#unitIsGood) this.rejected++;
    this.#unitIsGood = true;
    this.units++;
    this.listener?.unitDone(this.lastUnit);
    if (this.units % units === 0) this.listener?.strip('completed', strip);
  }

  #report({ outcome, first, second }: BondedWire, planned: RecipeWire): void {
    const temperature = this.stageTemperature;
    const monitored = (bond: 1 | 2, made: Bond, settings: BondSettings, result: BondOutcome): void => {
      this.last = {
        strip: this.strip,
        unit: (this.units % this.#recipe.units) + 1,
        die: planned.die,
        wire: planned.number,
        bond,
        settings: { ...settings, temperature },
        made,
        result: this.#resultOf(result),
      };
      this.listener?.bonded(this.last);
    };
    const failsOnFirst = outcome === 'non-stick-on-pad' || outcome === 'wire-break';
    if (first !== undefined) monitored(1, first, planned.first, failsOnFirst ? outcome : 'good');
    if (second !== undefined && planned.second !== undefined) monitored(2, second, planned.second, outcome);
  }

  #resultOf(outcome: BondOutcome): MonitoredBond['result'] {
    const fault = this.#noticed(outcome);
    return fault === 'non-stick' || fault === 'short-tail' || fault === 'wire-break' ? fault : 'ok';
  }

  /** Stands and calls the operator; a wire that failed counts as made again by hand when work resumes. */
  #assist(fault: BondFault): void {
    this.assists++;
    this.#active = fault;
    this.lastFault = fault;
    this.listener?.fault(fault, true);
    this.#resumeTo = 'EXECUTING';
    this.#halt();
    this.#go('PAUSE');
  }

  #clearFault(): void {
    if (this.#active === undefined) return;
    const fault = this.#active;
    this.#active = undefined;
    this.listener?.fault(fault, false);
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

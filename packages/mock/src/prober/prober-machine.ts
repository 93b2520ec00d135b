import type { Clock, Random } from '@fourwire/core';
import { ChuckModel } from '../physics/chuck-model.ts';
import { HeaterResistor } from '../physics/devices/heater-resistor.ts';
import { ProbeCardModel } from '../physics/probe-card-model.ts';
import { ProberModel } from '../physics/prober-model.ts';
import type { ProberParameters } from '../physics/prober-model.ts';
import { WaferModel } from '../physics/wafer-model.ts';
import { ElapsedTime } from '../simulator.ts';
import { ProberMap } from './prober-map.ts';
import type { DieIndex } from './prober-map.ts';
import { ProberMotion } from './prober-motion.ts';
import type { MotionPhase } from './prober-motion.ts';
import { ProberRefusal } from './prober-refusal.ts';
import { ProberSite } from './prober-site.ts';

/** The station behind a {@link ProberMachine}. */
export interface ProberMachineOptions {
  /** The wafer on the chuck; one of 200 mm with platinum heaters unless given. */
  readonly wafer?: WaferModel;
  /** Whether the station has a thermal chuck. */
  readonly chuck?: boolean;
  /** What differs from a semi-automatic 200 mm station. */
  readonly mechanics?: Partial<ProberParameters>;
}

/** Where the chuck stands. */
export type ProberPlace = 'Probing' | 'FrontLoad' | 'SideLoad';

/** What a step does with a chuck that was in contact: it comes up again, or it stays at separation. */
export type AfterStep = 'back' | 'separated';

/** Overdrive in the contact height that the operator set, in µm: enough to make up for planarity and flatness. */
const operatorOverdrive = 30;

/** Z counts as in contact from this far below contact height on, in µm: less than any gap one would set. */
const contactMargin = 0.5;

/**
 * What every simulated prober has, whatever its language: mechanics, what the operator set up, the wafer map, and what
 * goes wrong. At the start the operator has put a wafer on, aligned it (home and angle make up for how it lies), found
 * contact with some overdrive, and left the chuck at home and separation. The physics advances by itself, whenever it is
 * looked at.
 *
 * Unconfirmed for every family: the signs of the chuck's axes. Here they count as the wafer's places under the needles, X
 * to the right and Y up, as in {@link ProberModel}. Axis zero, machine zero and centre are one point.
 */
export class ProberMachine {
  readonly clock: Clock;
  readonly map: ProberMap;
  readonly motion: ProberMotion;
  place: ProberPlace = 'Probing';
  /** Sideways moves begun with the needles down: each is a scratch. */
  scratches = 0;
  /** Whether the vacuum is switched on. */
  vacuumOn = true;
  /** Fault: the machine says that it is not ready, and refuses moves. */
  notReady = false;
  /** Whether the machine homes itself, aligns or has a wafer in its loader's hand. */
  occupied = false;
  /** What is set up for the site the chuck is at. */
  protected current = new ProberSite();
  readonly #prober: ProberModel;
  readonly #elapsed: ElapsedTime;
  #vacuumLost = false;
  #doorOpen = false;
  #localMode = false;

  constructor(clock: Clock, random: Random, options: ProberMachineOptions = {}) {
    const wafer =
      options.wafer ??
      new WaferModel({ random: random.fork('wafer'), device: (die) => HeaterResistor.on(die) });
    this.clock = clock;
    this.#prober = new ProberModel({
      random: random.fork('prober'),
      card: new ProbeCardModel({ random: random.fork('card') }),
      ...(options.chuck === true ? { chuck: new ChuckModel({ random: random.fork('chuck') }) } : {}),
      ...(options.mechanics === undefined ? {} : { parameters: options.mechanics }),
    });
    this.#elapsed = new ElapsedTime(clock);
    this.map = new ProberMap(wafer);
    this.motion = new ProberMotion(clock, () => this.prober);
    this.#prober.load(wafer);
    this.#setUp();
  }

  /** The physics, advanced to now. */
  get prober(): ProberModel {
    const seconds = this.#elapsed.take();
    this.#prober.advance(seconds);
    this.#prober.chuck?.advance(seconds);
    return this.#prober;
  }

  /** What is set up for the site the chuck is at. */
  get active(): ProberSite {
    return this.current;
  }

  /** Whether the contact height is set. */
  get contactSet(): boolean {
    return this.active.contactSet;
  }

  set contactSet(value: boolean) {
    this.active.contactSet = value;
  }

  /** Whether home is set. */
  get homeSet(): boolean {
    return this.active.homeSet;
  }

  set homeSet(value: boolean) {
    this.active.homeSet = value;
  }

  /** Fault: the wafer is not held although the vacuum is on. A move under way ends. */
  get vacuumLost(): boolean {
    return this.#vacuumLost;
  }

  set vacuumLost(lost: boolean) {
    this.#vacuumLost = lost;
    if (lost) void this.motion.stop(undefined, 'vacuum');
  }

  /** Fault: the door is open, so nothing moves; a move under way ends. */
  get doorOpen(): boolean {
    return this.#doorOpen;
  }

  set doorOpen(open: boolean) {
    this.#doorOpen = open;
    if (open) void this.motion.stop(undefined, 'door-open');
  }

  /** Fault: an operator works at the machine, so nothing moves by remote control; a move under way ends. */
  get localMode(): boolean {
    return this.#localMode;
  }

  set localMode(local: boolean) {
    this.#localMode = local;
    if (local) void this.motion.stop(undefined, 'local-mode');
  }

  /** Whether the wafer is held. */
  get vacuum(): boolean {
    return this.vacuumOn && !this.vacuumLost;
  }

  /** Where the axes stand or come to stand, as the controller counts. */
  get position(): { readonly x: number; readonly y: number; readonly z: number; readonly theta: number } {
    const { x, y, z, theta } = this.prober;
    const shown = (axis: typeof x): number => (axis.busy ? axis.readout : axis.target);
    return { x: shown(x), y: shown(y), z: shown(z), theta: shown(theta) };
  }

  /** Whether the chuck is at contact or above. */
  get inContact(): boolean {
    const { active } = this;
    return active.contactSet && this.position.z > active.contact - contactMargin;
  }

  /**
   * The home of the site the chuck is at.
   *
   * @throws ProberRefusal `home-unset`
   */
  get home(): ProberSite['home'] {
    if (!this.active.homeSet) throw new ProberRefusal('home-unset');
    return this.active.home;
  }

  /**
   * Phases that lower the chuck to separation, if it is above.
   *
   * @throws ProberRefusal `contact-unset`
   */
  get drop(): readonly MotionPhase[] {
    const { separation } = this.active;
    return this.position.z > separation + contactMargin ? [{ z: separation }] : [];
  }

  /**
   * Moves the chuck, if nothing forbids it.
   *
   * @throws ProberRefusal `door-open`, `local-mode`, `not-ready`; `vacuum` when a wafer that is not held would move
   *   sideways or up to the needles; and as `ProberMotion.run`
   */
  async move(phases: readonly MotionPhase[], carriesWafer = true): Promise<void> {
    this.requireReady();
    if (carriesWafer && !this.vacuum) throw new ProberRefusal('vacuum');
    const [first] = phases;
    const sideways = first?.x ?? first?.y ?? first?.theta;
    const scratching = sideways !== undefined && this.prober.overtravel > 0 && !this.motion.busy;
    const moving = this.motion.run(phases);
    if (scratching && this.motion.busy) this.scratches++;
    await moving;
  }

  /** @throws ProberRefusal when remote control may move nothing now */
  requireReady(): void {
    if (this.doorOpen) throw new ProberRefusal('door-open');
    if (this.localMode) throw new ProberRefusal('local-mode');
    if (this.notReady || this.occupied) throw new ProberRefusal('not-ready');
  }

  /** Moves up to the needles, or anywhere else in Z, with `speed` as a part of the usual one; gives where it stands. */
  async moveZ(z: number, speed = 1): Promise<number> {
    const upwards = z > this.position.z;
    if (upwards && this.place !== 'Probing') {
      throw new ProberRefusal('at-load', `Chuck is at ${this.place}`);
    }
    const usual = this.motion.speed.z;
    this.motion.speed.z = usual * speed;
    try {
      await this.move([{ z }], upwards);
    } finally {
      this.motion.speed.z = usual;
    }
    return this.position.z;
  }

  /** Moves sideways, through `before` and `after` in the same motion. */
  async moveXY(
    x: number,
    y: number,
    before: readonly MotionPhase[] = [],
    after: readonly MotionPhase[] = [],
  ): Promise<void> {
    await this.move([...before, { x, y }, ...after]);
    this.place = 'Probing';
  }

  /** Lowers the chuck and takes it to where wafers are put on, or back to its centre. */
  async moveLoad(to: ProberPlace): Promise<void> {
    const { x, y } = this.#prober;
    const [left] = x.parameters.travel;
    const [front] = y.parameters.travel;
    const where = { Probing: { x: 0, y: 0 }, FrontLoad: { x: 0, y: front }, SideLoad: { x: left, y: 0 } }[to];
    await this.move([{ z: 0 }, where], false);
    this.place = to;
  }

  /**
   * Steps to a die (in the native frame) and subsite: down to separation, over, and back to contact if it was there and
   * `after` says so.
   *
   * @throws ProberRefusal `no-such-die`, `home-unset`, `contact-unset`, and as {@link move}
   */
  async step(die: DieIndex, site = 0, after: AfterStep = 'separated'): Promise<void> {
    const { map, home, active, inContact } = this;
    const { touchdown } = active;
    if (map.die(die) === undefined) throw new ProberRefusal('no-such-die');
    if (site < 0 || site >= Math.max(1, map.subsites.length)) throw new ProberRefusal('no-such-die');
    const where = map.place(die, site);
    const back = inContact && after === 'back' ? [{ z: touchdown }] : [];
    await this.moveXY(home.x + where.x, home.y + where.y, this.drop, back);
    map.current = { column: die.column, row: die.row };
    map.site = site;
  }

  /**
   * Homes all stages and goes back to the home of the site. The order is unconfirmed.
   *
   * @throws ProberRefusal `door-open`, `local-mode`, `moving`, `stopped`
   */
  async initialize(): Promise<void> {
    const { home } = this.active;
    await this.#occupy([{ z: 0 }, { x: 0, y: 0, theta: 0 }, { x: home.x, y: home.y, theta: home.theta }]);
    this.map.current = this.map.homeDie;
    this.map.site = 0;
  }

  /**
   * The machine's own alignment: finds how the wafer lies and its contact height, and ends at home and separation, over
   * the home die.
   *
   * @param seconds - how long the cameras take
   * @throws ProberRefusal `no-wafer`, `vacuum`, and as {@link initialize}
   */
  async align(seconds: number): Promise<void> {
    if (this.prober.wafer === undefined) throw new ProberRefusal('no-wafer');
    if (!this.vacuum) throw new ProberRefusal('vacuum');
    const { active } = this;
    active.home = this.#lies();
    active.homeSet = true;
    const { x, y, theta } = active.home;
    await this.#occupy([{ z: 0 }, { x, y, theta }], seconds);
    this.#findContact();
    await this.move([{ z: active.separation }]);
    this.map.current = this.map.homeDie;
    this.map.site = 0;
    this.place = 'Probing';
  }

  /**
   * The loader puts a wafer on the chuck, or takes it away, at the load position.
   *
   * @param seconds - how long the loader takes
   * @throws ProberRefusal as {@link initialize}
   */
  async exchange(wafer: WaferModel | undefined, seconds: number): Promise<void> {
    const { y } = this.#prober;
    const [front] = y.parameters.travel;
    await this.#occupy([{ z: 0 }, { x: 0, y: front, theta: 0 }], seconds);
    this.place = 'FrontLoad';
    const prober = this.#prober;
    prober.unload();
    if (wafer !== undefined) prober.load(wafer);
    this.map.clearBins();
  }

  /** Moves while nobody else may, then goes on being occupied for `seconds`. */
  async #occupy(phases: readonly MotionPhase[], seconds = 0): Promise<void> {
    if (this.doorOpen) throw new ProberRefusal('door-open');
    if (this.localMode) throw new ProberRefusal('local-mode');
    if (this.motion.busy || this.occupied) throw new ProberRefusal('moving');
    this.occupied = true;
    try {
      await this.motion.run(phases);
      if (seconds > 0) await this.motion.wait(seconds);
    } finally {
      this.occupied = false;
    }
  }

  /** What the operator does before remote control begins; it takes no time of the clock. */
  #setUp(): void {
    const prober = this.#prober;
    const { active } = this;
    active.home = this.#lies();
    active.homeSet = true;
    const long = 60;
    prober.x.moveTo(active.home.x);
    prober.y.moveTo(active.home.y);
    prober.theta.moveTo(active.home.theta);
    prober.advance(long);
    this.#findContact();
    prober.z.moveTo(active.separation);
    prober.advance(long);
  }

  /** Where the axes have to stand to make up for how the wafer lies. */
  #lies(): ProberSite['home'] {
    const { placement } = this.#prober;
    const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
    return {
      x: rounded(placement.x, 1),
      y: rounded(placement.y, 1),
      theta: rounded(-placement.theta, 4),
    };
  }

  #findContact(): void {
    const prober = this.#prober;
    const firstTouch = prober.z.position - prober.overtravel;
    this.active.contact = Math.round(firstTouch) + operatorOverdrive;
    this.active.contactSet = true;
  }
}

import type { Clock, Random } from '@fourwire/core';
import { ChuckModel } from '../physics/chuck-model.ts';
import { HeaterResistor } from '../physics/devices/heater-resistor.ts';
import { ProbeCardModel } from '../physics/probe-card-model.ts';
import { ProberModel } from '../physics/prober-model.ts';
import { WaferModel } from '../physics/wafer-model.ts';
import { ElapsedTime } from '../simulator.ts';
import { SentioJobs } from './sentio-jobs.ts';
import { SentioMap } from './sentio-map.ts';
import type { SentioIndex } from './sentio-map.ts';
import { SentioMotion } from './sentio-motion.ts';
import type { SentioPhase } from './sentio-motion.ts';
import { SentioRefusal } from './sentio-refusal.ts';
import { SentioSite, sentioSites } from './sentio-site.ts';
import type { SentioSiteName } from './sentio-site.ts';

/** The station behind a {@link SentioModel}. */
export interface SentioModelOptions {
  /** The wafer on the chuck; one of 200 mm with platinum heaters unless given. */
  readonly wafer?: WaferModel;
  /** What `status:get_version` says; `25.2.0` unless given. */
  readonly version?: string;
  readonly machineId?: string;
  /** Whether the station has a thermal chuck. */
  readonly chuck?: boolean;
}

/** What stepping does while the needles are in contact. */
export const sentioSteppingModes = ['BackToContact', 'StepToSeparation', 'LockContact'] as const;

/** Where the chuck stands. */
export type SentioPositionHint = 'Probing' | 'FrontLoad' | 'SideLoad';

/** Overdrive in the contact height that the operator set, in µm: enough to make up for planarity and flatness. */
const operatorOverdrive = 30;

/** How far `move_chuck_lift` stays below contact, in µm. Unconfirmed. */
const liftGap = 3000;

/** Z counts as in contact from this far below contact height on, in µm: less than any gap one would set. */
const contactMargin = 0.5;

/**
 * A station under SENTIO: mechanics, what the operator set up, the wafer map, and what goes wrong. At the start the
 * operator has put a wafer on, aligned it (home and angle make up for how it lies), found contact with some overdrive,
 * and left the chuck at home and separation. The physics advances by itself, whenever it is looked at.
 *
 * Unconfirmed: the signs of the chuck's axes. The sheet leaves them open; here they count as the wafer's places under
 * the needles, X to the right and Y up, as in {@link ProberModel}. Axis zero, machine zero and centre are one point.
 */
export class SentioModel {
  readonly version: string;
  readonly machineId: string;
  readonly map: SentioMap;
  readonly motion: SentioMotion;
  readonly jobs: SentioJobs;
  readonly sites: Readonly<Record<SentioSiteName, SentioSite>>;
  site: SentioSiteName = 'Wafer';
  steppingMode: (typeof sentioSteppingModes)[number] = 'StepToSeparation';
  positionHint: SentioPositionHint = 'Probing';
  /** Variables for `*GET?`. */
  readonly variables = new Map<string, string>();
  /** Speeds that `set_chuck_speed` refuses with error 2. */
  readonly refusedSpeeds = new Set<string>();
  /** Whether a client has taken control. */
  remote = false;
  /** Sideways moves begun with the needles down: each is a scratch. */
  scratches = 0;
  /** Whether the vacuum is switched on. */
  vacuumOn = true;
  /** Fault: the wafer is not held although the vacuum is on (error 68). */
  vacuumLost = false;
  /** Fault: the front door is open, so nothing moves (error 60). */
  doorOpen = false;
  /** Fault: the machine says `NotReady` and refuses moves. */
  notReady = false;
  initializing = false;
  softContact = false;
  readonly #prober: ProberModel;
  readonly #elapsed: ElapsedTime;
  readonly #buttons = new Set<(button: string) => void>();

  constructor(clock: Clock, random: Random, options: SentioModelOptions = {}) {
    const wafer =
      options.wafer ??
      new WaferModel({ random: random.fork('wafer'), device: (die) => HeaterResistor.on(die) });
    this.version = options.version ?? '25.2.0';
    this.machineId = options.machineId ?? 'TS2000-SE-000001';
    this.#prober = new ProberModel({
      random: random.fork('prober'),
      card: new ProbeCardModel({ random: random.fork('card') }),
      ...(options.chuck === true ? { chuck: new ChuckModel({ random: random.fork('chuck') }) } : {}),
    });
    this.#elapsed = new ElapsedTime(clock);
    this.map = new SentioMap(wafer);
    this.motion = new SentioMotion(clock, () => this.prober);
    this.jobs = new SentioJobs(clock);
    const names: readonly [SentioSiteName, SentioSite][] = sentioSites.map((name) => [
      name,
      new SentioSite(),
    ]);
    // Object.fromEntries forgets the names in its type.
    this.sites = Object.fromEntries(names) as Record<SentioSiteName, SentioSite>;
    this.#prober.load(wafer);
    this.#align();
  }

  /** The physics, advanced to now. */
  get prober(): ProberModel {
    const seconds = this.#elapsed.take();
    this.#prober.advance(seconds);
    this.#prober.chuck?.advance(seconds);
    return this.#prober;
  }

  /** What is set up for the site the chuck is at. */
  get active(): SentioSite {
    return this.sites[this.site];
  }

  /** Whether the wafer's home is set. */
  get homeSet(): boolean {
    return this.sites.Wafer.homeSet;
  }

  set homeSet(value: boolean) {
    this.sites.Wafer.homeSet = value;
  }

  /** Whether the wafer's contact height is set. */
  get contactSet(): boolean {
    return this.sites.Wafer.contactSet;
  }

  set contactSet(value: boolean) {
    this.sites.Wafer.contactSet = value;
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

  /** The home of the site the chuck is at; error 18 when it is not set. */
  get home(): SentioSite['home'] {
    if (!this.active.homeSet) throw new SentioRefusal('homeNotSet');
    return this.active.home;
  }

  /** Height of `move_chuck_lift`. */
  get lift(): number {
    return this.active.contactSet ? Math.max(0, this.active.contact - liftGap) : 0;
  }

  /** Phases that lower the chuck to separation, if it is above. */
  get drop(): readonly SentioPhase[] {
    const { separation } = this.active;
    return this.position.z > separation + contactMargin ? [{ z: separation }] : [];
  }

  /**
   * Moves the chuck, if nothing forbids it.
   *
   * @throws SentioRefusal 60 with the door open, 12 while not ready, 68 when a wafer that is not held would move
   *   sideways or up to the needles, and as `SentioMotion.run`.
   */
  async move(phases: readonly SentioPhase[], carriesWafer = true): Promise<void> {
    if (this.doorOpen) throw new SentioRefusal('doorOpen');
    if (this.notReady || this.initializing)
      throw new SentioRefusal('invalidOperation', 'Machine is not ready');
    if (carriesWafer && !this.vacuum) throw new SentioRefusal('vacuum');
    const [first] = phases;
    const sideways = first?.x ?? first?.y ?? first?.theta;
    const scratching = sideways !== undefined && this.prober.overtravel > 0 && !this.motion.busy;
    const moving = this.motion.run(phases);
    if (scratching && this.motion.busy) this.scratches++;
    await moving;
  }

  /** Moves up to the needles, or anywhere else in Z; slowly with soft contact. */
  async moveZ(z: number): Promise<number> {
    const upwards = z > this.position.z;
    if (upwards && this.positionHint !== 'Probing') {
      throw new SentioRefusal('invalidOperation', `Chuck is at ${this.positionHint}`);
    }
    const { speed } = this.motion;
    const usual = speed.z;
    if (upwards && this.softContact) speed.z = usual / 10;
    try {
      await this.move([{ z }], upwards);
    } finally {
      speed.z = usual;
    }
    return this.position.z;
  }

  /** Moves sideways, through `before` and `after` in the same motion. */
  async moveXY(
    x: number,
    y: number,
    before: readonly SentioPhase[] = [],
    after: readonly SentioPhase[] = [],
  ): Promise<void> {
    await this.move([...before, { x, y }, ...after]);
    this.positionHint = 'Probing';
  }

  /** Lowers the chuck and takes it to where wafers are put on, or back to its centre. */
  async moveLoad(to: SentioPositionHint): Promise<void> {
    const { x, y } = this.#prober;
    const [left] = x.parameters.travel;
    const [front] = y.parameters.travel;
    const place = { Probing: { x: 0, y: 0 }, FrontLoad: { x: 0, y: front }, SideLoad: { x: left, y: 0 } }[to];
    await this.move([{ z: 0 }, place], false);
    this.positionHint = to;
  }

  /**
   * Steps to a die (in the native frame) and subsite: down to separation, over, and back to contact if the mode says so.
   *
   * @throws SentioRefusal 8 when there is no such die or subsite, 18 and 23 without home and contact, 38 when the mode
   *   locks the contact, and as {@link move}.
   */
  async step(die: SentioIndex, site = 0): Promise<void> {
    const { map, home, active, inContact } = this;
    const touchdown = active.touchdown;
    if (map.die(die) === undefined) throw new SentioRefusal('outOfBounds');
    if (site < 0 || site >= Math.max(1, map.subsites.length)) throw new SentioRefusal('outOfBounds');
    if (inContact && this.steppingMode === 'LockContact') throw new SentioRefusal('wrongZ');
    const place = map.place(die, site);
    const back = inContact && this.steppingMode === 'BackToContact' ? [{ z: touchdown }] : [];
    await this.moveXY(home.x + place.x, home.y + place.y, this.drop, back);
    map.current = { column: die.column, row: die.row };
    map.site = site;
  }

  /** Homes all stages and goes back to the wafer's home. The order is unconfirmed. */
  async initialize(): Promise<string> {
    if (this.doorOpen) throw new SentioRefusal('doorOpen');
    if (this.motion.busy) throw new SentioRefusal('invalidOperation', 'The chuck is moving');
    const { home } = this.sites.Wafer;
    this.initializing = true;
    try {
      await this.motion.run([
        { z: 0 },
        { x: 0, y: 0, theta: 0 },
        { x: home.x, y: home.y, theta: home.theta },
      ]);
    } finally {
      this.initializing = false;
    }
    this.site = 'Wafer';
    this.positionHint = 'Probing';
    this.map.current = this.map.homeDie;
    this.map.site = 0;
    return 'OK';
  }

  /** Waits for the operator to press a button of a message on the screen. */
  async message(): Promise<string> {
    return new Promise((resolve) => {
      this.#buttons.add(resolve);
    });
  }

  /** Presses a button of every message on the screen. */
  press(button: string): void {
    for (const resolve of this.#buttons) resolve(button);
    this.#buttons.clear();
  }

  /** What the operator does before remote control begins; it takes no time of the clock. */
  #align(): void {
    const prober = this.#prober;
    const { placement } = prober;
    const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
    const { Wafer } = this.sites;
    Wafer.home = {
      x: rounded(placement.x, 1),
      y: rounded(placement.y, 1),
      theta: rounded(-placement.theta, 4),
    };
    Wafer.homeSet = true;
    const long = 60;
    prober.x.moveTo(Wafer.home.x);
    prober.y.moveTo(Wafer.home.y);
    prober.theta.moveTo(Wafer.home.theta);
    prober.advance(long);
    const firstTouch = prober.z.position - prober.overtravel;
    Wafer.contact = Math.round(firstTouch) + operatorOverdrive;
    Wafer.contactSet = true;
    prober.z.moveTo(Wafer.separation);
    prober.advance(long);
  }
}

import type { Clock, Random } from '@fourwire/core';
import type { DieIndex } from '../prober/prober-map.ts';
import { ProberMachine } from '../prober/prober-machine.ts';
import type { ProberMachineOptions, ProberPlace } from '../prober/prober-machine.ts';
import { ProberSite } from '../prober/prober-site.ts';
import { SentioJobs } from './sentio-jobs.ts';
import { SentioRefusal } from './sentio-refusal.ts';
import { sentioSites } from './sentio-site.ts';
import type { SentioSiteName } from './sentio-site.ts';

/** The station behind a {@link SentioModel}. */
export interface SentioModelOptions extends ProberMachineOptions {
  /** What `status:get_version` says; `25.2.0` unless given. */
  readonly version?: string;
  readonly machineId?: string;
}

/** What stepping does while the needles are in contact. */
export const sentioSteppingModes = ['BackToContact', 'StepToSeparation', 'LockContact'] as const;

/** Where the chuck stands. */
export type SentioPositionHint = ProberPlace;

/** How far `move_chuck_lift` stays below contact, in µm. Unconfirmed. */
const liftGap = 3000;

/** A station under SENTIO: a prober whose chuck has several sites, and SENTIO's own settings. */
export class SentioModel extends ProberMachine {
  readonly version: string;
  readonly machineId: string;
  readonly jobs: SentioJobs;
  readonly sites: Readonly<Record<SentioSiteName, ProberSite>>;
  steppingMode: (typeof sentioSteppingModes)[number] = 'StepToSeparation';
  /** Variables for `*GET?`. */
  readonly variables = new Map<string, string>();
  /** Speeds that `set_chuck_speed` refuses with error 2. */
  readonly refusedSpeeds = new Set<string>();
  /** Whether a client has taken control. */
  remote = false;
  softContact = false;
  readonly #buttons = new Set<(button: string) => void>();
  #site: SentioSiteName = 'Wafer';

  constructor(clock: Clock, random: Random, options: SentioModelOptions = {}) {
    super(clock, random, options);
    this.version = options.version ?? '25.2.0';
    this.machineId = options.machineId ?? 'TS2000-SE-000001';
    this.jobs = new SentioJobs(clock);
    const names: readonly [SentioSiteName, ProberSite][] = sentioSites.map((name) => [
      name,
      name === 'Wafer' ? this.current : new ProberSite(),
    ]);
    // Object.fromEntries forgets the names in its type.
    this.sites = Object.fromEntries(names) as Record<SentioSiteName, ProberSite>;
  }

  /** The site the chuck is at. */
  get site(): SentioSiteName {
    return this.#site;
  }

  set site(name: SentioSiteName) {
    this.#site = name;
    this.current = this.sites[name];
  }

  /** Where the chuck stands. */
  get positionHint(): SentioPositionHint {
    return this.place;
  }

  set positionHint(place: SentioPositionHint) {
    this.place = place;
  }

  /** Height of `move_chuck_lift`. */
  get lift(): number {
    return this.active.contactSet ? Math.max(0, this.active.contact - liftGap) : 0;
  }

  /** Moves in Z, upwards slowly with soft contact. */
  override async moveZ(z: number): Promise<number> {
    return super.moveZ(z, this.softContact && z > this.position.z ? 0.1 : 1);
  }

  /**
   * Steps as the stepping mode says.
   *
   * @throws SentioRefusal 38 when the mode locks the contact, and as `ProberMachine.step`
   */
  override async step(die: DieIndex, site = 0): Promise<void> {
    if (this.inContact && this.steppingMode === 'LockContact' && this.map.die(die) !== undefined)
      throw new SentioRefusal('wrongZ');
    await super.step(die, site, this.steppingMode === 'BackToContact' ? 'back' : 'separated');
  }

  /** Homes all stages and goes back to the wafer's home. */
  override async initialize(): Promise<void> {
    this.site = 'Wafer';
    await super.initialize();
    this.place = 'Probing';
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
}

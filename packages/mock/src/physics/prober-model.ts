import type { Random } from '@fourwire/core';
import type { ChuckModel } from './chuck-model.ts';
import type { Die } from './die.ts';
import { expansionCoefficients, siliconStrain } from './expansion.ts';
import type { ProbeCardModel } from './probe-card-model.ts';
import type { StageParameters } from './stage-model.ts';
import { stageClasses, StageModel } from './stage-model.ts';
import type { WaferModel } from './wafer-model.ts';

/** The numbers behind a prober. Lengths are in µm, angles in degrees. */
export interface ProberParameters {
  readonly xy: StageParameters;
  readonly z: StageParameters;
  readonly theta: StageParameters;
  /** Z at which a wafer meets the needles in the middle of the chuck, all at room temperature. */
  readonly contactHeight: number;
  /** How far out of flat the chuck is at `flatnessRadius`: tilt in either direction, and bow. */
  readonly flatness: number;
  readonly flatnessRadius: number;
  /** Height of the chuck body that grows with its temperature. */
  readonly chuckHeight: number;
  /** Expansion of the chuck body, in 1/K. */
  readonly chuckExpansion: number;
  /** How far the needles come down and wander sideways for each K that the card warms up. */
  readonly cardGrowth: number;
  readonly cardShift: number;
  /** A wafer is put down this far (1σ) from the middle ... */
  readonly placement: number;
  /** ... and turned by this angle (1σ). */
  readonly placementAngle: number;
}

/** A semi-automatic 200 mm station. Unconfirmed typical values (probe sheet 1, 2, 4). */
export const semiAutomaticProber: ProberParameters = {
  xy: stageClasses.semiAutomaticXY,
  z: stageClasses.semiAutomaticZ,
  theta: stageClasses.theta,
  contactHeight: 10_000,
  flatness: 5,
  flatnessRadius: 100_000,
  chuckHeight: 30_000,
  chuckExpansion: expansionCoefficients.aluminium,
  cardGrowth: 0.35,
  cardShift: 0.5,
  placement: 50,
  placementAngle: 0.02,
};

/** What a {@link ProberModel} is made of. */
export interface ProberModelOptions {
  /** Where the scatter of moves and wafers and the shape of the chuck come from. */
  readonly random: Random;
  readonly card: ProbeCardModel;
  /** The thermal chuck in this prober, advanced by its owner; without it everything stays at room temperature. */
  readonly chuck?: ChuckModel;
  /** What differs from {@link semiAutomaticProber}. */
  readonly parameters?: Partial<ProberParameters>;
}

/** Where a wafer really lies on the chuck, in µm and degrees. */
export interface WaferPlacement {
  readonly x: number;
  readonly y: number;
  readonly theta: number;
}

/** Thickness of the wafer that {@link ProberParameters.contactHeight} was found with, in µm. */
const usualThickness = 725;

/** The needles count as lifted only this far below contact, in µm, so that a swinging stage lands once. */
const liftOff = 3;

/**
 * The mechanics of a probe station: three axes and rotation, a wafer that never lies quite straight, needles above.
 * The axes count as the wafer's places: at (x, y) the needles are over that place of a wafer put down exactly, at room
 * temperature. A warm wafer is larger, a warm chuck higher, a warm card lower (probe sheet 1 to 4).
 *
 * It holds no clock: call {@link advance} with the seconds that went by, and the chuck's own for the chuck.
 */
export class ProberModel {
  readonly parameters: ProberParameters;
  readonly x: StageModel;
  readonly y: StageModel;
  readonly z: StageModel;
  /** Rotation of the chuck, in degrees, counter-clockwise. */
  readonly theta: StageModel;
  readonly card: ProbeCardModel;
  readonly chuck: ChuckModel | undefined;
  readonly #random: Random;
  readonly #shape: readonly [tiltX: number, tiltY: number, bow: number];
  readonly #touchdowns = new Map<Die, number>();
  #wafer: WaferModel | undefined;
  #placement: WaferPlacement = { x: 0, y: 0, theta: 0 };
  #wafers = 0;
  #landed = false;

  constructor(options: ProberModelOptions) {
    this.parameters = { ...semiAutomaticProber, ...options.parameters };
    this.card = options.card;
    this.chuck = options.chuck;
    const { random } = options;
    const { xy, z, theta, flatness } = this.parameters;
    this.#random = random;
    this.x = new StageModel({ random: random.fork('x'), parameters: xy });
    this.y = new StageModel({ random: random.fork('y'), parameters: xy });
    this.z = new StageModel({ random: random.fork('z'), parameters: z });
    this.theta = new StageModel({ random: random.fork('theta'), parameters: theta });
    const shape = random.fork('flatness');
    const part = (): number => (flatness / 3) * (2 * shape.next() - 1);
    this.#shape = [part(), part(), part()];
  }

  /** The wafer on the chuck. */
  get wafer(): WaferModel | undefined {
    return this.#wafer;
  }

  /** Where the wafer really lies. */
  get placement(): WaferPlacement {
    return this.#placement;
  }

  /** Whether any axis is on its way. */
  get busy(): boolean {
    return this.x.busy || this.y.busy || this.z.busy || this.theta.busy;
  }

  /** Puts a wafer on the chuck, not quite straight, or at `placement`. */
  load(wafer: WaferModel, placement?: WaferPlacement): void {
    this.#wafers++;
    const random = this.#random.fork(`wafer/${this.#wafers}`);
    const { placement: scatter, placementAngle } = this.parameters;
    this.#wafer = wafer;
    this.#placement = placement ?? {
      x: random.normal(0, scatter),
      y: random.normal(0, scatter),
      theta: random.normal(0, placementAngle),
    };
    this.#touchdowns.clear();
  }

  /** Takes the wafer away. */
  unload(): void {
    this.#wafer = undefined;
  }

  /** Lets the wafer slip, as it does when the vacuum fails. */
  slip(x: number, y: number): void {
    this.#placement = { ...this.#placement, x: this.#placement.x + x, y: this.#placement.y + y };
  }

  /** The place of the wafer under the needles, in µm from its centre as drawn. */
  get needles(): { readonly x: number; readonly y: number } {
    const { chuck, parameters } = this;
    const shift = parameters.cardShift * (chuck === undefined ? 0 : chuck.card - chuck.room);
    const grown = 1 + (chuck === undefined ? 0 : siliconStrain(chuck.room, chuck.wafer));
    const angle = ((this.#placement.theta + this.theta.position) * Math.PI) / 180;
    const x = (this.x.position - this.#placement.x + shift) / grown;
    const y = (this.y.position - this.#placement.y + shift) / grown;
    return {
      x: x * Math.cos(angle) + y * Math.sin(angle),
      y: y * Math.cos(angle) - x * Math.sin(angle),
    };
  }

  /** The die under the needles, touched or not. */
  get die(): Die | undefined {
    const { x, y } = this.needles;
    return this.#wafer?.dieAt(x, y);
  }

  /** Whether the needles are over the pads, which sit around the centre of the die. */
  get overPads(): boolean {
    const { die, needles } = this;
    if (die === undefined || this.#wafer === undefined) return false;
    const reach = this.#wafer.parameters.padSize / 2;
    return Math.abs(needles.x - die.x) <= reach && Math.abs(needles.y - die.y) <= reach;
  }

  /**
   * How far the surface under the needles is above the height of first contact, in µm; negative is the gap that is
   * left. Without a wafer its thickness is missing.
   */
  get overtravel(): number {
    const { contactHeight, chuckHeight, chuckExpansion, cardGrowth } = this.parameters;
    const { chuck } = this;
    const growth =
      chuck === undefined
        ? 0
        : chuckExpansion * chuckHeight * (chuck.body - chuck.room) + cardGrowth * (chuck.card - chuck.room);
    const thickness = this.#wafer?.parameters.thickness ?? 0;
    return this.z.position + growth + this.#flatness() + thickness - usualThickness - contactHeight;
  }

  /** How often the needles came down on a die of the present wafer. */
  touchdowns(column: number, row: number): number {
    const die = this.#wafer?.die(column, row);
    return (die && this.#touchdowns.get(die)) ?? 0;
  }

  /**
   * Lets `seconds` pass for the axes, and counts a touchdown when the needles have come down.
   *
   * @throws FourwireError of kind `range` when `seconds` is negative or not a number.
   */
  advance(seconds: number): void {
    for (const axis of [this.x, this.y, this.z, this.theta]) axis.advance(seconds);
    const { overtravel } = this;
    if (overtravel < -liftOff) this.#landed = false;
    if (this.#landed || overtravel <= 0) return;
    this.#landed = true;
    this.card.land();
    const { die } = this;
    if (die !== undefined) this.#touchdowns.set(die, (this.#touchdowns.get(die) ?? 0) + 1);
  }

  #flatness(): number {
    const { flatnessRadius } = this.parameters;
    const [tiltX, tiltY, bow] = this.#shape;
    const [u, v] = [this.x.position / flatnessRadius, this.y.position / flatnessRadius];
    return tiltX * u + tiltY * v + bow * (u ** 2 + v ** 2);
  }
}

import type { Random } from '@fourwire/core';
import type { Defect } from './die.ts';

/** How defects are spread over a wafer. Lengths are fractions of the wafer's radius. */
export interface YieldParameters {
  /** Chance of a defect anywhere. */
  readonly background: number;
  /** From this radius to the rim the chance rises ... */
  readonly edgeStart: number;
  /** ... by this much at the rim. */
  readonly edge: number;
  /** Clusters of defects on a wafer (scratches, splashes). */
  readonly clusters: number;
  readonly clusterRadius: number;
  /** Chance of a defect in the middle of a cluster. */
  readonly clusterDensity: number;
  /** How often each kind comes up, as parts of their sum. */
  readonly kinds: Readonly<Record<Exclude<Defect, 'none'>, number>>;
}

/** A mature process. Unconfirmed estimates; the sheet gives the shape: edge ring and random clusters (probe sheet 6). */
export const matureYield: YieldParameters = {
  background: 0.02,
  edgeStart: 0.85,
  edge: 0.3,
  clusters: 2,
  clusterRadius: 0.12,
  clusterDensity: 0.7,
  kinds: { open: 30, short: 20, leaky: 25, stuck: 15, 'broken-spring': 10 },
};

/** A wafer without a single defect. */
export const perfectYield: YieldParameters = { ...matureYield, background: 0, edge: 0, clusters: 0 };

/** Where the defects of one wafer are. */
export class YieldMap {
  readonly #parameters: YieldParameters;
  readonly #centres: readonly (readonly [x: number, y: number])[];

  constructor(parameters: YieldParameters, random: Random) {
    this.#parameters = parameters;
    this.#centres = Array.from({ length: parameters.clusters }, () => {
      const radius = Math.sqrt(random.next());
      const angle = 2 * Math.PI * random.next();
      return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
    });
  }

  /** Chance of a defect at a place; `x` and `y` are fractions of the wafer's radius. */
  chance(x: number, y: number): number {
    const { background, edgeStart, edge, clusterRadius, clusterDensity } = this.#parameters;
    const beyond = Math.max(0, (Math.hypot(x, y) - edgeStart) / (1 - edgeStart));
    const good = this.#centres.reduce(
      (product, [cx, cy]) =>
        product * (1 - clusterDensity * Math.exp(-((Math.hypot(x - cx, y - cy) / clusterRadius) ** 2))),
      (1 - background) * (1 - Math.min(1, edge * beyond)),
    );
    return 1 - good;
  }

  /** What is wrong with the die at a place. */
  defect(x: number, y: number, random: Random): Defect {
    const lucky = random.next() >= this.chance(x, y);
    if (lucky) return 'none';
    const kinds = Object.entries(this.#parameters.kinds) as [Defect, number][];
    let ticket = random.next() * kinds.reduce((sum, [, parts]) => sum + parts, 0);
    for (const [kind, parts] of kinds) {
      ticket -= parts;
      if (ticket < 0) return kind;
    }
    return 'open';
  }
}

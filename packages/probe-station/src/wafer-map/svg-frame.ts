import { dieCentre } from './coordinates.ts';
import { flatDistanceUm, flatsOf } from './geometry.ts';
import type { DieIndex, Pair, PointUm, WaferGeometry } from './geometry.ts';
import { svgNumber } from './svg-text.ts';

/** @internal Where the wafer lies in the drawing, in pixels: X right, Y **down**. */
export class SvgFrame {
  readonly geometry: WaferGeometry;
  readonly centre: Pair;
  readonly radius: number;
  /** Pixels per µm. */
  readonly scale: number;
  readonly pitch: Pair;

  constructor(geometry: WaferGeometry, centre: Pair, radius: number) {
    this.geometry = geometry;
    this.centre = centre;
    this.radius = radius;
    this.scale = (2 * radius) / geometry.diameterUm;
    this.pitch = { x: geometry.pitchUm.x * this.scale, y: geometry.pitchUm.y * this.scale };
  }

  at(point: PointUm): Pair {
    return { x: this.centre.x + point.xUm * this.scale, y: this.centre.y - point.yUm * this.scale };
  }

  die(die: DieIndex): Pair {
    return this.at(dieCentre(this.geometry, die));
  }

  /** The rim with flats and notch as a path; with `insetUm` the line that far within the rim and the flats. */
  outline(insetUm = 0): string {
    const { mark, diameterUm } = this.geometry;
    const radiusUm = diameterUm / 2 - insetUm;
    const gaps = flatsOf(this.geometry).flatMap((flat) => {
      const distanceUm = flatDistanceUm(this.geometry, flat) - insetUm;
      return distanceUm < radiusUm ? [this.#flat(flat.angleDeg, distanceUm, radiusUm)] : [];
    });
    // The exclusion does not follow the notch.
    if (mark.kind === 'notch' && insetUm === 0) gaps.push(this.#notch(mark.angleDeg, mark.depthUm));
    gaps.sort((a, b) => a.angleDeg - b.angleDeg);
    // An arc cannot be a whole circle: without a gap it is drawn as two halves.
    if (gaps.length === 0) {
      for (const angleDeg of [0, 180])
        gaps.push({ angleDeg, halfDeg: 0, points: [this.#polar(angleDeg, radiusUm)] });
    }
    const [first] = gaps;
    if (first === undefined) return '';
    const size = svgNumber(radiusUm * this.scale);
    const arcs = gaps.map(({ points, halfDeg, angleDeg }, index) => {
      const next = gaps[index + 1] ?? { ...first, angleDeg: first.angleDeg + 360 };
      const sweep = next.angleDeg - next.halfDeg - (angleDeg + halfDeg);
      const chords = points.slice(1).map((point) => `L${point}`);
      return `${chords.join('')}A${size} ${size} 0 ${sweep > 180 ? 1 : 0} 0 ${next.points[0]}`;
    });
    return `M${first.points[0]}${arcs.join('')}z`;
  }

  #flat(angleDeg: number, distanceUm: number, radiusUm: number): Gap {
    const halfDeg = degrees(Math.acos(distanceUm / radiusUm));
    const ends = [angleDeg - halfDeg, angleDeg + halfDeg];
    return { angleDeg, halfDeg, points: ends.map((end) => this.#polar(end, radiusUm)) };
  }

  #notch(angleDeg: number, trueDepthUm: number): Gap {
    // Drawn at least 8 pixels deep: a true notch of 1 mm would hardly be seen.
    const depthUm = Math.max(trueDepthUm, 8 / this.scale);
    const radiusUm = this.geometry.diameterUm / 2;
    const halfDeg = degrees(depthUm / radiusUm);
    return {
      angleDeg,
      halfDeg,
      points: [
        this.#polar(angleDeg - halfDeg, radiusUm),
        this.#polar(angleDeg, radiusUm - depthUm),
        this.#polar(angleDeg + halfDeg, radiusUm),
      ],
    };
  }

  #polar(angleDeg: number, radiusUm: number): string {
    const angle = (angleDeg * Math.PI) / 180;
    const { x, y } = this.at({ xUm: radiusUm * Math.cos(angle), yUm: radiusUm * Math.sin(angle) });
    return `${svgNumber(x)} ${svgNumber(y)}`;
  }
}

/** Where a flat or notch interrupts the rim, and the points along it, counter-clockwise. */
interface Gap {
  readonly angleDeg: number;
  readonly halfDeg: number;
  readonly points: readonly string[];
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

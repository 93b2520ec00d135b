import type { ComplexNumber } from '../physics/devices/electrical-device.ts';

/** What the meter works a pair of values out of. */
export interface MeasuredImpedance {
  readonly impedance: ComplexNumber;
  /** rad/s. */
  readonly omega: number;
  /** Ω for direct current. */
  readonly directResistance: number;
  /** V and A of the bias. */
  readonly bias: readonly [number, number];
}

/** All that two values can be made of. */
interface Quantities {
  readonly r: number;
  readonly x: number;
  readonly g: number;
  readonly b: number;
  readonly omega: number;
  readonly dissipation: number;
  readonly rdc: number;
  readonly bias: readonly [number, number];
}

type Value = (of: Quantities) => number;

const cp: Value = ({ b, omega }) => b / omega;
const cs: Value = ({ x, omega }) => -1 / (omega * x);
const lp: Value = ({ b, omega }) => -1 / (omega * b);
const ls: Value = ({ x, omega }) => x / omega;
const d: Value = ({ dissipation }) => dissipation;
const q: Value = ({ dissipation }) => 1 / dissipation;
const g: Value = (of) => of.g;
const rp: Value = (of) => 1 / of.g;
const rs: Value = (of) => of.r;
const rdc: Value = (of) => of.rdc;
const size: Value = ({ r, x }) => Math.hypot(r, x);
const admittance: Value = (of) => 1 / size(of);
const radians: Value = ({ r, x }) => Math.atan2(x, r);
const degrees =
  (angle: Value): Value =>
  (of) =>
    (angle(of) * 180) / Math.PI;
const opposite: Value = (of) => -radians(of);

/** The pairs of values by the name that `FUNCtion:IMPedance` has for them (sheet lcr-keysight-e4980.md). */
export const impedancePairs = {
  CPD: [cp, d],
  CPQ: [cp, q],
  CPG: [cp, g],
  CPRP: [cp, rp],
  CSD: [cs, d],
  CSQ: [cs, q],
  CSRS: [cs, rs],
  LPD: [lp, d],
  LPQ: [lp, q],
  LPG: [lp, g],
  LPRP: [lp, rp],
  LPRD: [lp, rdc],
  LSD: [ls, d],
  LSQ: [ls, q],
  LSRS: [ls, rs],
  LSRD: [ls, rdc],
  RX: [rs, (of) => of.x],
  ZTD: [size, degrees(radians)],
  ZTR: [size, radians],
  GB: [g, (of) => of.b],
  YTD: [admittance, degrees(opposite)],
  YTR: [admittance, opposite],
  DCR: [rdc, () => 0],
  VDID: [({ bias }) => bias[0], ({ bias }) => bias[1]],
} as const satisfies Readonly<Record<string, readonly [Value, Value]>>;

/** The name of a pair of values. */
export type ImpedancePair = keyof typeof impedancePairs;

/** The two values of a pair. */
export function pairOf(name: ImpedancePair, measured: MeasuredImpedance): readonly [number, number] {
  const { real: r, imaginary: x } = measured.impedance;
  const square = r ** 2 + x ** 2;
  const of: Quantities = {
    r,
    x,
    g: r / square,
    b: -x / square,
    omega: measured.omega,
    dissipation: Math.abs(r / x),
    rdc: measured.directResistance,
    bias: measured.bias,
  };
  const [primary, secondary] = impedancePairs[name];
  return [primary(of), secondary(of)];
}

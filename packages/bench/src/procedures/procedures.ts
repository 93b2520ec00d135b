import type { Procedure } from '../procedure/procedure.ts';
import { bondLot } from './bond-lot.ts';
import { burnIn } from './burn-in.ts';
import { grid, sweep } from './sweep.ts';
import { thermalCycle } from './thermal-cycle.ts';
import { thermalShock } from './thermal-shock.ts';
import { thermalSoak } from './thermal-soak.ts';
import { waferTest } from './wafer-test.ts';

/** A procedure whose options and result are what they are. */
// oxlint-disable-next-line typescript/no-explicit-any -- the only type to which every procedure is assignable
type AnyProcedure = Procedure<any, unknown>;

/** The procedures that come with Fourwire and need no code of the user: what a list of them shows. */
export const procedures: readonly AnyProcedure[] = [
  sweep(),
  grid(),
  thermalCycle(),
  thermalShock(),
  thermalSoak(),
  burnIn(),
  waferTest(),
  bondLot(),
];

import { oneOf, optionalField, quantity, record } from '@fourwire/core';
import type { ValueOf } from '@fourwire/core';
import { thermalShockChamber } from '@fourwire/thermal-chamber';
import type { ThermalShockChamber } from '@fourwire/thermal-chamber';
import type { Action } from '../procedure/action.ts';
import { defineProcedure } from '../procedure/procedure.ts';
import type { DeviceClasses, Procedure, ProcedureContext } from '../procedure/procedure.ts';
import { withDevices } from './channel.ts';
import type { Measured } from './channel.ts';
import { cycles, lookInterval, thermalFields } from './cycling.ts';
import type { CyclingResult } from './cycling.ts';
import { cyclingChoice, cyclingProfile } from './profile-options.ts';
import { ZoneRun } from './zone-run.ts';

const options = record({
  ...cyclingChoice,
  ...thermalFields,
  /** The zone of the first dwell; `high` unless given. */
  first: optionalField(oneOf(['low', 'high'])),
  /** How far inside the tolerance the zones are kept, in K; 2 K unless given. */
  margin: optionalField(quantity('K', { min: 0.001 })),
});

/** What {@link thermalShock} is told. */
export type ThermalShockOptions = ValueOf<typeof options>;

/** How long a transfer is taken to last where the profile does not limit it, in s, for the estimate. */
const usualTransfer = 10;

/** How long the zones are taken to need before the first transfer, in s, for the estimate. */
const usualWarmUp = 1800;

/**
 * Thermal shock in a chamber with two zones, of air or of liquid: brings the zones to their temperatures, then moves the
 * basket to and fro. The dwell counts on the air of the zone, on the product, or from the immersion, as the profile says;
 * in liquid, where the load has no sensor, the bath stands for it.
 * Transfers, dwells and temperatures are checked against the profile cycle by cycle; deviations are notes in the
 * journal. It is resumed at the cycle in which it was interrupted.
 *
 * @example
 * ```ts no-run
 * const options = {
 *   standard: 'JESD22-A106 condition C',
 *   acceptUnconfirmed: ['low', 'high', 'dwell', 'cycles', 'transfer', 'recovery'],
 *   values: { lowTolerance: { minus: 10, plus: 0 }, highTolerance: { minus: 0, plus: 10 } },
 * };
 * await runProcedure(thermalShock(), { bench, journal, options });
 * ```
 */
export function thermalShock<D extends DeviceClasses = DeviceClasses>(
  measured: Measured<D> = {},
): Procedure<ThermalShockOptions, CyclingResult> {
  return defineProcedure({
    name: 'thermal-shock',
    title: 'Moves parts between a hot and a cold zone and measures them in each dwell',
    options,
    devices: withDevices({ chamber: thermalShockChamber }, measured.devices),
    steps: (context) => shock(context, measured),
  });
}

function* shock<D extends DeviceClasses>(
  context: ProcedureContext<{ readonly chamber: typeof thermalShockChamber }, ThermalShockOptions>,
  measured: Measured<D>,
): Generator<Action, CyclingResult, unknown> {
  const { journal, options: told } = context;
  const chamber: ThermalShockChamber = context.devices.chamber;
  const profile = cyclingProfile(told, chamber.product === undefined ? 'air' : 'product');
  const { dwell, transfer } = profile.values;
  const { first = 'high', margin } = told;
  const interval = lookInterval(dwell, told);
  const run = new ZoneRun(chamber, profile, journal, { interval, margin });
  const seconds = dwell + interval + (transfer?.max ?? usualTransfer);
  return yield* cycles(context, measured, {
    profile,
    first,
    record: run.record,
    prepare: async (stepContext) => run.prepare(stepContext),
    dwell: async (side, stepContext, onLook) => run.dwell(side, stepContext, onLook),
    astray: async (side, stepContext) => run.astray(side, stepContext),
    refusal: () => run.refusal(),
    // The zones are brought to their temperatures before the first.
    seconds: (_side, isFirst) => seconds + (isFirst ? usualWarmUp : 0),
  });
}

import type { ThermalChamber } from '@fourwire/thermal-chamber';

/** Dries at 105 °C for four hours; gives the hours it took. */
export async function dry(oven: ThermalChamber): Promise<number> {
  const { elapsed } = await oven.settle({ target: 105, tolerance: 2, dwell: 4 * 3600 });
  await oven.running.write(false);
  return elapsed / 3600;
}

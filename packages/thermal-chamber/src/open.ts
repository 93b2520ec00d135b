import { createOpener } from '@fourwire/transport';
import type { Opener } from '@fourwire/transport';
import { thermalChamber } from './classes/thermal-chamber.ts';
import type { ThermalChamber } from './classes/thermal-chamber.ts';
import { drivers } from './drivers.ts';

/**
 * Opens a thermal chamber: `await using oven = await openThermalChamber('modbus-tcp://192.168.0.222:502/1', { driver: 'watlow-f4t' })`.
 *
 * @throws FourwireError of kind `range` for an address or driver that does not exist, of kind `link` when the chamber
 * cannot be reached
 */
export const openThermalChamber: Opener<ThermalChamber> = createOpener(thermalChamber, drivers);

import { createOpener } from '@fourwire/transport';
import type { Opener } from '@fourwire/transport';
import { thermalChamber } from './classes/thermal-chamber.ts';
import type { ThermalChamber } from './classes/thermal-chamber.ts';
import { thermalChuck } from './classes/thermal-chuck.ts';
import type { ThermalChuck } from './classes/thermal-chuck.ts';
import { thermalShockChamber } from './classes/thermal-shock-chamber.ts';
import type { ThermalShockChamber } from './classes/thermal-shock-chamber.ts';
import { thermalStream } from './classes/thermal-stream.ts';
import type { ThermalStream } from './classes/thermal-stream.ts';
import { drivers } from './drivers.ts';

/**
 * Opens a thermal chamber: `await using oven = await openThermalChamber('modbus-tcp://192.168.0.222:502/1', { driver: 'watlow-f4t' })`.
 *
 * @throws FourwireError of kind `range` for an address or driver that does not exist, of kind `link` when the chamber
 * cannot be reached
 */
export const openThermalChamber: Opener<ThermalChamber> = createOpener(thermalChamber, drivers);

/**
 * Opens a thermal-shock chamber.
 *
 * @throws FourwireError as {@link openThermalChamber}
 */
export const openThermalShockChamber: Opener<ThermalShockChamber> = createOpener(
  thermalShockChamber,
  drivers,
);

/**
 * Opens a thermal air stream: `await using stream = await openThermalStream('GPIB0::18::INSTR', { driver: 'temptronic-ats' })`.
 *
 * @throws FourwireError as {@link openThermalChamber}
 */
export const openThermalStream: Opener<ThermalStream> = createOpener(thermalStream, drivers);

/**
 * Opens a thermal chuck or a tempered stage: `await using chuck = await openThermalChuck('ASRL/dev/ttyUSB0::INSTR', { driver: 'ers-ac3' })`.
 *
 * @throws FourwireError as {@link openThermalChamber}
 */
export const openThermalChuck: Opener<ThermalChuck> = createOpener(thermalChuck, drivers);

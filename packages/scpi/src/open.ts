import { createOpener } from '@fourwire/transport';
import type { Opener } from '@fourwire/transport';
import { multimeter } from './classes/multimeter.ts';
import type { Multimeter } from './classes/multimeter.ts';
import { drivers } from './drivers.ts';

/**
 * Opens a multimeter: `await using meter = await openMultimeter('TCPIP::192.168.1.20::5025::SOCKET', { driver: 'keysight-34460' })`.
 *
 * @throws FourwireError of kind `range` for an address or driver that does not exist, of kind `link` when the meter
 * cannot be reached, of kind `device` when another model answers
 */
export const openMultimeter: Opener<Multimeter> = createOpener(multimeter, drivers);

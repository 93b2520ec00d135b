import { createOpener } from '@fourwire/transport';
import type { Opener } from '@fourwire/transport';
import { balance } from './classes/balance.ts';
import type { Balance } from './classes/balance.ts';
import { displacementSensor } from './classes/displacement-sensor.ts';
import type { DisplacementSensor } from './classes/displacement-sensor.ts';
import { focusDrive } from './classes/focus-drive.ts';
import type { FocusDrive } from './classes/focus-drive.ts';
import { lengthGauge } from './classes/length-gauge.ts';
import type { LengthGauge } from './classes/length-gauge.ts';
import { drivers } from './drivers.ts';

/**
 * Opens a length gauge: `await using gauge = await openLengthGauge('ASRL/dev/ttyUSB0::INSTR', { driver: 'sylvac' })`. Its
 * line is set as the instrument leaves the factory, unless `serial` says otherwise.
 *
 * @throws FourwireError of kind `range` for an address or driver that does not exist, of kind `link` when the port
 * cannot be opened, of kind `timeout` when nothing answers
 */
export const openLengthGauge: Opener<LengthGauge> = createOpener(lengthGauge, drivers);

/** Opens a balance; as {@link openLengthGauge}. */
export const openBalance: Opener<Balance> = createOpener(balance, drivers);

/** Opens a displacement sensor; as {@link openLengthGauge}. */
export const openDisplacementSensor: Opener<DisplacementSensor> = createOpener(displacementSensor, drivers);

/** Opens a microscope focus; as {@link openLengthGauge}. */
export const openFocusDrive: Opener<FocusDrive> = createOpener(focusDrive, drivers);

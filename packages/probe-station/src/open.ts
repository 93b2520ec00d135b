import { createOpener } from '@fourwire/transport';
import type { Opener } from '@fourwire/transport';
import { probeStation } from './classes/probe-station.ts';
import type { ProbeStation } from './classes/probe-station.ts';
import { stage } from './classes/stage.ts';
import type { Stage } from './classes/stage.ts';
import { drivers } from './drivers.ts';

/**
 * Opens a probe station: `await using prober = await openProbeStation('TCPIP::192.168.1.30::35555::SOCKET', { driver: 'mpi-sentio' })`.
 *
 * @throws FourwireError of kind `range` for an address or driver that does not exist, of kind `link` when the station
 * cannot be reached
 */
export const openProbeStation: Opener<ProbeStation> = createOpener(probeStation, drivers);

/** Opens a plain motorised stage; as {@link openProbeStation}. */
export const openStage: Opener<Stage> = createOpener(stage, drivers);

import { defineDriver } from '@fourwire/core';
import type { ByteTransport, DriverContext } from '@fourwire/core';
import { chamberMembers } from '../classes/chamber-members.ts';
import { thermalChamber } from '../classes/thermal-chamber.ts';
import { ThermotronSession, thermotronOptions, thermotronParts } from './thermotron-parts.ts';
import type { ThermotronOptions } from './thermotron-parts.ts';

/**
 * Thermotron 8800 and 8200+ programmer-controllers, over TCP port 8888, RS-232 or GPIB.
 *
 * Source: sheet thermotron.md. Unconfirmed: the unit and the "off" of the manual ramp rate, so ramps are run by the
 * host; and the temperature range of a chamber, therefore an option.
 */
export const thermotron8800 = defineDriver({
  name: 'thermotron-8800',
  deviceClass: thermalChamber,
  wire: 'bytes',
  // Unconfirmed: set at the panel; 9600 8N1 is typical.
  serial: { baudRate: 9600 },
  options: thermotronOptions,
  connect: (context: DriverContext<ByteTransport>, options: ThermotronOptions) =>
    connection(context, options, '8800'),
});

/**
 * Thermotron 3800 programmer-controllers on GPIB or RS-232. They do not answer set commands, take a setpoint over only
 * when they start, and stop responding until power is cycled when they are written to more than about once a second:
 * the bus keeps the gap. While the chamber stands `setpoint` gives what was written; starting reads it back.
 *
 * Source: sheet thermotron.md, sections 3 and 5, after pymeasure.
 */
export const thermotron3800 = defineDriver({
  name: 'thermotron-3800',
  deviceClass: thermalChamber,
  wire: 'bytes',
  // Unconfirmed: set at the panel; 9600 8N1 is typical.
  serial: { baudRate: 9600 },
  bus: { timeout: { seconds: 10 }, gap: { seconds: 1 } },
  options: thermotronOptions,
  connect: (context: DriverContext<ByteTransport>, options: ThermotronOptions) =>
    connection(context, options, '3800'),
});

// oxlint-disable-next-line typescript/explicit-function-return-type -- the driver infers it
function connection(
  context: DriverContext<ByteTransport>,
  options: ThermotronOptions,
  generation: '3800' | '8800',
) {
  const session = new ThermotronSession(context, generation);
  return {
    members: chamberMembers(thermotronParts(session, options), context),
    identify: session.identity.bind(session),
  };
}

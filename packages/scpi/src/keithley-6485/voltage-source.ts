import type { ByteTransport, DriverContext } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import type { ElectrometerSourceSettings } from '../electrometers/electrometer-port.ts';
import { rangedVoltage } from '../electrometers/ranged-voltage.ts';
import { pathSettings } from '../session/path-settings.ts';
import type { ScpiSession } from '../session/scpi-session.ts';

/** Bit of the measurement condition register: the source is in compliance (6487 reference manual, section 10). */
const complianceBit = 1 << 14;

/** The largest range, in V. */
const largest = 500;

/**
 * The voltage source of a 6487. Source: sheet electrometer-keithley-6485-6487.md, "6487 voltage source and ohms", and the
 * 6487 reference manual, table 14-5.
 */
export function voltageSource(
  session: ScpiSession,
  context: DriverContext<ByteTransport>,
): ElectrometerSourceSettings {
  const at = pathSettings(session);
  return {
    ...rangedVoltage(at, largest, context),
    output: at.boolean('SOUR:VOLT:STAT'),
    inCompliance: {
      read: async (call) => ((await session.queryNumber(scpi`STAT:MEAS:COND?`, call)) & complianceBit) !== 0,
    },
    interlock: {
      // 1 when the source cannot be switched on.
      closed: {
        read: async (call) => (await session.queryNumber(scpi`SOUR:VOLT:INT:FAIL?`, call)) === 0,
      },
    },
  };
}

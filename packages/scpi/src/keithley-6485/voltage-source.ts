import type { Call, DriverContext, ByteTransport } from '@fourwire/core';
import { scpi } from '../codec/command.ts';
import type { ElectrometerSourceSettings } from '../electrometers/electrometer-port.ts';
import { fullScale, observed } from '../session/limited.ts';
import { pathSettings } from '../session/path-settings.ts';
import type { ScpiSession } from '../session/scpi-session.ts';

/** Bit of the measurement condition register: the source is in compliance (6487 reference manual, section 10). */
const complianceBit = 1 << 14;

/** The largest full scale, in V. */
const largest = 500;

/** The voltage source of a 6487. Source: sheet electrometer-keithley-6485-6487.md, "6487 voltage source and ohms". */
export function voltageSource(
  session: ScpiSession,
  context: DriverContext<ByteTransport>,
): ElectrometerSourceSettings {
  const at = pathSettings(session);
  const output = at.boolean('SOUR:VOLT:STAT');
  const voltage = at.number('SOUR:VOLT');
  let inForce = largest;
  const range = observed(at.number('SOUR:VOLT:RANG'), (volts) => {
    inForce = Math.min(largest, volts);
  });
  return {
    output,
    // It takes no level above the range in force (6487 reference manual, table 14-5).
    voltage: {
      ...voltage,
      limits: async (call: Call) => {
        await range.read(call);
        return { min: -inForce, max: inForce };
      },
    },
    range: {
      ...fullScale(range, () => largest),
      write: async (volts, call) => {
        await range.write(volts, call);
        await context.refreshLimits(call);
      },
    },
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

import type { ByteTransport, DriverContext } from '@fourwire/core';
import { coupled, fullScale, observed } from '../session/limited.ts';
import type { PathSettings } from '../session/path-settings.ts';
import type { ElectrometerSourceSettings } from './electrometer-port.ts';

/**
 * The voltage of a source at `SOUR:VOLT`, which takes no level above the range in force.
 *
 * @param largest - the largest range, in V
 */
export function rangedVoltage(
  at: PathSettings,
  largest: number,
  context: Pick<DriverContext<ByteTransport>, 'refreshLimits'>,
): Pick<ElectrometerSourceSettings, 'voltage' | 'range'> {
  let inForce = largest;
  const range = observed(at.number('SOUR:VOLT:RANG'), (volts) => {
    inForce = Math.min(largest, volts);
  });
  return {
    voltage: {
      ...at.number('SOUR:VOLT'),
      limits: async (call) => {
        await range.read(call);
        return { min: -inForce, max: inForce };
      },
    },
    range: coupled(
      fullScale(range, () => largest),
      context,
    ),
  };
}

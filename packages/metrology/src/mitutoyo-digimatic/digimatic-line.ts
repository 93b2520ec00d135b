import { FourwireError } from '@fourwire/core';
import { parseDecimal } from '../values/decimal.ts';
import type { Decimal } from '../values/decimal.ts';
import { sensorFault } from '../values/faults.ts';

/** A line of a Digimatic interface: which channel, and what it shows in the gauge's own unit. */
export interface DigimaticLine {
  readonly channel: number;
  readonly shown: Decimal;
}

/** Which channel a line belongs to, be it a value or an error; `undefined` for other lines. */
export function channelOf(line: string): number | undefined {
  const match = /^0(\d)[A-Z][+-][\d.]{1,10}$|^9(\d)\d$/.exec(line);
  return match === null ? undefined : Number(match[1] ?? match[2]);
}

/**
 * Reads a line such as `01A+0000.123`: code 0, channel, item, value.
 *
 * @throws FourwireError of kind `device` for an error line such as `911`
 */
export function parseDigimatic(line: string): DigimaticLine | undefined {
  const error = /^9(\d)(\d)$/.exec(line);
  if (error !== null) throw interfaceError(error[1] ?? '', error[2] ?? '');
  const match = /^0(\d)[A-Z]([+-][\d.]{1,10})$/.exec(line);
  if (match === null) return undefined;
  return { channel: Number(match[1]), shown: parseDecimal(match[2] ?? '') };
}

/** What the interface says in place of a value (sheet, section 2a). */
function interfaceError(channel: string, code: string): FourwireError {
  if (code === '1') {
    return new FourwireError(
      'device',
      'no-reading',
      `The gauge on channel ${channel} gives no data: it is off, unplugged, or its battery is low.`,
    );
  }
  return sensorFault(
    code,
    code === '2' ? 'the data of the gauge have a wrong format' : 'a system error of the interface',
  );
}

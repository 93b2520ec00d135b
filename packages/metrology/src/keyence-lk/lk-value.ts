import { FourwireError } from '@fourwire/core';
import { parseDecimal } from '../values/decimal.ts';
import { overload, refused, underload } from '../values/faults.ts';
import { lengthOf } from '../values/length.ts';
import type { LengthReading } from '../values/length.ts';

/** What the codes of `ER` mean, for LK-G and for the unit DL-RS1A (sheet keyence-displacement.md). */
const errors: Readonly<Record<string, string>> = {
  '00': 'unknown command',
  '20': 'wrong length of the data',
  '21': 'wrong number of parameters',
  '22': 'invalid parameter',
  '65': 'no amplifier with this number',
  '88': 'time-out inside the controller',
  '99': 'another error',
};

/**
 * Reads a value of an LK-G controller: sign and digits with a point, or a word in place of them.
 *
 * @throws FourwireError of kind `device`: `overload`, `underload` or `no-reading`
 */
export function parseLkValue(text: string): LengthReading {
  if (/^\+F+$/.test(text)) throw overload('The target is beyond the measuring range.');
  if (/^-F+$/.test(text)) throw underload('The target is before the measuring range.');
  if (/^X+$/.test(text) || /^-{3,}$/.test(text))
    throw new FourwireError(
      'device',
      'no-reading',
      'The sensor has no value: no target, or it waits for a trigger.',
    );
  return lengthOf(parseDecimal(text), 'mm');
}

/** Throws where a controller answers `ER` to one of these commands. */
export function refuseKeyenceError(line: string): void {
  const match = /^ER,([^,]*),(\d+)$/.exec(line.trim());
  if (match === null) return;
  const code = match[2] ?? '';
  if (code === '01')
    throw new FourwireError(
      'device',
      'setting-mode',
      'The controller is in its setting mode and does not measure; bring it back to measuring mode.',
    );
  throw refused(code, errors[code] ?? 'an error of the controller; see its manual');
}

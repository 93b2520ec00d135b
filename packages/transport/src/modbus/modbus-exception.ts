import { FourwireError } from '@fourwire/core';
import type { RetryAdvice } from '@fourwire/core';

/** Exception codes with their names, and whether the same request may succeed later (Modbus application protocol 1.1b3, 7). */
const exceptions: Readonly<Record<number, readonly [text: string, retry: RetryAdvice]>> = {
  1: ['illegal function', 'never'],
  2: ['illegal data address', 'never'],
  3: ['illegal data value', 'never'],
  4: ['server device failure', 'operator'],
  5: ['acknowledge, the request takes long', 'later'],
  6: ['server device busy', 'later'],
  8: ['memory parity error', 'operator'],
  10: ['gateway path unavailable', 'later'],
  11: ['gateway target device failed to respond', 'later'],
};

/** The error for an exception reply. */
export function exceptionError(code: number): FourwireError {
  const [text, retry] = exceptions[code] ?? ['an exception of its own', 'operator' as const];
  return new FourwireError(
    'device',
    'modbus-exception',
    `The unit refused the request with exception ${code}, ${text}.`,
    { retry, device: { code, text } },
  );
}

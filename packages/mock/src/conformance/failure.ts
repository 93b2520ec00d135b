import { FourwireError } from '@fourwire/core';

/** The error of a check that found something. */
export function failure(message: string, cause?: unknown): FourwireError {
  return new FourwireError('internal', 'conformance-failed', message, cause === undefined ? {} : { cause });
}

/** As {@link failure}, for a value that a member can never have: any driver could have seen that. */
export function impossible(message: string): FourwireError {
  return failure(message).with({ details: { impossible: true } });
}

/** A value in a message. */
export function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'number' || value === undefined) return String(value);
  try {
    const text = JSON.stringify(value);
    return text.length > 100 ? `${text.slice(0, 100)}…` : text;
  } catch {
    return 'something that cannot be shown';
  }
}

/** Fails the check unless `condition` holds. */
export function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw failure(message);
}

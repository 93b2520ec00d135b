import { FourwireError } from '@fourwire/core';

const EXCERPT = 60;

/** Text as it can be shown in a message: at most 60 characters from `from` on, control characters escaped. */
export function excerpt(text: string, from = 0): string {
  const piece = text.slice(from, from + EXCERPT);
  return JSON.stringify(from + EXCERPT < text.length ? `${piece}…` : piece);
}

/** The error for bytes from the instrument that do not follow the protocol; `position` counts from 0. */
export function malformed(
  code: string,
  message: string,
  reply: string,
  position = 0,
  details: Readonly<Record<string, unknown>> = {},
): FourwireError {
  return new FourwireError('protocol', code, message, {
    reply: excerpt(reply, Math.max(0, position - 10)),
    details: { position, ...details },
  });
}

/** The error for an argument that the caller must change; nothing was sent. */
export function refused(
  code: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): FourwireError {
  return new FourwireError('range', code, message, { details });
}

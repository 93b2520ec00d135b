import { FourwireError } from '@fourwire/core';

/** The machine refuses a command, with its own code and text. */
export function refused(command: string, code: string | number, text: string): FourwireError {
  return new FourwireError(
    'device',
    'instrument-refused',
    `The machine refused "${command}": ${text} (${code}).`,
    { device: { code, text }, command },
  );
}

/** A line that does not follow the protocol. */
export function unexpected(expected: string, line: string): FourwireError {
  return new FourwireError(
    'protocol',
    'reply-unexpected',
    `Expected ${expected}, got ${JSON.stringify(line.slice(0, 80))}.`,
    { reply: line },
  );
}

/** The machine does not confirm what it was told. */
export function notConfirmed(text: string): FourwireError {
  return new FourwireError('device', 'not-confirmed', text);
}

/** A reply whose check does not fit its content. */
export function checksumWrong(reply: string): FourwireError {
  return new FourwireError(
    'protocol',
    'checksum-wrong',
    `The check of the reply ${JSON.stringify(reply)} does not fit its content.`,
    { reply },
  );
}

/** A subsite is named, and the family has none, or none that is confirmed. */
export function noSubsites(what: string): FourwireError {
  return new FourwireError(
    'range',
    'subsite-unsupported',
    `subsite must be 0 or left out: ${what} is not known to step to subsites; move by a distance instead.`,
  );
}

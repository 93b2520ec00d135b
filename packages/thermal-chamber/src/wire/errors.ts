import { FourwireError } from '@fourwire/core';

/** A reply that the protocol does not allow here. */
export function unexpectedReply(expected: string, got: string | number): FourwireError {
  return new FourwireError(
    'protocol',
    'reply-unexpected',
    `Expected ${expected}, got ${JSON.stringify(got)}.`,
  );
}

/** The controller's own refusal of a command. */
export function refusedByController(command: string, code: number | string, text: string): FourwireError {
  return new FourwireError(
    'device',
    'controller-refused',
    `The controller refused "${command}": ${code}, ${text}.`,
    { device: { code, text } },
  );
}

/** The controller is at work with something else. */
export function controllerBusy(what: string): FourwireError {
  return new FourwireError('busy', 'controller-busy', `The controller ${what}; try again later.`);
}

/** A reply whose check does not fit its content. */
export function checksumWrong(reply: string): FourwireError {
  return new FourwireError(
    'protocol',
    'checksum-wrong',
    `The check of the reply ${JSON.stringify(reply)} does not fit its content.`,
  );
}

/** A reply of another controller on the line. */
export function addressMismatch(expected: number | string, got: number | string): FourwireError {
  return new FourwireError(
    'protocol',
    'address-mismatch',
    `The controller at address ${got} answered a request to address ${expected}.`,
  );
}

/** Manual operation is refused while a stored program has the chamber. */
export function programRuns(): FourwireError {
  return new FourwireError(
    'state',
    'program-runs',
    'running refused: a stored program controls the chamber; stop it first.',
  );
}

/** A stored program has something that a program of ours cannot say. */
export function stepUnknown(code: number, what: string): FourwireError {
  return new FourwireError(
    'device',
    'step-unknown',
    `The stored program has a step with code ${code} (${what}), which a program cannot express.`,
  );
}

/** An option of the driver that makes no sense. */
export function optionRefused(message: string): FourwireError {
  return new FourwireError('range', 'option-refused', message);
}

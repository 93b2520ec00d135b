import { FourwireError } from '@fourwire/core';
import type { BondProgram } from './bond-program.ts';
import { requireProgram } from './check-bond-program.ts';

const format = 'fourwire-bond-program';
const version = 1;

/**
 * A program as bytes: JSON with a mark. The simulated bonder runs it; a real machine has a format of its maker's, and
 * what you download to it comes from its maker's editor.
 */
export function bondProgramBody(program: BondProgram): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ format, version, ...program }, undefined, 2)}\n`);
}

/**
 * The program in a body.
 *
 * @throws FourwireError of kind `range`, code `bond-program-refused`, for anything that {@link bondProgramBody} did not make
 */
export function readBondProgram(body: Uint8Array): BondProgram {
  const { format: mark, version: found, ...program } = parse(body);
  if (mark !== format || found !== version)
    throw refused(`it is not marked as ${format}, version ${version}`);
  return requireProgram(program);
}

function parse(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return Object.fromEntries(Object.entries(value));
  } catch (cause) {
    throw refused('it is no JSON', cause);
  }
  throw refused('it is no JSON object');
}

function refused(why: string, cause?: unknown): FourwireError {
  return new FourwireError('range', 'bond-program-refused', `The recipe is no bond program: ${why}.`, {
    cause,
  });
}

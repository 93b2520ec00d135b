import { readFile } from 'node:fs/promises';
import { FourwireError, fileTrouble, findProblem } from '@fourwire/core';
import type { ValueSchema } from '@fourwire/core';
import { YamlText } from './yaml-text.ts';

/**
 * Reads the options of a driver or of a procedure from a YAML file, and checks them.
 *
 * @param options - what they are to be: that of the driver or of the procedure
 * @throws FourwireError of kind `range`: code `options-file-missing` when it cannot be read, `options-file-invalid` with
 * the line and column of the first mistake
 */
export async function readOptionsFile(path: string, options: ValueSchema): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new FourwireError(
      'range',
      'options-file-missing',
      `The options file ${path} cannot be read: ${fileTrouble(cause)}.`,
      { cause },
    );
  }
  const yaml = new YamlText(text, path, mistaken);
  const value: unknown = yaml.value();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw yaml.mistakeIn([], 'expected options by name, for example "unit: 1".');
  }
  const problem = findProblem(options, value, 'options');
  if (problem !== undefined)
    throw yaml.mistakeIn(problem.at, `${problem.message}.`, { ofKey: problem.unknown });
  return value as Record<string, unknown>;
}

function mistaken(message: string, details: Readonly<Record<string, unknown>>): FourwireError {
  return new FourwireError('range', 'options-file-invalid', message, { details });
}

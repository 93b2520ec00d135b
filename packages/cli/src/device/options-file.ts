import { readFile } from 'node:fs/promises';
import { FourwireError } from '@fourwire/core';
import { LineCounter, parseDocument } from 'yaml';

/**
 * Reads a driver's options from a YAML file.
 *
 * @throws FourwireError of kind `range`: code `options-file-missing` when it cannot be read, `options-file-invalid` with
 * line and column when it is no mapping of names to values
 */
export async function readOptionsFile(path: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new FourwireError(
      'range',
      'options-file-missing',
      `The options file ${path} cannot be read; check the path.`,
      { cause },
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw invalid(`${path}:${line}:${col}: ${broken.message}.`);
  }
  const value: unknown = document.toJS();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`${path}:1:1: expected options by name, for example "unit: 1".`);
  }
  return value as Record<string, unknown>;
}

function invalid(message: string): FourwireError {
  return new FourwireError('range', 'options-file-invalid', message);
}

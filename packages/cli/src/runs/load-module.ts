import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FourwireError, fileTrouble } from '@fourwire/core';

/**
 * What a file of JavaScript or TypeScript exports.
 *
 * @throws FourwireError of kind `range`, code `script-missing` or `script-broken`
 */
export async function loadModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(path);
  try {
    await readFile(file);
  } catch (cause) {
    throw new FourwireError('range', 'script-missing', `${path} cannot be read: ${fileTrouble(cause)}.`, {
      cause,
    });
  }
  // Node 20 does not take TypeScript by itself.
  const { createJiti } = await import('jiti');
  try {
    return await createJiti(file).import<Readonly<Record<string, unknown>>>(file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FourwireError('range', 'script-broken', `${path} cannot be loaded: ${why}`, { cause });
  }
}

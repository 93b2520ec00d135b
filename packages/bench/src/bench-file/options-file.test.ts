import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, integer, optionalField, record } from '@fourwire/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOptionsFile } from './options-file.ts';

const options = record({ slots: array(integer({ min: 1, max: 2 })), unit: optionalField(integer()) });

describe('a file of options', () => {
  let path: string;
  beforeAll(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'fourwire-')), 'options.yaml');
  });
  afterAll(async () => rm(join(path, '..'), { recursive: true }));

  const read = async (text: string): Promise<unknown> => {
    await writeFile(path, text);
    return readOptionsFile(path, options);
  };

  it('is read', async () => {
    await expect(read('unit: 3\nslots: [1, 2]\n')).resolves.toEqual({ unit: 3, slots: [1, 2] });
  });

  it.each([
    [
      'an option that is not known',
      'slots: []\nunits: 3\n',
      ':2:1: options.units is not known; known are slots, unit.',
    ],
    [
      'a value beyond its range',
      'slots:\n  - 1\n  - 3\n',
      ':3:5: options.slots[1] 3 refused, allowed 1 to 2.',
    ],
    ['what is missing', 'unit: 3\n', ':1:1: options.slots is missing.'],
    ['a list', '- 1\n', ':1:1: expected options by name, for example "unit: 1".'],
    ['broken YAML', 'slots: [1\n', ':2:1: '],
  ])('is refused for %s, with line and column', async (_what, text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'options-file-invalid',
      message: expect.stringContaining(`options.yaml${message}`) as string,
    });
  });

  it('is refused when it is not there', async () => {
    await expect(readOptionsFile('/nowhere/options.yaml', options)).rejects.toMatchObject({
      code: 'options-file-missing',
    });
  });
});

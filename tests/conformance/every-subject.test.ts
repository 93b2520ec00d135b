import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('tests the subjects of every package: where one is missing, copy scpi.test.ts and change the name in it', () => {
  const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const packages = readdirSync(here('../subjects')).filter((name) => !name.endsWith('.ts'));
  expect(packages.filter((name) => !existsSync(here(`${name}.test.ts`)))).toEqual([]);
});

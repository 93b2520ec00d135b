import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

// What a README shows as a file of vitest is run as one: its tests are tests of this file.
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = here('.readme-vitest');
const page = readFileSync(here('../packages/mock/README.md'), 'utf8');
mkdirSync(folder, { recursive: true });
for (const { index, 1: code = '' } of page.matchAll(/^```ts no-run\n(.*?)^```$/gms)) {
  if (!code.includes(`from 'vitest'`)) continue;
  const file = `${folder}/line-${page.slice(0, index).split('\n').length}.ts`;
  writeFileSync(file, code);
  await import(/* @vite-ignore */ file);
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

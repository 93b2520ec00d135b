import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** What the equipment may share with the host's folder: how times and ids are written, which captures cover. */
const shared = ['../gem/gem-time.ts', '../gem/ids.ts'];

function importsOf(folder: string): readonly string[] {
  const path = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(path)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(`${path}/${name}`, 'utf8').matchAll(/from '([^']+)'/g)])
    .map(([, from = '']) => from);
}

it('the equipment takes nothing from the host, nor the host from the equipment', () => {
  const equipment = importsOf('.').filter((from) => from.startsWith('../gem/'));
  expect([...new Set(equipment)].toSorted()).toEqual(shared);
  expect(importsOf('../gem').filter((from) => from.includes('gem-equipment'))).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { publishedBenchSchema } from './published-schema.ts';

describe('the schema of bench files that editors read', () => {
  const text = readFileSync(new URL('../../schema/bench.schema.json', import.meta.url), 'utf8');

  it('is up to date; `pnpm support` writes it', async () => {
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(await publishedBenchSchema())));
    // It loads every driver.
  }, 60_000);

  it('refers to nothing that it does not define', () => {
    const { definitions } = JSON.parse(text) as { definitions: Record<string, unknown> };
    const named = [...text.matchAll(/"\$ref": "#\/definitions\/(\w+)"/g)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(Object.keys(definitions)));
  });
});

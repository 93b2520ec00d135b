/** Writes the JSON Schema of bench files into the package `bench`; with `--check`, says whether it is up to date. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';
import { publishedBenchSchema } from '../packages/bench/src/bench-file/published-schema.ts';
import { formatting } from './workspace.ts';

const path = fileURLToPath(new URL('../packages/bench/schema/bench.schema.json', import.meta.url));
const { code } = await format('bench.schema.json', JSON.stringify(await publishedBenchSchema()), formatting);
if (process.argv.includes('--check')) {
  if (readFileSync(path, 'utf8') !== code) {
    console.error('The schema of bench files is out of date; run `pnpm support`.');
    process.exitCode = 1;
  }
} else {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
}

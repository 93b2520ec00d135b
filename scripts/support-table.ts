/**
 * Writes the table of supported machines between `<!-- support-table -->` and `<!-- /support-table -->` in the README files,
 * from the registries of the packages. A package's own README lists its own drivers, the README of the workspace lists all.
 * With `--check` nothing is written, and a table that is out of date is an error. The schema of bench files, which names the
 * drivers, goes with it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'oxfmt';
import type { DriverEntry } from '../packages/core/src/index.ts';
import { formatting, packages, root } from './workspace.ts';

const block = /(<!-- support-table -->\n).*?(<!-- \/support-table -->)/s;

async function driversOf(path: string): Promise<readonly DriverEntry[]> {
  const index = (await import(pathToFileURL(join(path, 'src/index.ts')).href)) as {
    drivers?: readonly DriverEntry[];
  };
  return index.drivers ?? [];
}

/** One cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function table(drivers: readonly DriverEntry[]): string {
  const rows = drivers
    .toSorted((a, b) =>
      `${a.class} ${a.manufacturer} ${a.name}`.localeCompare(`${b.class} ${b.manufacturer} ${b.name}`, 'en'),
    )
    .map((driver) => [
      driver.class,
      driver.manufacturer,
      driver.models.join(', '),
      driver.interfaces.join(', '),
      `\`${driver.name}\``,
      driver.evidence,
      driver.source,
      driver.unconfirmed ?? '',
    ]);
  const head = [
    'class',
    'manufacturer',
    'models',
    'interfaces',
    'driver',
    'checked',
    'source',
    'not confirmed',
  ];
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`);
  return `\n${lines.join('\n')}\n\n`;
}

const check = process.argv.includes('--check');
const perPackage = await Promise.all(
  packages().map(async ({ folder, path }) => ({
    page: `packages/${folder}/README.md`,
    drivers: await driversOf(path),
  })),
);
const pages = [{ page: 'README.md', drivers: perPackage.flatMap(({ drivers }) => drivers) }, ...perPackage];

for (const { page, drivers } of pages) {
  const file = join(root, page);
  if (!existsSync(file)) continue;
  const before = readFileSync(file, 'utf8');
  if (!block.test(before)) continue;
  const written = before.replace(block, (_, start: string, end: string) => start + table(drivers) + end);
  const { code } = await format(page, written, formatting);
  if (code === before) continue;
  if (check) {
    console.log(`${page}: the table of supported machines is not what the registries say. Run pnpm support.`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, code);
    console.log(`${page}: table written`);
  }
}

await import('./bench-schema.ts');

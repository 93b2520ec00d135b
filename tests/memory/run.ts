import { megabytes, programs } from './megabytes.ts';

// `pnpm memory` says what the programs of this folder need.
const measured = await megabytes();
for (const [name, { title, most }] of Object.entries(programs))
  process.stdout.write(`${title}: ${measured.get(name)} MB (goal: under ${most} MB)\n`);

import { compare } from './compare.ts';

// `pnpm bench:ratios` prints what the goals are stated for: each wire against a loop written by hand of the same packets,
// in one run. A word says which to run: `pnpm bench:ratios vxi11`.
const files = {
  tcp: async () => import('./tcp.ts'),
  block: async () => import('./block.ts'),
  conversion: async () => import('./conversion.ts'),
  vxi11: async () => import('./vxi11.ts'),
  hislip: async () => import('./hislip.ts'),
  gem: async () => import('./gem.ts'),
  'secs-ii': async () => import('./secs-ii.ts'),
  simulator: async () => import('./simulator.ts'),
  stdf: async () => import('./stdf.ts'),
};
const [word = ''] = process.argv.slice(2);

for (const [name, load] of Object.entries(files)) {
  if (!name.includes(word)) continue;
  const { comparisons } = await load();
  for (const comparison of await comparisons()) await compare(comparison);
}
// The servers, and whatever is still connected to them, end with the process.
process.exit();

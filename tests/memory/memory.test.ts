import { expect, it } from 'vitest';
import { megabytes, programs } from './megabytes.ts';

it('500 simulators fit in 300 MB, and 1,000 open links in 150 MB', async () => {
  const measured = await megabytes();
  for (const [name, { title, most }] of Object.entries(programs))
    expect(measured.get(name), title).toBeLessThan(most);
}, 120_000);

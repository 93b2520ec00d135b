import { mkdtempSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StdfWriter } from '@fourwire/probe-station';
import type { Comparison } from './compare.ts';

const results = 1_000_000;

/** A million results of one test into a file, against the same bytes from one buffer that is ready. */
export async function comparisons(): Promise<readonly Comparison[]> {
  const path = join(mkdtempSync(join(tmpdir(), 'fourwire-stdf-')), 'lot.stdf');
  const chunks: Uint8Array[] = [];
  await write((bytes) => void chunks.push(Uint8Array.from(bytes)));
  const prepared = Buffer.concat(chunks);
  const intoFile = async (work: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>) => {
    await using file = await open(path, 'w');
    await work((bytes) => file.writeFile(bytes));
  };
  return [
    {
      name: `STDF, ${results} PTR, ${(prepared.length / 1e6).toFixed(0)} MB`,
      goal: 0.3,
      with: 'the same bytes from one buffer',
      ours: async () => intoFile(write),
      byHand: async () => intoFile(async (writeFile) => writeFile(prepared)),
    },
  ];
}

async function write(sink: (bytes: Uint8Array) => Promise<void> | void): Promise<void> {
  const stdf = new StdfWriter(sink);
  const test = stdf.test({
    TEST_NUM: 100,
    TEST_TXT: 'C_sense',
    UNITS: 'F',
    LO_LIMIT: 0.9e-12,
    HI_LIMIT: 1.1e-12,
  });
  for (let index = 0; index < results; index++) {
    if (!test.result(1, index & 3, 1e-12 + (index & 1023) * 1e-16)) await stdf.ready();
  }
  await stdf.flush();
}

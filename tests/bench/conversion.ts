import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { seededRandom } from '@fourwire/core';
import { decodeBlock, encodeBlock, formatNr3, parseAsciiArray, scaleSamples } from '@fourwire/scpi';
import { installed, python } from '../setup/programs.ts';
import type { Comparison } from './compare.ts';

const count = 1_000_000;

/** What pyvisa makes of the bytes in a file, once for each line that it is sent. */
const pyvisaScript = `
import sys
from pyvisa.util import from_ascii_block
data = open(sys.argv[1], "rb").read().decode("ascii")
for line in sys.stdin:
    print(len(from_ascii_block(data, "f", ",")), flush=True)
`;

/** Replies of a million numbers, already received, to numbers: what the wire does is measured elsewhere. */
export async function comparisons(): Promise<readonly Comparison[]> {
  const random = seededRandom('conversion');
  const samples = Int16Array.from({ length: count }, () => random.integer(-32_768, 32_767));
  const block = encodeBlock(samples, 'little');
  const header = block.length - samples.byteLength;
  const into = new Float64Array(count);
  const scale = { scale: 1.25e-4, offset: 0.5 };
  const ascii = Buffer.from(
    Array.from({ length: count }, () => formatNr3(random.normal() * 10 ** random.integer(-7, 1))).join(','),
    'latin1',
  );
  const scaledByHand = (target: Float64Array): Float64Array => {
    // Behind its header the payload lies where 16-bit numbers may not, so it is copied first.
    const values = new Int16Array(block.slice(header).buffer);
    for (let index = 0; index < values.length; index++) target[index] = (values[index] ?? 0) * 1.25e-4 + 0.5;
    return target;
  };
  const conversions: Comparison[] = [
    {
      name: '1,000,000 samples of int16 to a scaled Float64Array',
      goal: 0.7,
      byHand: async () => scaledByHand(new Float64Array(count)),
      ours: async () => scaleSamples(decodeBlock(block), 'int16', 'little', scale),
    },
    {
      name: '1,000,000 samples of int16 to a scaled Float64Array that is used again',
      goal: 0.7,
      byHand: async () => scaledByHand(into),
      ours: async () => scaleSamples(decodeBlock(block), 'int16', 'little', { ...scale, into }),
    },
    {
      name: '1,000,000 ASCII numbers, against split and Number()',
      goal: 0.8,
      byHand: async () => Float64Array.from(ascii.toString('latin1').split(','), Number),
      ours: async () => parseAsciiArray(ascii),
    },
  ];
  if (!installed('python:pyvisa')) return conversions;
  const file = join(mkdtempSync(join(tmpdir(), 'fourwire-numbers-')), 'numbers.txt');
  writeFileSync(file, ascii);
  const child = spawn(python, ['-c', pyvisaScript, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface(child.stdout);
  return [
    ...conversions,
    {
      name: '1,000,000 ASCII numbers, against pyvisa',
      goal: 1,
      byHand: async () => {
        const line = await new Promise<string>((resolve) => {
          answers.once('line', resolve);
          child.stdin.write('\n');
        });
        if (Number(line) !== count) throw new Error(`pyvisa read ${line} numbers.`);
      },
      ours: async () => parseAsciiArray(ascii),
    },
  ];
}

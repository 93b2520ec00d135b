import { readFile } from 'node:fs/promises';
import type { BenchDevice, BenchFile } from '@fourwire/bench';
import { FourwireError, findWritable } from '@fourwire/core';
import { resolveAddress } from '@fourwire/transport';
import { LineCounter, isNode, parseDocument } from 'yaml';
import { describeDriver } from '../device/driver-entry.ts';

/**
 * Checks what the form of a bench file leaves open: that its drivers exist, its addresses can be read, and its limits
 * are for members that can be written.
 *
 * @throws FourwireError of kind `range`, code `bench-file-invalid`, that names the file, line and column
 */
export async function checkBench(path: string, file: BenchFile): Promise<void> {
  for (const [name, device] of Object.entries(file.devices)) {
    const keys = ['devices', name];
    await at(path, [...keys, 'address'], () => resolveAddress(device.address, file.aliases ?? {}));
    await at(path, [...keys, 'driver'], async () => describeDriver(device.driver));
    await checkLimits(path, keys, device);
  }
}

async function checkLimits(path: string, keys: readonly string[], device: BenchDevice): Promise<void> {
  const description = await describeDriver(device.driver);
  for (const member of Object.keys(device.limits ?? {})) {
    await at(path, [...keys, 'limits', member], () => findWritable(description, member));
  }
}

/** Runs a check; what it refuses is told with the place in the file. */
async function at(path: string, keys: readonly string[], check: () => unknown): Promise<void> {
  try {
    await check();
  } catch (cause) {
    const { line, column } = await placeOf(path, keys);
    throw new FourwireError(
      'range',
      'bench-file-invalid',
      `${path}:${line}:${column}: ${FourwireError.from(cause).message}`,
      { cause, details: { file: path, line, column } },
    );
  }
}

async function placeOf(path: string, keys: readonly string[]): Promise<{ line: number; column: number }> {
  const lines = new LineCounter();
  const document = parseDocument(await readFile(path, 'utf8'), { lineCounter: lines });
  const node = document.getIn(keys, true);
  const { line, col } = lines.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0);
  return { line, column: col };
}

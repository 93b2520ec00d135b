#!/usr/bin/env node
import { createRequire } from 'node:module';
import process from 'node:process';
import { FourwireError } from '@fourwire/core';
import { run } from './run.ts';

const interruption = new AbortController();
const interrupt = (by: string): void =>
  interruption.abort(new FourwireError('aborted', 'interrupted', `Interrupted by ${by}.`));
// Once: a second Ctrl-C ends the process at once, as it always does, but for a run, which makes its machines safe first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => interrupt(signal));
}
// Whoever reads the output may stop early, as `head` does: nothing is left to watch for. A run is recorded, and goes on.
const isRun = ['run', 'procedure'].includes(process.argv[2] ?? '');
process.stdout.on('error', () => {
  if (!isRun) interrupt('the end of its output');
});
// A terminal that was closed takes no more messages, and its run must come to its safe end all the same.
process.stderr.on('error', () => {});

void run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  signal: interruption.signal,
  version: (createRequire(import.meta.url)('../package.json') as { version: string }).version,
  get input() {
    return process.stdin;
  },
  ...(process.stdin.isTTY && process.stdout.isTTY ? { terminal: process.stdout } : {}),
}).then((code) => {
  process.exitCode = code;
});

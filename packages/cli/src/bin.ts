#!/usr/bin/env node
import process from 'node:process';
import { FourwireError } from '@fourwire/core';
import { run } from './run.ts';

const interruption = new AbortController();
// Once: a second Ctrl-C ends the process at once, as it always does, but for a run, which makes its machines safe first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    interruption.abort(new FourwireError('aborted', 'interrupted', 'Interrupted; the device was let go.'));
  });
}
// Whoever reads the output may stop early, as `head` does.
process.stdout.on('error', () => {});
// A terminal that was closed takes no more messages, and its run must come to its safe end all the same.
process.stderr.on('error', () => {});

void run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  signal: interruption.signal,
  get input() {
    return process.stdin;
  },
  ...(process.stdin.isTTY && process.stdout.isTTY ? { terminal: process.stdout } : {}),
}).then((code) => {
  process.exitCode = code;
});

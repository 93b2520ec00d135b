#!/usr/bin/env node
import process from 'node:process';
import { FourwireError } from '@fourwire/core';
import { run } from './run.ts';

const interruption = new AbortController();
// Once: a second Ctrl-C ends the process at once, as it always does.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interruption.abort(new FourwireError('aborted', 'interrupted', 'Interrupted; the device was let go.'));
  });
}
// Whoever reads the output may stop early, as `head` does.
process.stdout.on('error', () => {});

void run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  signal: interruption.signal,
}).then((code) => {
  process.exitCode = code;
});
